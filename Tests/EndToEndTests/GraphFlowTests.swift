import AuroraFiles
import Glibc
import Testing

/// Scenes that are more than one action: speech before the video, a poster and a variant after it.
@Suite struct GraphFlowTests {
    private static let scene = """
        image: portrait.jpg
        speech: {text: Good morning to you., voice: en-us, rate: 1.2}
        prompt: A baker speaks kindly
        poster: {at: 0.3}
        variants: [mov]
        settings: {seed: 3}

        """

    private func bench() async throws -> Workbench {
        let bench = try await Workbench(scenes: ["a"])
        try bench.write("scenes/a/scene.yaml", Self.scene)
        try await bench.commitAll()
        return bench
    }

    private func events(_ text: String, _ kind: String) -> Int {
        text.components(separatedBy: "\"event\":\"\(kind)\"").count - 1
    }

    @Test func aSpokenSceneWithAPosterAndAVariantIsBuiltAndThenStays() async throws {
        let bench = try await bench()
        let before = try await bench.aurora("diff")
        #expect(before.output.contains("make a.speech\n"), "\(before.output)")
        #expect(before.output.contains("its length is not known before its sound is made"), "\(before.output)")
        let first = try await bench.aurora("build")
        #expect(first.status == 0, "\(first.messages)")
        #expect(first.output == "out/draft/a.mp4\nout/draft/a.mov\nout/draft/a.poster.jpg\n")
        #expect(try bench.bytes("out/draft/a.poster.jpg").starts(with: [0xFF, 0xD8]))
        #expect(Array(try bench.bytes("out/draft/a.mov")[4..<12]) == Array("ftypqt  ".utf8))
        #expect(try await bench.git("ls-files", "records").split(separator: "\n").count == 3)
        #expect(try await bench.git("status", "--porcelain") == "")

        let everything = try bench.everything()
        let second = try await bench.aurora("build")
        #expect(second.messages == "nothing to do: 3 files current\n")
        #expect(try bench.everything() == everything)
        #expect(try await bench.aurora("status").output.hasPrefix("current  a "))
        let explained = try await bench.aurora("explain", "a")
        #expect(explained.output.contains("made by a.speech  sha256 "), "\(explained.output)")

        // The same request gives the same bytes, from the text on.
        let outputs = ["a.mp4", "a.mov", "a.poster.jpg"]
        let bytes = try outputs.map { try bench.bytes("out/draft/\($0)") }
        try Files.removeTree(bench.folder.path(".aurora"))
        try Files.removeTree(bench.folder.path("out"))
        #expect(try await bench.aurora("build").status == 0)
        #expect(try outputs.map { try bench.bytes("out/draft/\($0)") } == bytes)
        #expect(try await bench.git("status", "--porcelain") == "")
    }

    @Test func aTextThatSoundsTheSameMakesNothingElse() async throws {
        let bench = try await bench()
        #expect(try await bench.aurora("build").status == 0)
        try bench.replace("Good morning to you.", with: "\"Good  morning to you.\"", in: "scenes/a/scene.yaml")
        let diff = try await bench.aurora("diff", "--json")
        #expect(diff.output.contains("\"action\":\"a\",\"after\":[\"a.speech\"]"), "\(diff.output)")
        let built = try await bench.aurora("build", "--json")
        #expect(events(built.output, "started") == 1, "\(built.output)")
        #expect(built.output.contains("{\"action\":\"a.speech\",\"event\":\"started\"}"))
        #expect(events(built.output, "unchanged") == 2, "its poster and its variant: \(built.output)")
        #expect(try await bench.aurora("diff").output.hasPrefix("no changes"))
    }

    @Test func anotherMomentMakesOnlyThePoster() async throws {
        let bench = try await bench()
        #expect(try await bench.aurora("build").status == 0)
        try bench.replace("at: 0.3", with: "at: 0.5", in: "scenes/a/scene.yaml")
        #expect(try await bench.aurora("build").output == "out/draft/a.poster.jpg\n")
        try bench.replace("at: 0.5", with: "at: 30", in: "scenes/a/scene.yaml")
        let late = try await bench.aurora("build")
        #expect(late.status == 1)
        #expect(late.messages.contains("error: the video is only 1."), "\(late.messages)")
        #expect(late.messages.contains("--> scenes/a/scene.yaml:4:9"), "\(late.messages)")
        // What is no longer asked for goes, with its record.
        try bench.replace("poster: {at: 30}\n", with: "", in: "scenes/a/scene.yaml")
        #expect(try await bench.aurora("build").messages.contains("1 put away"))
        #expect(try !bench.exists("out/draft/a.poster.jpg"))
        #expect(try bench.exists("out/draft/a.mov"))
    }

    @Test func aVideoIsMadeAsWebMToo() async throws {
        let bench = try await bench()
        try bench.replace("variants: [mov]", with: "variants: [webm]", in: "scenes/a/scene.yaml")
        let built = try await bench.aurora("build", "--no-commit")
        #expect(built.output == "out/draft/a.mp4\nout/draft/a.webm\nout/draft/a.poster.jpg\n", "\(built.messages)")
        #expect(Array(try bench.bytes("out/draft/a.webm").prefix(4)) == [0x1A, 0x45, 0xDF, 0xA3])
        let records = try await bench.run("/bin/sh", "-c", "cat records/draft/*/a.webm.json")
        #expect(records.output.contains("\"videoCodec\": \"vp9\""), "\(records.output)")
    }

    @Test func aSceneIsMadeInTheFormatThatItAsksFor() async throws {
        let bench = try await bench()
        func outputs(_ format: String, _ variants: String) async throws -> [String] {
            try bench.write(
                "scenes/a/scene.yaml",
                "image: portrait.jpg\naudio: line.wav\nposter: {at: 0.3}\nvariants: \(variants)\nsettings: {format: \(format)}\n"
            )
            let built = try await bench.aurora("build")
            #expect(built.status == 0, "\(built.messages)")
            #expect(try await bench.aurora("commit").status == 0)
            #expect(try await bench.aurora("verify").status == 0)
            #expect(try await bench.aurora("build").messages.hasPrefix("nothing to do"))
            return try Files.names(in: bench.folder.path("out/draft")).sorted()
        }
        #expect(try await outputs("webm", "[mp4]") == ["a.mp4", "a.poster.jpg", "a.webm"])
        #expect(Array(try bench.bytes("out/draft/a.webm").prefix(4)) == [0x1A, 0x45, 0xDF, 0xA3])
        let variant = try bench.bytes("out/draft/a.mp4")
        let records = try await bench.run("/bin/sh", "-c", "cat records/draft/*/a.json records/draft/*/a.mp4.json")
        for codec in ["vp9", "opus", "h264", "aac"] { #expect(records.output.contains("\"\(codec)\""), "\(codec)") }
        // What was made in another format goes, and nothing else: a name may change hands.
        #expect(try await outputs("mov", "[]") == ["a.mov", "a.poster.jpg"])
        #expect(Array(try bench.bytes("out/draft/a.mov")[4..<12]) == Array("ftypqt  ".utf8))
        #expect(try await outputs("mp4", "[mov]") == ["a.mov", "a.mp4", "a.poster.jpg"])
        #expect(try bench.bytes("out/draft/a.mp4") != variant)
        #expect(try await outputs("mov", "[mp4]") == ["a.mov", "a.mp4", "a.poster.jpg"])
        // The file that a record tells of is not ours any more once somebody has written over it.
        try bench.write("out/draft/a.mov", "my own")
        try bench.write("scenes/a/scene.yaml", "image: portrait.jpg\naudio: line.wav\n")
        #expect(try await bench.aurora("build").status == 0)
        #expect(try bench.text("out/draft/a.mov") == "my own")
    }

    @Test func aVoiceThatIsNotThereIsToldWithThoseThatAre() async throws {
        let bench = try await bench()
        try bench.replace("voice: en-us", with: "voice: en-uss", in: "scenes/a/scene.yaml")
        let refused = try await bench.aurora("build")
        #expect(refused.status == 2)
        #expect(refused.messages.contains("error: there is no voice `en-uss`"), "\(refused.messages)")
        #expect(refused.messages.contains("note: there are af, am"), "\(refused.messages)")
        #expect(refused.messages.contains("hint: did you mean `en-us`?"), "\(refused.messages)")
    }

    @Test func anotherVersionOfTheProgramSpeaksAgain() async throws {
        let bench = try await bench()
        let search = ["PATH": bench.folder.path("bin") + ":/usr/bin:/bin"]
        func install(_ version: String) throws {
            let script = """
                #!/bin/sh
                if [ "$1" = --version ]; then echo 'eSpeak NG text-to-speech: \(version)  Data at: /'; exit; fi
                exec /usr/bin/espeak-ng "$@"

                """
            try bench.write("bin/espeak-ng", script)
            #expect(chmod(bench.folder.path("bin/espeak-ng"), 0o755) == 0)
        }
        try install("1.51")
        #expect(try await bench.aurora("build", environment: search).status == 0)
        for _ in 0..<2 {
            let again = try await bench.aurora("build", environment: search)
            #expect(again.messages.hasPrefix("nothing to do"), "\(again.messages)")
        }
        try install("1.52")
        let upgraded = try await bench.aurora("build", environment: search)
        #expect(upgraded.messages.contains("a.speech: made"), "\(upgraded.messages)")
        #expect(
            upgraded.messages.contains("a: unchanged, its record is rewritten"), "the same sound: \(upgraded.messages)")
    }

    @Test func withoutItsProgramOnlySpeechIsRefused() async throws {
        let bench = try await bench()
        let nowhere = ["PATH": bench.folder.path("nowhere")]
        let refused = try await bench.aurora("diff", environment: nowhere)
        #expect(refused.status == 2)
        #expect(refused.messages.contains("hint: install it with `apt-get install espeak-ng`"), "\(refused.messages)")
        try bench.write("scenes/a/scene.yaml", "image: portrait.jpg\naudio: line.wav\n")
        #expect(try await bench.aurora("diff", environment: nowhere).status == 0)
    }
}
