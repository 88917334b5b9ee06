import AuroraFiles
import AuroraTesting
import Testing

/// A build commits records and leaves everything else of the user's repository alone.
@Suite struct UserWorkTests {
    @Test func stagedUnstagedAndUntrackedWorkStaysAsItIs() async throws {
        let bench = try await Workbench()
        try bench.write("notes.txt", "one\n")
        try bench.write("both.txt", "one\n")
        try await bench.commitAll()
        // Staged, changed after staging, unstaged, untracked, executable.
        try bench.write("staged.txt", "staged\n")
        try bench.write("both.txt", "two\n")
        try await bench.git("add", "staged.txt", "both.txt")
        try await bench.git("update-index", "--chmod=+x", "staged.txt")
        try bench.write("both.txt", "three\n")
        try bench.write("notes.txt", "changed\n")
        try bench.write("untracked.txt", "untracked\n")
        let index = try await bench.git("ls-files", "--stage")
        let staged = try await bench.git("diff", "--cached")
        let unstaged = try await bench.git("diff")
        let status = try await bench.git("status", "--porcelain")

        let built = try await bench.aurora("build")
        #expect(built.status == 0, "\(built.messages)")
        #expect(built.messages.contains("committed 1 file"), "\(built.messages)")

        let after = try await bench.git("ls-files", "--stage").split(separator: "\n")
        #expect(after.filter { !$0.contains("records/") }.joined(separator: "\n") + "\n" == index)
        #expect(try await bench.git("diff", "--cached") == staged)
        #expect(try await bench.git("diff") == unstaged)
        #expect(try await bench.git("status", "--porcelain") == status)
        #expect(try await bench.git("fsck", "--strict") == "")
        let committed = try await bench.git("show", "--name-only", "--format=")
        #expect(committed.split(separator: "\n").allSatisfy { $0.hasPrefix("records/") }, "\(committed)")
    }

    @Test func aRecordWhoseSceneIsNotInHeadIsNamedAndCommittedWithIt() async throws {
        let bench = try await Workbench(scenes: ["known"])
        try await bench.commitAll()
        try bench.addScene("fresh", prompt: "Somebody new")
        let built = try await bench.aurora("build")
        #expect(built.status == 0)
        #expect(built.messages.contains("fresh.json: `scenes/fresh/scene.yaml` is not in HEAD"), "\(built.messages)")
        #expect(built.messages.contains("`aurora commit`"))
        #expect(try await bench.git("ls-files", "records").contains("known.json"))
        #expect(try await !bench.git("ls-files", "records").contains("fresh.json"))

        let committed = try await bench.aurora("commit", "-m", "Add the fresh scene")
        #expect(committed.status == 0, "\(committed.messages)")
        let files = try await bench.git("show", "--name-only", "--format=%s")
        #expect(files.contains("Add the fresh scene"))
        for name in ["fresh.json", "scenes/fresh/scene.yaml", "scenes/fresh/portrait.jpg", "scenes/fresh/line.wav"] {
            #expect(files.contains(name), "\(files)")
        }
        #expect(try await bench.git("status", "--porcelain") == "")
    }

    @Test func anUnbornBranchIsLeftUnbornUntilTheUserCommits() async throws {
        let bench = try await Workbench()
        let built = try await bench.aurora("build")
        #expect(built.status == 0)
        #expect(built.messages.contains("is not in HEAD"), "\(built.messages)")
        #expect(try await bench.aurora("commit").status == 0)
        #expect(try await bench.git("rev-list", "--count", "HEAD") == "1\n")
        #expect(try await bench.git("symbolic-ref", "HEAD") == "refs/heads/main\n")
    }

    @Test func onADetachedHeadTheCommitIsMadeThereAndSaid() async throws {
        let bench = try await Workbench()
        try await bench.commitAll()
        let main = try await bench.git("rev-parse", "main")
        try await bench.git("checkout", "--quiet", "--detach")
        let built = try await bench.aurora("build")
        #expect(built.messages.contains("on a detached HEAD"), "\(built.messages)")
        #expect(try await bench.git("rev-parse", "main") == main)
        #expect(try await bench.git("rev-parse", "HEAD~1") == main)
    }

    @Test func withoutARepositoryVideosAreMadeAllTheSame() async throws {
        let bench = try await Workbench(isRepository: false)
        let built = try await bench.aurora("build", environment: ["GIT_CEILING_DIRECTORIES": "/"])
        #expect(built.status == 0, "\(built.messages)")
        #expect(built.messages.contains("the workspace is in no git repository"), "\(built.messages)")
        #expect(try bench.exists("out/draft/hello.mp4"))
    }
}
