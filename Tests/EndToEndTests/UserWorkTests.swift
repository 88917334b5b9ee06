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

    @Test func aRenamedSceneIsCommittedAsOne() async throws {
        let bench = try await Workbench(scenes: ["old", "kept"])
        try await bench.commitAll()
        #expect(try await bench.aurora("build").status == 0)
        // As in a file manager: git hears of it by `aurora commit` alone.
        try Files.rename(bench.folder.path("scenes/old"), to: bench.folder.path("scenes/new"))
        #expect(try await bench.aurora("build").status == 0)

        let committed = try await bench.aurora("commit", "-m", "Rename a scene")
        #expect(committed.status == 0, "\(committed.messages)")
        #expect(try await bench.git("status", "--porcelain") == "")
        let files = try await bench.git("ls-files")
        #expect(files.contains("scenes/new/scene.yaml") && files.contains("new.json"), "\(files)")
        #expect(!files.contains("scenes/old") && !files.contains("old.json"), "\(files)")
    }

    @Test func aTakeThatIsNoLongerAskedForGoesWithItsRecord() async throws {
        let bench = try await Workbench(scenes: ["folder/hello"])
        try bench.replace("seed: 3", with: "seed: 3, takes: 2", in: "scenes/folder/hello/scene.yaml")
        try await bench.commitAll()
        #expect(try await bench.aurora("build").status == 0)
        #expect(try await bench.git("ls-files", "records").contains("folder/hello.t2.json"))
        try bench.replace("seed: 3, takes: 2", with: "seed: 3", in: "scenes/folder/hello/scene.yaml")
        try await bench.commitAll()
        #expect(try await bench.aurora("build").status == 0)
        #expect(try !bench.exists("out/draft/folder/hello.t2.mp4"))
        #expect(try await !bench.git("ls-files", "records").contains("hello.t2.json"))
        #expect(try await bench.git("status", "--porcelain") == "")
        #expect(try await bench.aurora("build").messages == "nothing to do: 1 video current\n")
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

/// States of a repository in which nothing can be committed: the videos are made all the same.
@Suite struct RefusedCommitTests {
    @Test func settingsFromTheCommandLineAreNotCommitted() async throws {
        let bench = try await Workbench()
        try await bench.commitAll()
        let head = try await bench.git("rev-parse", "HEAD")
        let built = try await bench.aurora("build", "--set", "quality=50")
        #expect(built.status == 0)
        #expect(built.messages.contains("records are not committed: no file holds what `--set` says"))
        #expect(try await bench.git("rev-parse", "HEAD") == head)
    }

    @Test func aMergeInProgressIsLeftAlone() async throws {
        let bench = try await Workbench()
        try await bench.commitAll()
        try await bench.git("checkout", "--quiet", "-b", "side")
        try bench.write("notes.txt", "side\n")
        try await bench.commitAll()
        try await bench.git("checkout", "--quiet", "main")
        try await bench.git("merge", "--no-commit", "--no-ff", "side")
        let index = try await bench.git("ls-files", "--stage")
        let built = try await bench.aurora("build")
        #expect(built.status == 0, "\(built.messages)")
        #expect(built.messages.contains("a merge is in progress"), "\(built.messages)")
        #expect(try await bench.git("ls-files", "--stage") == index)
        #expect(try bench.exists("out/draft/hello.mp4"))
    }

    @Test func aRepositoryThatCannotBeReadIsAnErrorAfterTheVideosAreMade() async throws {
        let bench = try await Workbench()
        try await bench.commitAll()
        try bench.write(".git/HEAD", "neither a branch nor a commit\n")
        let built = try await bench.aurora("build")
        #expect(built.status == 1)
        #expect(try bench.exists("out/draft/hello.mp4"), "\(built.messages)")
    }

    @Test func whereNothingCanBeRememberedOneCanStillLook() async throws {
        let bench = try await Workbench()
        #expect(try await bench.aurora("build").status == 0)
        try Files.removeTree(bench.folder.path(".aurora/index"))
        // A folder in the index's place can be neither read nor replaced, not even by root.
        try bench.write(".aurora/index/in-the-way", "")
        #expect(try await bench.aurora("status").output.hasPrefix("current"))
        #expect(try await bench.aurora("diff").status == 0)
    }
}
