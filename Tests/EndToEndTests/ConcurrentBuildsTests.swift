import AuroraCore
import AuroraFiles
import AuroraTesting
import Foundation
import Glibc
import Subprocess
import SystemPackage
import Testing

/// Several builds at once, with the real executable: each action is run once, and nothing is lost.
@Suite(.serialized) struct ConcurrentBuildsTests {
    /// `AURORA_CONCURRENT_ROUNDS=50 swift test --filter ConcurrentBuilds` for a long one.
    private static let rounds =
        ProcessInfo.processInfo.environment["AURORA_CONCURRENT_ROUNDS"].flatMap { Int($0) } ?? 5

    @Test func eightBuildsAtOnceRunEachActionOnce() async throws {
        let bench = try await CountedBench()
        var prompts = ["a": "Say it", "b": "b 0", "c": "c 0", "d/e": "e 0"]
        for (id, prompt) in prompts where id != "a" { try bench.writeScene(id, prompt) }
        var made = 0
        for round in 1...Self.rounds {
            let changed = round == 1 ? prompts.keys.sorted() : [["a", "b"], ["c"], ["d/e", "b", "a"]][round % 3]
            for id in changed {
                prompts[id] = "\(id) in round \(round)"
                try bench.writeScene(id, "\(id) in round \(round)")
            }
            try await bench.commitAll("Change scenes \(round)")
            made += changed.count
            let endings = try await withThrowingTaskGroup(of: Workbench.Ending.self) { group in
                for _ in 0..<8 { group.addTask { try await bench.command.aurora("build") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(endings.allSatisfy { $0.status == 0 }, "round \(round): \(endings.map(\.messages))")
            #expect(try bench.runs.count == made, "round \(round)")
            for (id, prompt) in prompts {
                let video = String(
                    decoding: try bench.command.bytes("out/draft/\(id).mp4").dropFirst(20), as: UTF8.self)
                #expect(video == "\(prompt)\n", "round \(round)")
            }
            #expect(try await bench.git("status", "--porcelain") == "", "round \(round)")
            #expect(try await bench.git("fsck", "--strict") == "", "round \(round)")
            #expect(try Files.names(in: bench.command.folder.path("workspace/.aurora/tmp")) == [], "round \(round)")
        }
        #expect(try await bench.git("rev-list", "--min-parents=2", "HEAD") == "", "history is linear")
        #expect(try await bench.command.aurora("build").messages.contains("nothing to do: 4 videos current"))
        #expect(try await bench.command.aurora("cache", "verify").status == 0)
    }

    @Test func whoWaitsTakesOverFromABuildThatIsKilled() async throws {
        let bench = try await CountedBench()
        try bench.close()
        let killed = try await bench.whileBuilding { process in
            try await bench.untilRuns(1)
            let words = bench.command.folder.path("second.err")
            async let second = bench.command.run(
                "/bin/sh", "-c", "exec \"$0\" build 2> \"$1\"", Workbench.program("aurora"), words, environment: [:])
            let hasSpoken = try await Patience.until { try FileFacts.of(words).map { $0.size > 0 } ?? false }
            try #require(hasSpoken)
            #expect(try bench.runs.count == 1, "the second waits")
            Glibc.kill(process, SIGKILL)
            try await bench.untilRuns(2)
            try bench.open()
            #expect(try await second.status == 0)
            let messages = try bench.command.folder.text(of: "second.err")
            #expect(messages.contains("waiting for a, which process \(process) is making\n"), "\(messages)")
            #expect(messages.components(separatedBy: "waiting for").count == 2, "said once: \(messages)")
        }
        #expect(killed == .signaled(SIGKILL))
        #expect(try await bench.git("status", "--porcelain") == "")
        #expect(try await bench.command.aurora("build").messages.contains("nothing to do"))
        #expect(try Files.names(in: bench.command.folder.path("workspace/.aurora/tmp")) == [])
    }

    @Test func aDraftIsBuiltWhileAnotherProfileTakesLong() async throws {
        let bench = try await CountedBench(profiles: "draft: {provider: mine}, final: {provider: slow}")
        try bench.close()
        let ended = try await bench.whileBuilding(["--profile", "final"]) { _ in
            try await bench.untilRuns(1)
            let draft = try await bench.command.aurora("build")
            #expect(draft.status == 0, "\(draft.messages)")
            #expect(draft.output == "out/draft/a.mp4\n")
            #expect(!draft.messages.contains("waiting"), "\(draft.messages)")
            #expect(try await bench.git("log", "-1", "--format=%s") == "Build 1 scene (draft), $0.00\n")
            let again = try await bench.command.aurora("build")
            #expect(again.messages.contains("nothing to do"), "\(again.messages)")
            try bench.open()
        }
        #expect(ended == .exited(0))
        #expect(try await bench.git("log", "-2", "--format=%s").contains("Build 1 scene (final)"))
        #expect(try await bench.git("status", "--porcelain") == "")
        #expect(try bench.runs.count == 2)
    }

    @Test func twoWorktreesShareOneRun() async throws {
        let bench = try await CountedBench()
        let second = bench.command.folder.path("second")
        _ = try await bench.git("worktree", "add", "--quiet", "-b", "other", second)
        #expect(try await bench.command.aurora("trust", "--yes", "-C", second).status == 0)
        try bench.close()
        async let first = bench.command.aurora("build")
        async let other = bench.command.aurora("build", "-C", second)
        try await bench.untilRuns(1)
        // Long enough for the other to find the lock taken; one that is slower finds the result.
        try await Task.sleep(for: .milliseconds(500))
        try bench.open()
        let endings = try await [first, other]
        #expect(endings.allSatisfy { $0.status == 0 }, "\(endings.map(\.messages))")
        #expect(try bench.runs.count == 1)
        #expect(try Files.read("\(second)/out/draft/a.mp4") == bench.command.bytes("out/draft/a.mp4"))
    }

    @Test(arguments: ["damaged", "of another version", "empty"])
    func anIndexThatCannotBeTrustedIsRebuilt(_ state: String) async throws {
        let bench = try await CountedBench()
        #expect(try await bench.command.aurora("build").status == 0)
        let path = bench.command.folder.path("workspace/.aurora/index")
        var bytes = try Files.read(path)
        switch state {
        case "damaged": bytes[bytes.count / 2] ^= 1
        case "of another version":
            bytes[8] += 1
            let body = bytes.dropLast(Digest.byteCount)
            let digest = Digest(hashing: body)
            bytes =
                body
                + stride(from: 0, to: 64, by: 2).compactMap {
                    UInt8(digest.hexadecimal.dropFirst($0).prefix(2), radix: 16)
                }
        default: bytes = []
        }
        try Files.write(bytes, to: path)
        try Files.removeTree(bench.command.folder.path("workspace/.aurora/snapshots"))
        let again = try await bench.command.aurora("build")
        #expect(again.messages.contains("nothing to do"), "\(again.messages)")
        #expect(try bench.runs.count == 1)
        #expect(try Files.read(path).starts(with: Array("AURORAIX".utf8) + [2, 0, 0, 0]), "it was written anew")
    }
}

/// A workspace in a repository, and a program whose runs can be counted and held up. The provider `slow` always waits
/// until it may go on, `mine` only where there is no other.
private struct CountedBench {
    let command: CommandBench
    private var log: String { command.folder.path("runs") }
    private var gate: String { command.folder.path("closed") }

    init(profiles: String = "draft: {provider: mine}") async throws {
        command = try CommandBench("", words: [])
        let waits = profiles.contains("slow") ? "\"$1\" = slow -a" : ""
        try command.write(
            "tool.sh",
            """
            #!/bin/sh
            cat "$2" >>"\(command.folder.path("runs"))"
            while [ \(waits) -e "\(command.folder.path("closed"))" ]; do sleep 0.05; done
            sleep 0.1
            (printf '\\0\\0\\0\\030ftypisom\\0\\0\\0\\0isom'; cat "$2") >"$3"

            """)
        try command.write(
            "aurora.yaml",
            """
            name: bench
            profile: draft
            profiles: {\(profiles)}
            providers:
              mine: {kind: command, version: "1", run: [./tool.sh, quick, "{prompt}", "{output}"]}
              slow: {kind: command, version: "1", run: [./tool.sh, slow, "{prompt}", "{output}"]}

            """)
        try command.write(".gitignore", "/out/\n/.aurora/\n")
        try await command.git("init", "--quiet", "--initial-branch=main")
        try await command.git("config", "user.name", "Test")
        try await command.git("config", "user.email", "test@example.com")
        try await commitAll("Add a scene")
        #expect(try await command.aurora("trust", "--yes").status == 0)
    }

    func writeScene(_ id: String, _ prompt: String) throws {
        let media = id.contains("/") ? "../" : ""
        try command.write(
            "scenes/\(id).yaml", "image: \(media)a.jpg\naudio: \(media)a.wav\nprompt: \(prompt)\nsettings: {seed: 7}\n")
    }

    func commitAll(_ message: String) async throws {
        try await command.git("add", ".")
        try await command.git("commit", "--quiet", "--message", message)
    }

    func git(_ arguments: String...) async throws -> String {
        let ending = try await command.run("/usr/bin/git", list: arguments)
        try #require(ending.status == 0, "git \(arguments): \(ending.messages)")
        return ending.output + ending.messages
    }

    /// The prompt of each run, in the order in which they began.
    var runs: [String] {
        get throws {
            guard try FileFacts.of(log) != nil else { return [] }
            return String(decoding: try Files.read(log), as: UTF8.self).split(separator: "\n").map(String.init)
        }
    }

    /// Holds up programs that run, and lets them go on.
    func close() throws { try Files.write([], to: gate) }
    func open() throws { try Files.remove(gate) }

    func untilRuns(_ count: Int) async throws {
        let isRunning = try await Patience.until { try runs.count >= count }
        try #require(isRunning, "a program was to start")
    }

    /// Does something while a build runs; returns how the build ended.
    func whileBuilding(_ arguments: [String] = [], _ body: @Sendable @escaping (pid_t) async throws -> Void)
        async throws
        -> TerminationStatus
    {
        try await Subprocess.run(
            .path(FilePath(Workbench.program("aurora"))), arguments: Arguments(["build"] + arguments),
            environment: .inherit.updating([
                "GIT_CONFIG_GLOBAL": "/dev/null", "XDG_STATE_HOME": command.folder.path("state"),
            ]), workingDirectory: FilePath(command.folder.path("workspace")), input: .none, output: .discarded,
            error: .discarded
        ) { execution in
            try await body(execution.processIdentifier.value)
        }.terminationStatus
    }
}
