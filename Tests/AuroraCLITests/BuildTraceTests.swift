import AuroraBuild
import AuroraCore
import Foundation
import Testing

@testable import AuroraCLI

/// What `--trace` writes: each job's actions one after another, in a format that other programs open.
@Suite struct BuildTraceTests {
    private struct Event: Decodable {
        struct Arguments: Decodable {
            let outcome: String?
            let name: String?
        }
        let name: String
        let cat: String?
        let ph: String
        let ts: Int64?
        let dur: Int64?
        let pid: Int
        let tid: Int
        let args: Arguments
    }

    private func events(_ trace: BuildTrace) throws -> [Event] {
        try JSONDecoder().decode([Event].self, from: Data(trace.file.utf8))
    }

    private func traced(_ events: [(BuildEvent, Int64)], until end: Int64) -> BuildTrace {
        var trace = BuildTrace()
        for (event, time) in events { trace.observe(event, at: time) }
        trace.finish(at: end)
        return trace
    }

    private let planned = BuildEvent.planned(PlanSummary(run: 3, mayRun: 0, restore: 1, current: 0))

    @Test func whatRunsAtOnceHasLanesOfItsOwnAndWhatEndsMakesRoom() throws {
        let all = try events(
            traced(
                [
                    (planned, 10), (.started(name: "a"), 20), (.restoring(name: "b"), 21),
                    (.finished(name: "b", output: nil, seconds: nil), 30), (.started(name: "c"), 30),
                    (.finished(name: "a", output: "a.mp4", seconds: 1), 50), (.failed(name: "c", []), 60),
                ], until: 70))
        let spans = all.filter { $0.ph == "X" }
        let told = spans.map { span in
            "\(span.name) \(span.cat ?? "") \(span.tid) \(span.ts ?? -1)+\(span.dur ?? -1) \(span.args.outcome ?? "")"
        }
        #expect(
            told == [
                "plan plan 0 0+10 planned", "b restore 2 21+9 restored", "a run 1 20+30 made", "c run 2 30+30 failed",
                "commit commit 0 60+10 done",
            ])
        #expect(all.filter { $0.ph == "M" }.compactMap(\.args.name) == ["aurora", "job 1", "job 2"])
    }

    @Test func whatIsUnderWayAtTheEndEndsThere() throws {
        let spans = try events(
            traced([(planned, 1), (.started(name: "a \"b\""), 2), (.skipped(name: "c", blockedBy: []), 3)], until: 9)
        ).filter { $0.ph == "X" }
        #expect(spans.map(\.name) == ["plan", "a \"b\"", "commit"])
        #expect(spans.map(\.args.outcome) == ["planned", "interrupted", "done"])
        #expect(try events(traced([], until: 5)).filter { $0.ph == "X" }.map(\.args.outcome) == ["stopped"])
    }

    @Test func aStoredResultThatCannotBeUsedIsMadeInTheSameLane() throws {
        let spans = try events(
            traced(
                [
                    (planned, 1), (.restoring(name: "a"), 2), (.started(name: "a"), 4),
                    (.finished(name: "a", output: nil, seconds: 1), 8),
                    // It shares the run of another.
                    (.finished(name: "b", output: nil, seconds: 1), 8),
                ], until: 9)
        ).filter { $0.ph == "X" && $0.tid == 1 }
        #expect(spans.map(\.args.outcome) == ["unusable", "made"])
    }
}
