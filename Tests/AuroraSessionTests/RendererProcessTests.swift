import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraTesting
import RenderProtocol
import Synchronization
import Testing

@testable import AuroraSession

/// A renderer that is missing, breaks or talks nonsense: what the user is told.
@Suite struct RendererProcessTests {
    /// A script that answers as the renderer does.
    private static let answer = """
        cat > result.json <<'END'
        {"talkingHead":{"_0":{"width":480,"height":480,"framesPerSecond":25,"frames":25,"durationMilliseconds":1000,\
        "videoCodec":"h264","audioCodec":"aac"}}}
        END
        : > video.mp4

        """

    @Test func aMissingProgramIsSaid() async throws {
        let bench = try RendererBench()
        try await expect(bench, bench.folder.path("nowhere"), "renderer-missing.txt")
    }

    @Test func aProgramThatCannotBeStartedIsSaid() async throws {
        let bench = try RendererBench()
        let path = try bench.folder.write("not a program", to: "renderer")
        try await expect(bench, path, "renderer-not-executable.txt")
    }

    @Test func aRendererThatBreaksLeavesItsLastWords() async throws {
        let bench = try RendererBench()
        let script = """
            for line in 1 2 3 4 5; do echo "library: line $line" >&2; done
            printf 'Fatal \\033[31mred\\n' >&2
            exit 3
            """
        try await expect(bench, try bench.script(script), "renderer-status-3.txt")
    }

    @Test func aRendererThatIsKilledIsSaid() async throws {
        let bench = try RendererBench()
        try await expect(bench, try bench.script("kill -KILL $$"), "renderer-killed.txt")
    }

    @Test(arguments: ["echo 'no JSON' > result.json", "echo '{\"video\": 1}' > result.json", "true", ": > result.json"])
    func anAnswerThatIsJunkIsSaid(_ lines: String) async throws {
        let bench = try RendererBench()
        try await expect(bench, try bench.script(lines), "renderer-junk.txt")
    }

    @Test func anAnswerToAnotherQuestionIsSaid() async throws {
        let bench = try RendererBench()
        let probe = #"echo '{"probe":{"_0":{"durationsMilliseconds":[5]}}}' > result.json"#
        try await expect(bench, try bench.script(probe), "renderer-junk.txt")
    }

    @Test(arguments: RenderFailure.Subject.allForTests)
    func aFailurePointsAtWhatIsAtFault(_ subject: RenderFailure.Subject) async throws {
        let bench = try RendererBench()
        let failure =
            #"{"failed":{"_0":{"subject":"\#(subject.rawValue)","problem":"it is not right","hint":"mend it"}}}"#
        try await expect(
            bench, try bench.script("echo '\(failure)' > result.json"), "renderer-fault-\(subject.rawValue).txt")
    }

    @Test func chatterBesidesProgressIsPassedOver() async throws {
        let bench = try RendererBench()
        let steps = try await progress(
            bench,
            """
            echo 'Loading libraries'
            echo '{"stage":"analysing","done":0,"total":0}'
            echo '{"stage":"rendering","done":"many","total":4}'
            printf 'bytes \\377\\376 and \\033[2J\\n\\n'
            echo '{"stage":"rendering","done":1,"total":4}'
            printf '{"stage":"rendering","done":4,"total":4}'

            """)
        #expect(
            steps == [
                ActionProgress(stage: "analysing", fraction: nil), ActionProgress(stage: "rendering", fraction: 0.25),
                ActionProgress(stage: "rendering", fraction: 1),
            ])
    }

    @Test func aFractionStaysBetweenNothingAndAll() async throws {
        let bench = try RendererBench()
        let steps = try await progress(
            bench,
            """
            echo '{"stage":"rendering","done":-3,"total":4}'
            echo '{"stage":"rendering","done":9,"total":4}'

            """)
        #expect(steps.map(\.fraction) == [0, 1])
    }

    @Test func muchChatterStopsNoBuild() async throws {
        let bench = try RendererBench()
        let steps = try await progress(
            bench,
            """
            head -c 300000 /dev/zero | tr '\\0' 'x'
            echo
            head -c 300000 /dev/zero | tr '\\0' 'y' >&2
            echo '{"stage":"rendering","done":4,"total":4}'

            """)
        #expect(steps.map(\.fraction) == [1])
    }

    @Test func theLastWordsOfAManyAreTold() async throws {
        let bench = try RendererBench()
        let script = """
            i=0; while [ $i -lt 4000 ]; do echo "warning $i of a library that talks and talks" >&2; i=$((i + 1)); done
            echo 'the cause' >&2
            exit 1
            """
        try await expect(bench, try bench.script(script), "renderer-much-chatter.txt")
    }

    /// Runs the provider with a script, which then answers; returns what it told of its progress.
    private func progress(_ bench: RendererBench, _ lines: String) async throws -> [ActionProgress] {
        let log = Mutex<[ActionProgress]>([])
        let provider = try bench.provider(renderer: try bench.script(lines + Self.answer))
        let video = try await provider.run(try bench.request()) { step in log.withLock { $0.append(step) } }
        #expect(video.media?.durationMilliseconds == 1000)
        return log.withLock { $0 }
    }

    private func expect(_ bench: RendererBench, _ renderer: String, _ golden: String) async throws {
        do {
            _ = try await bench.provider(renderer: renderer).run(try bench.request()) { _ in }
            Issue.record("a video was made")
        } catch {
            #expect(try Golden.difference(bench.text(of: error), from: golden) == nil)
        }
        #expect(try bench.workInProgress() == [], "what was not finished is gone")
    }
}

extension RenderFailure.Subject {
    static let allForTests: [RenderFailure.Subject] = [.image, .audio, .settings, .safety, .engine, .output]
}
