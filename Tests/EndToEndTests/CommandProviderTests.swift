import AuroraFiles
import AuroraTesting
import Foundation
import Testing

/// Programs of the user's own as providers, with the real executable.
@Suite struct CommandProviderTests {
    /// What a finished MP4 begins with.
    private static let head = #"printf '\0\0\0\030ftypisom\0\0\0\0isom'"#

    @Test func aProgramMakesVideosOfWhatItIsGiven() async throws {
        let bench = try CommandBench("(\(Self.head); cat \"$1\" \"$2\" \"$3\" \"$4\") > \"$5\"")
        #expect(try await bench.aurora("trust", "--yes").status == 0)
        let built = try await bench.aurora("build")
        #expect(built.status == 0, "\(built.messages)")
        #expect(built.output == "out/draft/a.mp4\n")
        let video = String(decoding: try bench.bytes("out/draft/a.mp4").dropFirst(20), as: UTF8.self)
        #expect(
            video == """
                picturesoundSay it
                {
                  "cfgScale": 1.00,
                  "format": "mp4",
                  "quality": 95,
                  "safety": "none",
                  "seed": 7,
                  "size": "480p",
                  "fps": 25
                }

                """)
        let again = try await bench.aurora("build")
        #expect(again.messages.contains("nothing to do"), "\(again.messages)")
        #expect(try Files.names(in: bench.folder.path("workspace/.aurora/tmp")) == [])
    }

    @Test func aProgramSeesNothingButItsOwn() async throws {
        let bench = try CommandBench("env | sort; pwd; find . -type f | sort; cat /proc/self/limits; exit 9")
        try bench.write("scenes/secret.txt", "not for it")
        #expect(try await bench.aurora("trust", "--yes").status == 0)
        let built = try await bench.aurora("build", environment: ["RUNWARE_API_KEY": "rw_CANARY", "LD_X": "y"])
        #expect(built.status == 1)
        // What it printed is bounded; the end is there.
        #expect(built.messages.contains("Max realtime timeout"), "\(built.messages)")
        #expect(built.messages.contains("ended with exit status 9"))
        #expect(built.messages.contains(" --> scenes/a.yaml:1:1"))
        try bench.write(
            "tool.sh",
            """
            #!/bin/sh
            echo $(env | cut -d= -f1 | sort)
            echo $(find . -type f | sort) $(ulimit -c)
            exit 9

            """)
        #expect(try await bench.aurora("trust", "--yes").status == 0)
        let told = try await bench.aurora("build", environment: ["RUNWARE_API_KEY": "rw_CANARY"]).messages
        #expect(told.contains("note: HOME LC_ALL PATH PWD TMPDIR"), "\(told)")
        #expect(
            told.contains(
                "note: ./.aurora/audio.wav ./.aurora/image.jpg ./.aurora/prompt.txt ./.aurora/settings.json ./a.lib ./tool.sh 0"
            ),
            "\(told)")
        #expect(!told.contains("CANARY"))
    }

    @Test(arguments: [
        (script: "exit 0", words: "wrote no video"), (script: ": > \"$5\"", words: "wrote an empty video"),
        (script: "echo text > \"$5\"", words: "wrote something that is not mp4"),
        (script: "ln -s /etc/passwd \"$5\"", words: "something else than a regular file"),
        (script: "mkdir \"$5\"", words: "something else than a regular file"),
        (script: "\(head) > \"$5\"; ln \"$5\" other", words: "a hard link"),
        (script: "kill -9 $$", words: "was ended by signal 9"),
    ])
    func aResultThatCannotBeReliedOnIsRefused(_ example: (script: String, words: String)) async throws {
        let bench = try CommandBench(example.script)
        #expect(try await bench.aurora("trust", "--yes").status == 0)
        let built = try await bench.aurora("build")
        #expect(built.status == 1)
        #expect(built.messages.contains(example.words), "\(built.messages)")
        #expect(built.messages.contains(" --> scenes/a.yaml:1:1"), "\(built.messages)")
        #expect(try Files.names(in: bench.folder.path("workspace/.aurora/tmp")) == [], "nothing is left behind")
        #expect(try Files.names(in: bench.folder.path("workspace/.aurora/actions")) == [])
    }

    @Test func aProgramThatTakesTooLongIsStoppedWithAllItStarted() async throws {
        let times = Self.sleepingTimes()
        // It goes on for days: whoever does not stop it never gets to the next line.
        let bench = try CommandBench(
            "sleep \(times[0]) & setsid sleep \(times[1]) & trap '' TERM; while :; do sleep \(times[2]); done",
            seconds: 1)
        #expect(try await bench.aurora("trust", "--yes").status == 0)
        let built = try await bench.aurora("build")
        #expect(built.status == 1)
        #expect(built.messages.contains("took longer than 1 second"), "\(built.messages)")
        #expect(try Self.sleepers(times) == [])
    }

    @Test(arguments: [SIGKILL, SIGINT])
    func whatAProgramStartedEndsWithAurora(_ signal: Int32) async throws {
        let times = Self.sleepingTimes()
        let bench = try CommandBench("sleep \(times[0]) & setsid sleep \(times[1]) & sleep \(times[2])", seconds: 80000)
        #expect(try await bench.aurora("trust", "--yes").status == 0)
        let build = Task { try await bench.aurora("build") }
        let isAsleep = try await Patience.until { try Self.sleepers(times).count == 3 }
        try #require(isAsleep)
        let program = Workbench.program("aurora")
        let aurora = try Self.processes(program, "build", in: bench.folder.path("workspace"))
        #expect(aurora.count == 1)
        for process in aurora { kill(process, signal) }
        _ = try? await build.value
        // The programs would sleep for days: how soon they end depends on how busy the machine is.
        let isOver = try await Patience.until { try Self.sleepers(times).isEmpty }
        #expect(isOver)
    }

    @Test func onlyWhatTheProgramIsGivenIsInItsKey() async throws {
        let bench = try CommandBench("(\(Self.head); cat \"$1\") > \"$2\"", words: ["{image}", "{output}"])
        #expect(try await bench.aurora("trust", "--yes").status == 0)
        #expect(try await bench.aurora("build").status == 0)
        try bench.write(
            "scenes/a.yaml", "image: a.jpg\naudio: a.wav\nprompt: Say it otherwise\nsettings: {quality: 70}\n")
        #expect(try await bench.aurora("diff", "--exit-code").status == 0)
        let explained = try await bench.aurora("explain", "a").output
        #expect(explained.contains("`prompt`, which the program is not given"), "\(explained)")
        try bench.write("a.lib", "other bytes")
        #expect(try await bench.aurora("diff", "--exit-code").status == 4)
    }

    /// Three numbers of seconds, some days each, that no other test has programs sleep for, not even in another run of
    /// the tests on this machine.
    private static func sleepingTimes() -> [Int] { (0..<3).map { _ in Int.random(in: 1_000_000..<1_000_000_000) } }

    /// The processes that sleep for so long.
    private static func sleepers(_ times: [Int]) throws -> [Int32] {
        try times.flatMap { try processes("sleep", "\($0)") }
    }

    /// Processes with these words on their command line that run (zombies do not).
    static func processes(_ words: String..., in folder: String? = nil) throws -> [Int32] {
        try Files.names(in: "/proc").compactMap { Int32($0) }.filter { number in
            guard let line = try? Files.read("/proc/\(number)/cmdline"), !line.isEmpty else { return false }
            if let folder {
                // The process that watches over programs is called otherwise.
                let name = (try? Files.read("/proc/\(number)/comm")).map { String(decoding: $0, as: UTF8.self) }
                if (try? Files.realPath("/proc/\(number)/cwd")) != folder || name != "aurora\n" { return false }
            }
            return line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) } == words
        }
    }
}

/// A workspace with one scene and one program, `tool.sh`, beside a state folder of its own.
struct CommandBench {
    let folder: TemporaryFolder
    private let bench: Workbench

    init(
        _ script: String, words: [String] = ["{image}", "{audio}", "{prompt}", "{settings}", "{output}"],
        seconds: Int = 600
    ) throws {
        folder = try TemporaryFolder()
        bench = Workbench(in: folder, below: "workspace")
        let quoted = words.map { "\"\($0)\"" }.joined(separator: ", ")
        try write(
            "aurora.yaml",
            """
            name: bench
            profile: draft
            profiles: {draft: {provider: mine}}
            providers:
              mine:
                kind: command
                version: "1"
                run: [./tool.sh, \(quoted)]
                inputs: [a.lib]
                seconds: \(seconds)

            """)
        try write("tool.sh", "#!/bin/sh\n\(script)\n")
        try write("a.lib", "library")
        try write("scenes/a.jpg", "picture")
        try write("scenes/a.wav", "sound")
        try write(
            "scenes/a.yaml", "image: a.jpg\naudio: a.wav\nprompt: Say it\nsettings: {seed: 7, size: 480p}\n")
    }

    func write(_ name: String, _ text: String) throws { try folder.write(text, to: "workspace/\(name)") }
    func bytes(_ name: String) throws -> [UInt8] { try Files.read(folder.path("workspace/\(name)")) }

    /// Runs `git` in the workspace; the test fails if it does.
    func git(_ arguments: String...) async throws { try await git(arguments: arguments) }

    func git(arguments: [String]) async throws {
        let ending = try await bench.run("/usr/bin/git", arguments, [:])
        try #require(ending.status == 0, "git \(arguments): \(ending.messages)")
    }

    /// Runs any program in the workspace.
    func run(
        _ program: String, _ arguments: String..., environment: [String: String] = [:]
    ) async throws -> Workbench.Ending {
        let variables = environment.merging(["XDG_STATE_HOME": folder.path("state")]) { $1 }
        return try await bench.run(program, arguments, variables)
    }

    func aurora(_ arguments: String..., environment: [String: String] = [:]) async throws -> Workbench.Ending {
        try await aurora(arguments, environment: environment)
    }

    func aurora(_ arguments: [String], environment: [String: String]) async throws -> Workbench.Ending {
        let variables = environment.merging(["XDG_STATE_HOME": folder.path("state")]) { $1 }
        return try await bench.run(Workbench.program("aurora"), arguments, variables)
    }

    /// Runs any program in the workspace.
    func run(_ program: String, _ arguments: String...) async throws -> Workbench.Ending {
        try await bench.run(program, arguments, [:])
    }

    func run(_ program: String, list arguments: [String]) async throws -> Workbench.Ending {
        try await bench.run(program, arguments, [:])
    }
}
