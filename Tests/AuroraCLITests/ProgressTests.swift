import AuroraBuild
import AuroraCore
import AuroraTesting
import Synchronization
import Testing

@testable import AuroraCLI

/// What is seen of a build while it runs.
@Suite struct ProgressTests {
    /// A clock that a test moves.
    private final class ManualClock: Sendable {
        private let time = Mutex(ContinuousClock.now)

        var now: ContinuousClock.Instant { time.withLock { $0 } }
        func advance(by duration: Duration) { time.withLock { $0 += duration } }
    }

    private static func progress(_ name: String, _ fraction: Double?, _ stage: String = "rendering") -> BuildEvent {
        .progressed(name: name, ActionProgress(stage: stage, fraction: fraction))
    }

    /// A build with everything in it that can happen.
    private static let events: [(label: String, seconds: Double, event: BuildEvent)] = [
        ("planned", 0, .planned(PlanSummary(run: 4, mayRun: 0, restore: 1, current: 2))),
        ("restored", 0, .finished(name: "back", output: "out/draft/back.mp4", seconds: nil)),
        ("started", 0, .started(name: "baker")),
        ("a stage without an end", 0.5, progress("baker", nil, "analysing")),
        ("another one", 0, .started(name: "新しい場面")),
        ("a quarter", 1.5, progress("baker", 0.25)),
        ("too soon to draw", 0.05, progress("baker", 0.3)),
        ("a half of the other", 1, progress("新しい場面", 0.5)),
        ("a warning", 0, .warned(Diagnostic("the cache entry `0a1b` is damaged", severity: .warning))),
        ("waiting", 0, .waiting(name: Samples.hostile, process: 123)),
        ("waiting for somebody", 0, .waiting(name: "next", process: nil)),
        ("made", 3, .finished(name: "baker", output: "out/draft/baker.mp4", seconds: 6.05)),
        ("of nobody", 0.2, progress("nobody", 0.5)),
        ("failed", 0, .failed(name: "新しい場面", [Samples.problem, Samples.problem])),
        ("hostile", 1, .started(name: Samples.hostile)),
        ("hostile, failed", 0, .failed(name: Samples.hostile, [Diagnostic(Samples.hostile)])),
        ("unchanged", 0, .unchanged(name: "poster")), ("rewritten", 0, .rewritten(name: "copy")),
        ("adopted", 0, .adopted(name: "kept", output: "out/draft/kept.mp4")),
        ("a product", 0, .finished(name: "baker.speech", output: nil, seconds: 0.2)),
        ("blocked", 0, .skipped(name: "next", blockedBy: ["新しい場面", Samples.hostile])),
        ("skipped", 0, .skipped(name: "last", blockedBy: [])),
    ]

    @Test func aLineForEverythingThatIsDone() throws {
        let recording = RecordingTerminal()
        let progress = PlainProgress(terminal: recording.terminal)
        for step in Self.events { progress.observe(step.event) }
        progress.end()
        #expect(try Golden.difference(recording.text, from: "progress-plain.txt") == nil)
    }

    @Test(arguments: [(80, "progress-live.txt"), (30, "progress-live-narrow.txt")])
    func framesAreDrawnOverThemselves(_ columns: Int, _ golden: String) throws {
        let clock = ManualClock()
        let recording = RecordingTerminal(columns: columns)
        let progress = LiveProgress(terminal: recording.terminal) { clock.now }
        var frames = ""
        for step in Self.events {
            clock.advance(by: .seconds(step.seconds))
            progress.observe(step.event)
            frames += "=== \(step.label)\n\(recording.screen)"
        }
        progress.end()
        #expect(try Golden.difference(frames + "=== end\n\(recording.screen)", from: golden) == nil)
    }

    @Test func ofVeryManyThatRunTheFirstAreShown() {
        let recording = RecordingTerminal()
        let progress = LiveProgress(terminal: recording.terminal)
        progress.observe(.planned(PlanSummary(run: 40, mayRun: 0, restore: 0, current: 0)))
        for number in 1...40 { progress.observe(.started(name: "s\(number)")) }
        let last = recording.text.components(separatedBy: "\u{1B}[0J").last ?? ""
        #expect(last.contains("  and 28 more"), "\(last)")
        #expect(last.split(separator: "\n").count == 14, "twelve lines, how many more, and the sum")
        progress.end()
        #expect(recording.text.hasSuffix("\u{1B}[14A\u{1B}[0J"))
    }

    @Test func whatIsDrawnForTheMomentIsTakenAway() {
        let recording = RecordingTerminal()
        let progress = LiveProgress(terminal: recording.terminal)
        progress.observe(.planned(PlanSummary(run: 2, mayRun: 0, restore: 0, current: 0)))
        progress.observe(.started(name: "a"))
        progress.observe(.started(name: "b"))
        #expect(recording.screen.contains("starting"))
        progress.end()
        #expect(recording.screen == "")
    }

    @Test(arguments: [-1, 0, 0.001, 1, 7, 1e300]) func noFractionIsTooStrangeToDraw(_ fraction: Double) {
        let clock = ManualClock()
        let recording = RecordingTerminal()
        let progress = LiveProgress(terminal: recording.terminal) { clock.now }
        progress.observe(.planned(PlanSummary(run: 1, mayRun: 0, restore: 0, current: 0)))
        progress.observe(.started(name: "a"))
        clock.advance(by: .seconds(5))
        progress.observe(Self.progress("a", fraction))
        #expect(recording.screen.hasPrefix("  a  "))
    }
}
