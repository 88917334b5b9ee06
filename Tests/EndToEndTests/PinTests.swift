import AuroraFiles
import AuroraTesting
import Testing

/// `aurora pin` with the real executable.
@Suite struct PinTests {
    private func bench() async throws -> CommandBench {
        let bench = try CommandBench("(printf '\\0\\0\\0\\030ftypisom\\0\\0\\0\\0isom'; cat \"$1\") > \"$5\"")
        #expect(try await bench.aurora("trust", "--yes").status == 0)
        return bench
    }

    @Test func whatIsPinnedStaysWhateverChanges() async throws {
        let bench = try await bench()
        #expect(try await bench.aurora("build").status == 0)
        #expect(try await bench.aurora("build").messages.contains("nothing to do"))
        let video = try bench.bytes("out/draft/a.mp4")
        let pinned = try await bench.aurora("pin", "a")
        #expect(pinned.output == "pinned a\n", "\(pinned.messages)")
        #expect(try await bench.aurora("pin", "a").output == "pinned a (it was already)\n")
        #expect(try await bench.aurora("pin").output == "a\n")

        try bench.write("scenes/a.jpg", "another picture")
        let diff = try await bench.aurora("diff")
        #expect(diff.output.hasPrefix("pinned a: stays as it is recorded\nno changes"), "\(diff.output)")
        let built = try await bench.aurora("build")
        #expect(built.status == 0 && built.output.isEmpty, "\(built.messages)")
        #expect(try bench.bytes("out/draft/a.mp4") == video)
        #expect(try await bench.aurora("status").output.contains("current  a"))
        #expect(try await bench.aurora("status").output.contains("pinned: out/draft/a.mp4"))
        #expect(try await bench.aurora("explain", "a").output.contains("  pinned: stays as it is recorded"))

        // A file that is gone comes back as it was.
        try Files.remove(bench.folder.path("workspace/out/draft/a.mp4"))
        let restored = try await bench.aurora("build")
        #expect(restored.output == "out/draft/a.mp4\n", "\(restored.messages)")
        #expect(try bench.bytes("out/draft/a.mp4") == video)
        #expect(try await bench.aurora("build").messages.contains("nothing to do"))

        #expect(try await bench.aurora("pin", "--remove", "a").output == "unpinned a\n")
        let none = try await bench.aurora("pin")
        #expect(none.status == 0 && none.output.isEmpty && none.messages == "nothing is pinned\n")
        #expect(try await bench.aurora("build").output == "out/draft/a.mp4\n", "the snapshot notices")
        #expect(try bench.bytes("out/draft/a.mp4") != video)
    }

    @Test func aPinIsCommittedWithItsSceneAndItsRecord() async throws {
        let bench = try await repository()
        try await bench.git("cat-file", "-e", "HEAD:records/pins/draft/a.pin")
        try await bench.git("cat-file", "-e", "HEAD:scenes/a.yaml")
        // The scene goes on, the record stays.
        try bench.write("scenes/a.jpg", "another picture")
        let built = try await bench.aurora("build")
        #expect(built.status == 0 && !built.messages.contains("uncommitted"), "\(built.messages)")
        #expect(try await bench.aurora("pin", "--remove", "a").status == 0)
        #expect(try await bench.aurora("build").status == 0)
        let again = try await bench.aurora("commit", "-m", "Let it go")
        #expect(again.status == 0, "\(again.messages)")
        // HEAD has no pin any more: below that folder it is as empty as git's empty tree.
        try await bench.git(
            "diff", "--quiet", "4b825dc642cb6eb9a060e54bf8d69288fbee4904", "HEAD", "--", "records/pins")
    }

    @Test func whatIsNotInPlaceCannotBePinned() async throws {
        let bench = try await bench()
        let early = try await bench.aurora("pin", "a")
        #expect(early.status == 2)
        #expect(early.messages.contains("there is no record of `a` to pin it to"), "\(early.messages)")
        #expect(try await bench.aurora("build").status == 0)
        try bench.write("out/draft/a.mp4", "edited")
        let edited = try await bench.aurora("pin", "a")
        #expect(edited.status == 2 && edited.messages.contains("is not what its record says"), "\(edited.messages)")
        #expect(try await bench.aurora("pin", "nobody").status == 2)
        #expect(try await bench.aurora("pin", "--remove").status == 2)
    }

    @Test func aPinWhoseBytesAreNowhereFailsByItselfAlone() async throws {
        let bench = try await bench()
        try bench.write("scenes/b.yaml", "image: a.jpg\naudio: a.wav\nprompt: Say another thing\n")
        #expect(try await bench.aurora("build").status == 0)
        #expect(try await bench.aurora("pin", "a").status == 0)
        try Files.removeTree(bench.folder.path("workspace/.aurora"))
        let adopted = try await bench.aurora("build")
        #expect(adopted.status == 0 && adopted.messages.contains("2 adopted"), "\(adopted.messages)")
        // The cache has it again.
        try Files.removeTree(bench.folder.path("workspace/out"))
        #expect(try await bench.aurora("build").messages.contains("2 restored"))
        try Files.removeTree(bench.folder.path("workspace/.aurora"))
        try Files.removeTree(bench.folder.path("workspace/out"))

        let problem = "`a` is pinned, and its file is neither in its place nor in the cache"
        let status = try await bench.aurora("status")
        #expect(status.status == 0 && status.output.hasPrefix("failed   a"), "\(status.messages)")
        #expect(status.output.contains("\(problem)\nmissing  b"), "\(status.output)")
        let diff = try await bench.aurora("diff")
        #expect(
            diff.output.hasPrefix(
                "lost a\n  \(problem)\n  bring `out/draft/a.mp4` back, or run `aurora pin --remove a`\nmake b\n"),
            "\(diff.output)")
        #expect(diff.output.contains("\n1 to make · 1 lost · 0 current · "), "\(diff.output)")
        #expect(try await bench.aurora("diff", "--exit-code").status == 4)
        #expect(try await bench.aurora("graph", "--format", "json").output.contains(#""state":"lost""#))
        #expect(try await bench.aurora("explain", "a").status == 0)
        let lost = try await bench.aurora("build")
        #expect(lost.status == 1 && lost.output == "out/draft/b.mp4\n", "\(lost.output)")
        #expect(lost.messages.contains("[1/2] a: failed: \(problem)\n"), "\(lost.messages)")
        #expect(lost.messages.contains("error: \(problem)\n --> scenes/a.yaml:1:1\n"), "\(lost.messages)")
        #expect(lost.messages.contains("\n1 made · 1 failed · "), "\(lost.messages)")
        #expect(try await bench.aurora("build").status == 1, "it is not forgotten")
        let committed = try await bench.aurora("commit")
        #expect(committed.status == 2 && committed.messages.contains(problem), "\(committed.messages)")
        #expect(try await bench.aurora("pin", "--remove", "a").status == 0)
        #expect(try await bench.aurora("build").output == "out/draft/a.mp4\n")
    }

    @Test func aPinThatCannotBeReadOrIsOfAnotherResultIsTold() async throws {
        let bench = try await bench()
        #expect(try await bench.aurora("build").status == 0)
        #expect(try await bench.aurora("pin", "a").status == 0)
        let zeros = String(repeating: "0", count: 64)
        try bench.write("records/pins/draft/a.pin", "{\"format\":1,\"sha256\":\"\(zeros)\"}\n")
        let other = try await bench.aurora("build")
        #expect(other.status == 1 && other.messages.contains("`a` is pinned to the result 0000000000, and its record"))
        try bench.write("records/pins/draft/a.pin", "nonsense")
        let unreadable = try await bench.aurora("diff")
        #expect(unreadable.status == 0 && unreadable.output.hasPrefix("lost a\n"), "\(unreadable.messages)")
        #expect(unreadable.output.contains("a.pin` is no pin that this version of Aurora can read"))
        #expect(try await bench.aurora("pin", "--remove", "a").status == 0)
        #expect(try await bench.aurora("build").messages.hasPrefix("nothing to do"))
    }

    @Test func verifyHoldsWhatIsPinnedToItsPin() async throws {
        let bench = try await repository()
        let video = try bench.bytes("out/draft/a.mp4")
        try bench.write("scenes/a.jpg", "another picture")
        let sound = try await bench.aurora("verify")
        #expect(sound.output == "sound: 1 record · 1 key · 0 inputs · 1 output · 1 pin\n", "\(sound.output)")
        #expect(try await bench.aurora("verify", "HEAD").output.hasPrefix("sound: 1 record · 1 key · 0 inputs · "))
        #expect(try await bench.aurora("diff", "HEAD").messages.isEmpty, "a pin is no broken record")

        try bench.write("out/draft/a.mp4", "scribble")
        let altered = try await bench.aurora("verify", "a")
        #expect(altered.status == 1)
        #expect(altered.output.hasPrefix("wrong out/draft/a.mp4: has other bytes than it is pinned to\n"))
        #expect(altered.output.contains(", the pin says "), "\(altered.output)")
        try Files.remove(bench.folder.path("workspace/out/draft/a.mp4"))
        #expect(try await bench.aurora("verify").status == 0, "the cache has it")
        try Files.removeTree(bench.folder.path("workspace/.aurora"))
        let lost = try await bench.aurora("verify")
        #expect(
            lost.output.hasPrefix("wrong out/draft/a.mp4: is pinned, and is neither in its place nor in the cache\n"),
            "\(lost.output)")
        try bench.folder.write(video, to: "workspace/out/draft/a.mp4")
        let zeros = String(repeating: "0", count: 64)
        try bench.write("records/pins/draft/a.pin", "{\"format\":1,\"sha256\":\"\(zeros)\"}\n")
        try bench.write("records/pins/draft/b.pin", "{\"format\":1,\"sha256\":\"\(zeros)\"}\n")
        try bench.write("records/pins/draft/c.pin", "nonsense")
        let wrong = try await bench.aurora("verify")
        for told in [
            "a.pin: pins `a` to another result than its record speaks of\n",
            "b.pin: pins `b`, of which there is no record\n",
            "c.pin: is no pin that this version can read\n",
        ] {
            #expect(wrong.output.contains("wrong records/pins/draft/\(told)"), "\(wrong.output)")
        }
    }

    @Test func theLogTellsWhenSomethingWasPinned() async throws {
        let bench = try await repository()
        #expect(try await bench.aurora("pin", "--remove", "a").status == 0)
        #expect(try await bench.aurora("commit", "-m", "Let it go").status == 0)
        let log = try await bench.aurora("log").output
        #expect(log.contains("  Keep it\n    new       a\n    pinned    a\n"), "\(log)")
        #expect(log.contains("  Let it go\n    unpinned  a\n"), "\(log)")
        let detailed = try await bench.aurora("log", "a").output
        #expect(detailed.contains("    pinned a to result "), "\(detailed)")
        let json = try await bench.aurora("log", "--json", "-n", "1").output
        #expect(json.contains(#""pins":[{"change":"unpinned","name":"a","profile":"draft","#), "\(json)")
    }

    @Test func whatAPinOfAnyBranchHoldsIsNotCollected() async throws {
        let bench = try await repository()
        try await bench.git("checkout", "--quiet", "-b", "keep")
        // On that branch, the pin alone still speaks of it.
        try await bench.git("rm", "--quiet", "-r", "records/draft")
        try await bench.git("commit", "--quiet", "--message", "Only the pin")
        try await bench.git("checkout", "--quiet", "main")
        #expect(try await bench.aurora("pin", "--remove", "a").status == 0)
        let video = try bench.bytes("out/draft/a.mp4")
        try bench.write("scenes/a.jpg", "another picture")
        #expect(try await bench.aurora("build").status == 0)
        #expect(try await bench.aurora("commit", "-m", "Go on").status == 0)
        try CacheUpkeepTests.age(bench)
        let kept = try await bench.aurora("gc")
        #expect(kept.output.hasPrefix("nothing to remove: 2 entries kept"), "\(kept.output)")
        try await bench.git("branch", "--quiet", "-D", "keep")
        let gone = try await bench.aurora("gc")
        #expect(gone.output.hasPrefix("removed 1 entry (\(video.count) bytes)"), "\(gone.output)")
    }

    /// A repository with one scene that is built, pinned and committed.
    private func repository() async throws -> CommandBench {
        let bench = try await bench()
        try await bench.git("init", "--quiet", "--initial-branch", "main")
        try await bench.git("config", "user.name", "Baker")
        try await bench.git("config", "user.email", "baker@example.com")
        try bench.write(".gitignore", "out/\n.aurora/\n")
        #expect(try await bench.aurora("build").status == 0)
        #expect(try await bench.aurora("pin", "a").status == 0)
        let committed = try await bench.aurora("commit", "-m", "Keep it")
        #expect(committed.status == 0, "\(committed.messages)")
        return bench
    }
}
