import AuroraFiles
import AuroraTesting
import Foundation
import Testing

/// `aurora build --retry-failed` and `aurora build --trace`, with the real executable.
@Suite struct RetryAndTraceTests {
    /// Three scenes, and a program that fails with the picture `bad` as long as there is a file `down` beside the
    /// workspace: what a service does that is not there at times.
    private func bench() async throws -> CommandBench {
        let bench = try CommandBench("")
        let down = bench.folder.path("down")
        try bench.write(
            "tool.sh",
            """
            #!/bin/sh
            if test -e '\(down)' && grep -q bad "$1"; then exit 9; fi
            (printf '\\0\\0\\0\\030ftypisom\\0\\0\\0\\0isom'; cat "$1") > "$5"

            """)
        for (id, picture) in [("b", "bad"), ("c", "good")] {
            try bench.write("scenes/\(id).jpg", picture)
            try bench.write("scenes/\(id).yaml", "image: \(id).jpg\naudio: a.wav\nprompt: Say it\n")
        }
        #expect(try await bench.aurora("trust", "--yes").status == 0)
        try Files.write([], to: down)
        return bench
    }

    @Test func onlyWhatFailedIsTriedAgain() async throws {
        let bench = try await bench()
        let before = try await bench.aurora("build", "--retry-failed")
        #expect(before.status == 0)
        #expect(before.messages.hasPrefix("nothing to retry"), "\(before.messages)")

        #expect(try await bench.aurora("build", "b").status == 1)
        let dry = try await bench.aurora("build", "--retry-failed", "--dry-run")
        #expect(dry.output.hasPrefix("make b\n") && !dry.output.contains("make a"), "\(dry.output)")
        #expect(try await bench.aurora("build", "--retry-failed").status == 1, "it is still down")
        try Files.remove(bench.folder.path("down"))
        let again = try await bench.aurora("build", "--retry-failed")
        #expect(again.status == 0, "\(again.messages)")
        #expect(again.output == "out/draft/b.mp4\n", "and not `a` and `c`, which were never tried")

        // The workspace does not pass for one in which all is in order.
        let rest = try await bench.aurora("build")
        #expect(rest.output == "out/draft/a.mp4\nout/draft/c.mp4\n", "\(rest.messages)")
        let none = try await bench.aurora("build", "--retry-failed")
        #expect(none.status == 0 && none.messages.hasPrefix("nothing to retry"), "\(none.messages)")
    }

    @Test func whatWasChangedSinceIsNoFailure() async throws {
        let bench = try await bench()
        #expect(try await bench.aurora("build", "--keep-going").status == 1)
        try bench.write("scenes/b.jpg", "better")
        #expect(try await bench.aurora("build", "--retry-failed").messages.hasPrefix("nothing to retry"))
        #expect(try await bench.aurora("build").output == "out/draft/b.mp4\n")
    }

    @Test func whatCannotGoTogetherIsRefused() async throws {
        let bench = try CommandBench("")
        #expect(try await bench.aurora("build", "--retry-failed", "--refresh").status == 2)
        #expect(try await bench.aurora("build", "--trace", "t.json", "--dry-run").status == 2)
        let nowhere = try await bench.aurora("build", "--trace", "a.lib/t.json")
        #expect(nowhere.status == 1 && nowhere.messages.contains("a.lib/t.json"), "\(nowhere.messages)")
    }

    private struct Event: Decodable {
        let name: String
        let cat: String?
        let ts: Int?
        let dur: Int?
        let tid: Int
    }

    private func trace(_ bench: CommandBench) throws -> [Event] {
        let all = try JSONDecoder().decode([Event].self, from: Data(try bench.bytes("t.json")))
        return all.filter { $0.cat != nil }
    }

    @Test func aTraceShowsWhatEachJobDid() async throws {
        let bench = try await bench()
        let clock = ContinuousClock()
        let start = clock.now
        #expect(try await bench.aurora("build", "-j", "2", "--keep-going", "--trace", "t.json").status == 1)
        let microseconds = Int((clock.now - start) / .microseconds(1))
        let events = try trace(bench)
        #expect(Set(events.compactMap { $0.cat == "run" ? $0.name : nil }) == ["a", "b", "c"])
        #expect(events.filter { $0.tid == 0 }.map(\.name) == ["plan", "commit"])
        #expect(Set(events.map(\.tid)).isSubset(of: [0, 1, 2]))
        for (_, lane) in Dictionary(grouping: events, by: \.tid) {
            let spans = try lane.map { event in
                let begin = try #require(event.ts)
                let duration = try #require(event.dur)
                return (begin, begin + duration)
            }.sorted { $0.0 < $1.0 }
            #expect(spans.allSatisfy { $0.0 >= 0 && $0.1 >= $0.0 && $0.1 <= microseconds })
            #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.1 <= $1.0 }, "\(spans)")
        }

        try Files.removeTree(bench.folder.path("workspace/out"))
        #expect(try await bench.aurora("build", "a", "--trace", "t.json").status == 0)
        #expect(try trace(bench).map { "\($0.cat ?? "") \($0.name)" } == ["plan plan", "restore a", "commit commit"])
    }
}
