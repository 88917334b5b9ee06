import AuroraCore
import AuroraFiles
import Testing

/// Outputs of another time, from the cache.
@Suite struct RestoreTests {
    @Test func everyCommitsOutputsComeBackAndNothingElse() async throws {
        let repository = try await HistoryRepository()
        try repository.bench.write("out/draft/baker.mp4", "mine")
        for commit in repository.plan.commits {
            let id = try repository.id(commit.name)
            let ending = try await repository.aurora(["restore", id])
            #expect(ending.status == 0, "\(ending.messages)")
            let place = "out/.at/\(id.prefix(10))"
            let expected = Dictionary(
                uniqueKeysWithValues: commit.state.map { ("\(place)/\($0.key).mp4", $0.value.content) })
            let paths = ending.output.split(separator: "\n").map(String.init)
            #expect(paths == expected.keys.sorted { Self.parts($0).lexicographicallyPrecedes(Self.parts($1)) })
            let found = try repository.bench.everything().keys.filter { $0.hasPrefix(place) }
            #expect(Set(found) == Set(expected.keys), "\(commit.name)")
            for (path, content) in expected { #expect(try repository.bench.text(path) == content) }
        }
        #expect(try repository.bench.text("out/draft/baker.mp4") == "mine")
        #expect(try await repository.bench.git("status", "--porcelain") == "")
        let again = try await repository.aurora(["restore", "HEAD"])
        #expect(again.messages == "0 restored · 7 there already\n", "\(again.messages)")
    }

    /// Records and cache are all that is needed.
    @Test func aWorkspaceWithMistakesIsRestoredAndVerifiedAllTheSame() async throws {
        let repository = try await HistoryRepository()
        try repository.bench.write("scenes/broken.yaml", "nonsense: [\n")
        let verified = try await repository.aurora(["verify", "HEAD"])
        let sound = try await repository.aurora(["verify", "HEAD~1"])
        #expect(!verified.messages.contains("nonsense") && sound.status == verified.status, "\(verified.messages)")
        let restored = try await repository.aurora(["restore", "HEAD"])
        #expect(restored.status == 0, "\(restored.messages)")
        #expect(restored.output.contains("/draft/baker.mp4\n"))

        // The workspace's own file says where the cache is, and only that counts.
        try Files.removeTree(repository.bench.folder.path("out"))
        let file = "aurora.yaml"
        let before = try repository.bench.text(file)
        try repository.bench.write(file, before + "cach: x\n")
        #expect(try await repository.aurora(["restore", "HEAD"]).status == 0)
        try repository.bench.write(file, before + "cache: {dir: elsewhere}\n")
        #expect(
            try await repository.aurora(["restore", "HEAD", "--to", "other"]).messages.contains("not in the cache"))
        try repository.bench.write(file, before + "cache: {dir: ../elsewhere}\n")
        let refused = try await repository.aurora(["restore", "HEAD"])
        #expect(refused.status == 2 && refused.messages.contains(" --> aurora.yaml:"), "\(refused.messages)")
    }

    @Test func whatTheCacheNoLongerHasIsNamedAndTheRestIsThere() async throws {
        let repository = try await HistoryRepository()
        let state = repository.plan["s3"].state
        let lost = try #require(state["draft/spring/a"]).content
        let damaged = try #require(state["final/intro"]).content
        try Files.remove(repository.bench.folder.path(Self.object(lost)))
        try repository.bench.write(Self.object(damaged), "scribble")
        let commit = try repository.id("s3")
        let objects = try await repository.objects("restore", commit, status: 1)
        let outcomes = Dictionary(
            uniqueKeysWithValues: objects.dropLast().map {
                ("\($0["profile"] ?? "")/\($0["name"] ?? "")", $0["outcome"])
            })
        #expect(outcomes.count == 6)
        for name in state.keys {
            let expected = ["draft/spring/a", "final/intro"].contains(name) ? "lost" : "restored"
            #expect(outcomes[name] as? String == expected, "\(name)")
        }
        #expect(try repository.bench.exists("out/.at/\(commit.prefix(10))/draft/baker.mp4"))
        #expect(try !repository.bench.exists("out/.at/\(commit.prefix(10))/draft/spring/a.mp4"))
        let told = try await repository.aurora(["restore", commit, "spring/a"])
        #expect(told.status == 1)
        let short = commit.prefix(10)
        #expect(
            told.messages == """
                error: the cache no longer has `draft/spring/a` as of `\(commit)`
                note: its SHA-256 is \(Digest(hashing: lost))
                note: it cost $0.22
                hint: run `git worktree add ../at-\(short) \(short)`, and `aurora build -C ../at-\(short) --profile draft`
                0 restored · 1 not in the cache

                """, "\(told.messages)")
    }

    @Test func theFolderCanBeChosenButNotTheBuildsOwn() async throws {
        let repository = try await HistoryRepository()
        let chosen = try await repository.aurora(["restore", "HEAD", "outro", "--to", "else/where"])
        #expect(chosen.output == "else/where/draft/outro.mp4\n", "\(chosen.messages)")
        let profile = try await repository.aurora(["restore", "HEAD", "--profile", "final", "--to", "full"])
        #expect(profile.output == "full/final/intro.mp4\nfull/final/spring/a.mp4\n", "\(profile.messages)")
        for target in ["out", "out/draft", "out/./draft/../draft", "full/../out"] {
            let refused = try await repository.aurora(["restore", "HEAD", "--to", target])
            #expect(refused.status == 2)
            #expect(refused.messages.contains("is where builds put their outputs"), "\(refused.messages)")
        }
        for arguments in [["HEAD", "nobody"], ["HEAD", "--profile", "nothing"], ["nowhere"]] {
            #expect(try await repository.aurora(["restore"] + arguments).status == 2)
        }
        #expect(try !repository.bench.exists("out/draft"))
    }

    @Test func linksInAStrangersWorkspaceLeadNowhere() async throws {
        let repository = try await HistoryRepository()
        let outside = "\(repository.bench.folder.path)-outside"
        try Files.createDirectories(outside)
        defer { try? Files.removeTree(outside) }
        try Files.createDirectories(repository.bench.folder.path("out"))
        try repository.bench.folder.link("out/.at", to: outside)
        let refused = try await repository.aurora(["restore", "HEAD"])
        #expect(refused.status == 2)
        #expect(refused.messages.contains("is a symbolic link, and Aurora writes through none"), "\(refused.messages)")
        #expect(try Files.names(in: outside) == [])
    }

    private static func object(_ content: String) -> String {
        let digest = Digest(hashing: content).hexadecimal
        return ".aurora/objects/\(digest.prefix(2))/\(digest)"
    }

    /// By profile, then name, without the suffix.
    private static func parts(_ path: String) -> [String] {
        let parts = path.dropLast(".mp4".count).split(separator: "/", maxSplits: 4).map(String.init)
        return Array(parts.dropFirst(3))
    }
}
