import AuroraFiles
import Testing

/// The main job, through the real executables.
@Suite struct BuildFlowTests {
    @Test func aBuildMakesRecordsAndCommitsOnlyWhatChanged() async throws {
        let bench = try await Workbench(scenes: ["a", "b"])
        try bench.replace("kindly", with: "calmly", in: "scenes/b/scene.yaml")
        try await bench.commitAll()

        let first = try await bench.aurora("build")
        #expect(first.status == 0, "\(first.messages)")
        #expect(first.output == "out/draft/a.mp4\nout/draft/b.mp4\n")
        #expect(try await bench.git("log", "-1", "--format=%s").hasPrefix("Build 2 scenes (draft), $0.00"))
        #expect(try await bench.git("status", "--porcelain") == "")
        #expect(try await bench.git("show", "--name-only", "--format=").split(separator: "\n").count == 2)
        let original = try bench.bytes("out/draft/a.mp4")

        // Again: nothing run, nothing written.
        let before = try bench.everything()
        let second = try await bench.aurora("build")
        #expect(second.status == 0)
        #expect(second.output == "")
        #expect(second.messages == "nothing to do: 2 videos current\n")
        #expect(try bench.everything() == before)
        let unchanged = try await bench.aurora("diff", "--exit-code")
        #expect(unchanged.status == 0 && unchanged.output == "no changes: 2 videos current\n")

        // A comment and another order of keys are no change.
        try bench.write(
            "scenes/a/scene.yaml",
            "# a comment\nsettings: {seed: 3}\nprompt: A baker speaks kindly\naudio: line.wav\nimage: portrait.jpg\n")
        #expect(try await bench.aurora("diff").output == "no changes: 2 videos current\n")

        // One word of a prompt: diff says so, and exactly that scene is made.
        try bench.replace("kindly", with: "earnestly", in: "scenes/a/scene.yaml")
        let changed = try await bench.aurora("diff", "--exit-code")
        #expect(changed.status == 4)
        #expect(
            changed.output.contains("make a\n  prompt: A baker speaks [-kindly-] {+earnestly+}\n"), "\(changed.output)")
        #expect(changed.output.contains("1 to make · 1 current"), "\(changed.output)")
        #expect(try await bench.aurora("build").output == "out/draft/a.mp4\n")

        // Undone: the old video comes from the cache, without a run.
        try bench.replace("earnestly", with: "kindly", in: "scenes/a/scene.yaml")
        let undone = try await bench.aurora("build")
        #expect(undone.messages.contains("a: restored from the cache"), "\(undone.messages)")
        #expect(try bench.bytes("out/draft/a.mp4") == original)
    }

    @Test func anotherSoundOrSettingMakesThatSceneAgainAndDiffSaysSo() async throws {
        let bench = try await Workbench(scenes: ["a", "b"])
        #expect(try await bench.aurora("build").status == 0)

        try bench.folder.write(Wave.firstSeconds(0.8, of: bench.bytes("scenes/a/line.wav")), to: "scenes/a/line.wav")
        let sound = try await bench.aurora("diff")
        #expect(
            sound.output.contains("make a\n  audio: scenes/a/line.wav has other content, 1.2 s → 0.8 s\n"),
            "\(sound.output)")
        #expect(sound.output.contains("1 to make · 1 current"), "\(sound.output)")
        #expect(try await bench.aurora("build").output == "out/draft/a.mp4\n")

        try bench.replace("seed: 3", with: "seed: 4", in: "scenes/b/scene.yaml")
        let setting = try await bench.aurora("diff")
        #expect(setting.output.contains("make b\n  seed: [-3-] → {+4+}\n"), "\(setting.output)")
        #expect(try await bench.aurora("build").output == "out/draft/b.mp4\n")
        #expect(try await bench.aurora("diff").output == "no changes: 2 videos current\n")
    }

    @Test func aRenamedSceneIsNotMadeAgain() async throws {
        let bench = try await Workbench(scenes: ["old"])
        try await bench.commitAll()
        #expect(try await bench.aurora("build").status == 0)
        let video = try bench.bytes("out/draft/old.mp4")

        try await bench.git("mv", "scenes/old", "scenes/new")
        try await bench.git("commit", "--quiet", "--message", "Rename")
        let renamed = try await bench.aurora("build")
        #expect(renamed.messages.contains("new: restored from the cache"), "\(renamed.messages)")
        #expect(try bench.bytes("out/draft/new.mp4") == video)
        #expect(try !bench.exists("out/draft/old.mp4"))
        #expect(try await bench.git("status", "--porcelain") == "")
        let records = try await bench.git("ls-files", "records")
        #expect(records.contains("new.json") && !records.contains("old.json"), "\(records)")
    }

    @Test func theNumberOfJobsDoesNotChangeAByte() async throws {
        let bench = try await Workbench(scenes: ["a", "b"])
        try bench.replace("kindly", with: "calmly", in: "scenes/b/scene.yaml")
        #expect(try await bench.aurora("build", "-j", "1").status == 0)
        let one = try ["a", "b"].map { try bench.bytes("out/draft/\($0).mp4") }
        try Files.removeTree(bench.folder.path(".aurora"))
        try Files.removeTree(bench.folder.path("out"))
        #expect(try await bench.aurora("build", "-j", "2").status == 0)
        #expect(try ["a", "b"].map { try bench.bytes("out/draft/\($0).mp4") } == one)
    }

    @Test func aDamagedOutputIsRestoredAndADamagedCacheEntryMadeAgain() async throws {
        let bench = try await Workbench()
        #expect(try await bench.aurora("build").status == 0)
        let video = try bench.bytes("out/draft/hello.mp4")
        try bench.write("out/draft/hello.mp4", "scribble")
        #expect(try await bench.aurora("build").messages.contains("restored from the cache"))
        #expect(try bench.bytes("out/draft/hello.mp4") == video)

        let object = try #require(bench.everything().keys.first { $0.hasPrefix(".aurora/objects/") })
        try Files.remove(bench.folder.path(object))
        try bench.write(object, String(repeating: "x", count: video.count))
        try Files.remove(bench.folder.path("out/draft/hello.mp4"))
        let rebuilt = try await bench.aurora("build")
        #expect(rebuilt.status == 0, "\(rebuilt.messages)")
        #expect(try bench.bytes("out/draft/hello.mp4") == video)
        #expect(try bench.everything().keys.contains { $0.hasPrefix(".aurora/quarantine/") })
    }
}
