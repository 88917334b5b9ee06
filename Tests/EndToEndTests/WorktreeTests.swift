import AuroraFiles
import AuroraTesting
import Testing

/// Worktrees of one repository, with the real git and the real executable.
@Suite struct WorktreeTests {
    private static let script = #"(printf '\0\0\0\030ftypisom\0\0\0\0isom'; cat "$1") > "$2""#

    private func repository() async throws -> CommandBench {
        let bench = try CommandBench(Self.script, words: ["{image}", "{output}"])
        try bench.write(".gitignore", "/out/\n/.aurora/\n")
        try await bench.git("init", "--quiet", "--initial-branch=main")
        try await bench.git("config", "user.name", "Test")
        try await bench.git("config", "user.email", "test@example.com")
        try await bench.git("add", ".")
        try await bench.git("commit", "--quiet", "--message", "Add a scene")
        try await bench.git("worktree", "add", "--quiet", "-b", "other", bench.folder.path("second"))
        return bench
    }

    @Test func theSecondWorktreeTakesAllFromTheFirst() async throws {
        let bench = try await repository()
        #expect(try await bench.aurora("trust", "--yes").status == 0)
        #expect(try await bench.aurora("build").output == "out/draft/a.mp4\n")
        // It is not trusted there, and need not be: nothing runs.
        let second = try await bench.aurora("build", "-C", bench.folder.path("second"))
        #expect(second.status == 0, "\(second.messages)")
        #expect(second.messages.contains("1 restored"), "\(second.messages)")
        let files = try (bench.bytes("out/draft/a.mp4"), Files.read(bench.folder.path("second/out/draft/a.mp4")))
        #expect(files.0 == files.1)
        let names = try Files.names(in: bench.folder.path("second/.aurora"))
        #expect(!names.contains("objects") && !names.contains("actions"), "\(names)")
    }

    @Test func aStatedCacheFolderWins() async throws {
        let bench = try await repository()
        #expect(try await bench.aurora("trust", "--yes").status == 0)
        #expect(try await bench.aurora("build").status == 0)
        let file = "second/aurora.yaml"
        try bench.folder.write(bench.folder.text(of: file) + "cache: {dir: .cache}\n", to: file)
        let second = try await bench.aurora("build", "-C", bench.folder.path("second"))
        #expect(second.status == 3, "there is nothing to restore: \(second.messages)")
    }

    @Test(arguments: [
        "gitdir: ../workspace/.git\n", "gitdir: ../workspace/.git/worktrees/second\n", "gitdir: /\n", "x",
    ])
    func aGitFileOfAStrangersMakingOpensNothing(_ content: String) async throws {
        let bench = try await repository()
        #expect(try await bench.aurora("trust", "--yes").status == 0)
        #expect(try await bench.aurora("build").status == 0)
        for name in ["aurora.yaml", "tool.sh", "a.lib", "scenes/a.yaml", "scenes/a.jpg", "scenes/a.wav"] {
            try bench.folder.write(try bench.bytes(name), to: "evil/\(name)")
        }
        try bench.folder.write(content, to: "evil/.git")
        let config = try bench.folder.text(of: "evil/aurora.yaml")
        try bench.folder.write("git: {commit: all}\n" + config, to: "evil/aurora.yaml")
        let evil = try await bench.aurora("diff", "-C", bench.folder.path("evil"))
        #expect(evil.output.contains("make a"), "\(evil.output) \(evil.messages)")
        let head = try await bench.run("/usr/bin/git", "rev-parse", "HEAD").output
        #expect(try await bench.aurora("trust", "-C", bench.folder.path("evil"), "--yes").status == 0)
        _ = try await bench.aurora("build", "-C", bench.folder.path("evil"))
        #expect(try Files.names(in: bench.folder.path("evil/out/draft")) == ["a.mp4"], "it is built all the same")
        #expect(try await bench.run("/usr/bin/git", "rev-parse", "HEAD").output == head, "nothing is committed")
    }
}
