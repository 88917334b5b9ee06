import AuroraFiles
import AuroraTesting
import Testing

/// `schema`, `doctor` and `completions`.
@Suite struct HousekeepingTests {
    @Test func aNewWorkspaceHasItsSchemas() async throws {
        let bench = Workbench(in: try TemporaryFolder())
        #expect(try await bench.aurora("init", "videos").status == 0)
        let printed = try await bench.aurora("schema", "scene")
        #expect(printed.output.hasPrefix("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\""))
        #expect(try bench.text("videos/.aurora/schema/scene.json") == printed.output)
        try Files.removeTree(bench.folder.path("videos/.aurora"))
        let written = try await bench.aurora("schema", "--write", "-C", "videos")
        #expect(written.output.split(separator: "\n").count == 4)
        #expect(try bench.text("videos/.aurora/schema/scene.json") == printed.output)
        let unknown = try await bench.aurora("schema", "scnee")
        #expect(unknown.status == 2)
        #expect(unknown.messages.contains("did you mean `scene`?"))
        #expect(try await bench.aurora("schema", "--write").messages.contains("aurora init"))
    }

    @Test func theDoctorFindsWhatIsMissing() async throws {
        let bench = try await Workbench()
        let well = try await bench.aurora("doctor", environment: ["RUNWARE_API_KEY": "canary-4711"])
        #expect(well.status == 0, "\(well.output)")
        #expect(well.output.contains("libraries and models, each of the right digest"), "\(well.output)")
        // It tried to start a process and to open a connection. Whether files are closed to it is the kernel's to say.
        #expect(well.output.contains("confined      the renderer's memory, time, programs, network"), "\(well.output)")
        #expect(!well.output.contains("canary") && well.output.contains("from RUNWARE_API_KEY"))
        let before = try bench.everything()

        let engineless = try await bench.aurora("doctor", environment: ["AURORA_ENGINE_DIR": bench.folder.path])
        #expect(engineless.status == 1)
        #expect(engineless.output.contains("problem  engine"), "\(engineless.output)")
        let rendererless = try await bench.aurora("doctor", environment: ["AURORA_RENDER": "/usr/bin/true"])
        #expect(rendererless.status == 1)
        #expect(rendererless.output.contains("must be of one version"), "\(rendererless.output)")
        try bench.write("scenes/hello/scene.yaml", "image: none.jpg")
        let mistaken = try await bench.aurora("doctor", "--json")
        #expect(mistaken.status == 1)
        #expect(mistaken.output.contains(#""state":"problem","subject":"workspace""#), "\(mistaken.output)")
        try await bench.git("config", "user.name", "")
        let nameless = try await bench.aurora("doctor")
        #expect(nameless.output.contains("problem  git"), "\(nameless.output)")
        #expect(try bench.everything().keys.sorted() == before.keys.sorted(), "a look changes nothing")
    }

    @Test func namesAreCompleted() async throws {
        let bench = try await Workbench(scenes: ["hello", "intro"])
        try bench.write("scenes/hello/scene.yaml", "image: portrait.jpg\naudio: line.wav\nprompt: Greet ${name}")
        try bench.write("campaigns/spring.yaml", "scene: ../scenes/hello\nmatrix: {name: [Anna, Ben]}")
        func offered(_ words: String...) async throws -> [String] {
            let word = words[words.count - 1]
            let ending = try await bench.run(
                Workbench.program("aurora"), "---completion", "build", "--",
                word.hasPrefix("draft") ? "--profile" : "positional@0",
                "\(words.count)", "\(word.count)", "aurora", "build", word)
            return ending.output.split(separator: "\n").map(String.init)
        }
        #expect(try await offered("i") == ["intro"])
        #expect(try await offered("sp") == ["spring"])
        #expect(try await offered("spring/") == ["spring/Anna", "spring/Ben"])
        for shell in ["bash", "zsh", "fish"] {
            let script = try await bench.aurora("completions", shell)
            #expect(script.status == 0 && script.output.contains("---completion"), "\(shell)")
        }
        let bash = try await bench.run("/bin/bash", "-n", "-c", try await bench.aurora("completions", "bash").output)
        #expect(bash.status == 0, "\(bash.messages)")
        #expect(try await bench.aurora("completions", "tcsh").messages.contains("choose `bash`, `zsh` or `fish`"))
    }
}
