import AuroraCore
import AuroraFiles
import AuroraTesting
import Testing

/// The cache is gone, the videos are not.
@Suite struct AdoptTests {
    @Test func videosThatAreAsRecordedAreTakenBackIntoACacheThatWasDeleted() async throws {
        let bench = try await Workbench(scenes: ["a", "b"])
        try bench.write("scenes/b/scene.yaml", try bench.text("scenes/b/scene.yaml") + "poster: {at: 0.5}\n")
        try bench.replace("kindly", with: "calmly", in: "scenes/b/scene.yaml")
        try await bench.commitAll()
        #expect(try await bench.aurora("build").status == 0)
        let before = try Self.outputs(of: bench)
        let stored = try Self.stored(in: bench)
        try Files.removeTree(bench.folder.path(".aurora"))

        let diff = try await bench.aurora("diff")
        #expect(diff.output.hasPrefix("adopt a\n  its file is what its record says; only the cache lacks it\n"))
        #expect(diff.output.hasSuffix("\n3 to adopt · 0 current\n"), "\(diff.output)")
        #expect(try await bench.aurora("diff", "--exit-code").status == 0, "nothing that people see changes")
        #expect(try await bench.aurora("status").output.contains("current  a"))
        #expect(try await bench.aurora("commit").messages == "nothing to commit\n")
        let built = try await bench.aurora("build")
        #expect(built.status == 0 && built.output.isEmpty, "\(built.output)")
        #expect(built.messages.contains(" a: adopted: out/draft/a.mp4 is in the cache again\n"), "\(built.messages)")
        #expect(built.messages.hasSuffix("\n3 adopted\nnothing to commit\n"), "\(built.messages)")
        #expect(try Self.outputs(of: bench) == before)
        #expect(try Self.stored(in: bench) == stored, "the cache is filled again")
        #expect(try await bench.aurora("build").messages.hasPrefix("nothing to do"))
        // What was taken in is what is served.
        try Files.removeTree(bench.folder.path("out"))
        #expect(try await bench.aurora("build").messages.contains("3 restored"))
        #expect(try Self.outputs(of: bench).mapValues(\.size) == before.mapValues(\.size))
    }

    @Test func onlyAVideoThatWasAlteredIsMadeAgain() async throws {
        let bench = try await Workbench(scenes: ["a", "b"])
        try bench.replace("seed: 3", with: "seed: 4", in: "scenes/b/scene.yaml")
        #expect(try await bench.aurora("build").status == 0)
        let video = try bench.bytes("out/draft/b.mp4")
        try Files.removeTree(bench.folder.path(".aurora"))
        var altered = video
        altered[altered.count / 2] ^= 1
        try bench.folder.write(altered, to: "out/draft/b.mp4")
        let diff = try await bench.aurora("diff", "--json")
        #expect(Self.todo(diff.output) == ["a adopt", "b run"], "\(diff.output)")
        let built = try await bench.aurora("build", "--json")
        #expect(built.output.contains(#""event":"adopted","output":"out/draft/a.mp4""#), "\(built.output)")
        #expect(built.output.split(separator: "\n").count { $0.contains(#""event":"started""#) } == 1)
        #expect(try bench.bytes("out/draft/b.mp4") == video)
    }

    @Test func ofTwoScenesWithOneResultOneVideoIsEnough() async throws {
        let bench = try await Workbench(scenes: ["a", "b"])
        #expect(try await bench.aurora("build").status == 0)
        let video = try bench.bytes("out/draft/b.mp4")
        try Files.removeTree(bench.folder.path(".aurora"))
        try bench.write("out/draft/b.mp4", "scribble")
        let diff = try await bench.aurora("diff", "--json")
        #expect(Self.todo(diff.output) == ["a adopt", "b restore"], "\(diff.output)")
        let built = try await bench.aurora("build")
        #expect(built.messages.contains("1 restored · 1 adopted"), "\(built.messages)")
        #expect(try bench.bytes("out/draft/b.mp4") == video)
    }

    @Test func aLinkOrARecordOfAnotherKeyIsNothingToGoBy() async throws {
        let bench = try await Workbench(scenes: ["a"])
        #expect(try await bench.aurora("build").status == 0)
        try Files.removeTree(bench.folder.path(".aurora"))
        let video = bench.folder.path("out/draft/a.mp4")
        try Files.rename(video, to: bench.folder.path("elsewhere.mp4"))
        #expect(try await bench.run("/bin/ln", "-s", "../../elsewhere.mp4", video).status == 0)
        #expect(Self.todo(try await bench.aurora("diff", "--json").output) == ["a run"])
        try Files.remove(video)
        try Files.rename(bench.folder.path("elsewhere.mp4"), to: video)
        try bench.replace("seed: 3", with: "seed: 4", in: "scenes/a/scene.yaml")
        #expect(Self.todo(try await bench.aurora("diff", "--json").output) == ["a run"])
    }

    @Test func aRenamedInputRewritesTheRecordAlone() async throws {
        let bench = try await Workbench(scenes: ["a"])
        #expect(try await bench.aurora("build").status == 0)
        try Files.rename(bench.folder.path("scenes/a/line.wav"), to: bench.folder.path("scenes/a/speech.wav"))
        try bench.replace("line.wav", with: "speech.wav", in: "scenes/a/scene.yaml")
        let diff = try await bench.aurora("diff")
        #expect(
            diff.output == """
                rewrite the record of a
                  the same result; its inputs are called otherwise

                1 record to rewrite · 0 current

                """)
        let built = try await bench.aurora("build")
        #expect(built.status == 0 && built.output.isEmpty, "\(built.output)")
        #expect(
            built.messages.hasPrefix("[1/1] a: unchanged, its record is rewritten\n1 record rewritten\n"),
            "\(built.messages)")
        #expect(try bench.text("records/draft/ca/a.json").contains("speech.wav"))
    }

    /// What is to be done, `a adopt`.
    private static func todo(_ json: String) -> [String] {
        json.split(separator: "\n").compactMap { line in
            guard let action = value("action", in: line), let todo = value("todo", in: line) else { return nil }
            return "\(action) \(todo)"
        }
    }

    private static func value(_ member: String, in line: Substring) -> Substring? {
        line.firstRange(of: "\"\(member)\":\"").map { line[$0.upperBound...].prefix { $0 != "\"" } }
    }

    private static func outputs(of bench: Workbench) throws -> [String: FileFacts] {
        try bench.everything().filter { $0.key.hasPrefix("out/") }
    }

    private static func stored(in bench: Workbench) throws -> [String] {
        try bench.everything().keys.filter { $0.hasPrefix(".aurora/objects") || $0.hasPrefix(".aurora/actions") }
            .sorted()
    }
}
