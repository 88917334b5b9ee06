import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraTesting
import Glibc
import Synchronization
import Testing

@Suite struct FileIndexTests {
    let folder: TemporaryFolder
    let contained: ContainedFolder

    init() throws {
        folder = try TemporaryFolder()
        contained = try ContainedFolder(folder.path)
    }

    /// An index that knows some files, a sound, a pace and a failure.
    private func filled() throws -> FileIndex {
        for name in ["a", "b/ü", "c"] { try folder.write(name, to: name) }
        let digests = FileDigests(folder: contained, index: FileIndex()) { .max }
        for name in ["a", "b/ü", "c"] { _ = try digests.digest(name) }
        digests.update {
            $0.durations[Digest(hashing: "sound")] = 5120
            $0.renderPace = 300
            $0.failures[ActionKey(Digest(hashing: "key"))] = "no face"
        }
        return try #require(try digests.updatedIndex())
    }

    @Test func savingAndLoadingIsIdentity() throws {
        let index = try filled()
        try index.save(folder.path("index"), staging: folder.path("tmp"))
        #expect(FileIndex.load(folder.path("index")) == index)
    }

    @Test func whatOthersWroteMeanwhileStays() throws {
        let path = folder.path("index")
        try filled().save(path, staging: folder.path("tmp"))
        let mine = FileDigests(folder: contained, index: FileIndex.load(path)) { .max }
        let others = FileDigests(folder: contained, index: FileIndex.load(path)) { .max }
        try folder.write("mine", to: "mine")
        try folder.write("others'", to: "others")
        _ = try mine.digest("mine")
        _ = try others.digest("others")
        mine.update { $0.failures[ActionKey(Digest(hashing: "key"))] = nil }
        others.update { $0.failures[ActionKey(Digest(hashing: "other"))] = "no sound" }
        for digests in [others, mine] {
            let index = try #require(try digests.updatedIndex())
            try index.merged(with: path).save(path, staging: folder.path("tmp"))
        }
        let merged = FileIndex.load(path)
        #expect(Set(merged.files.keys) == ["a", "b/ü", "c", "mine", "others"])
        #expect(merged.failures == [ActionKey(Digest(hashing: "other")): "no sound"])
        #expect(merged.renderPace == 300)
    }

    @Test func whatIsKnownOutlivesADamagedFile() throws {
        let path = folder.path("index")
        let index = try filled()
        try folder.write("no index", to: "index")
        #expect(index.merged(with: path) == index)
    }

    @Test func aDamagedIndexCountsAsEmpty() throws {
        try filled().save(folder.path("index"), staging: folder.path("tmp"))
        let good = try Files.read(folder.path("index"))
        var random = SeededGenerator.fresh()
        for _ in 0..<100 {
            var bad = good
            if Bool.random(using: &random) { bad.removeLast(Int.random(in: 1...good.count, using: &random)) }
            if let position = bad.indices.randomElement(using: &random) { bad[position] ^= 0x40 }
            try Files.write(bad, to: folder.path("index"))
            #expect(FileIndex.load(folder.path("index")) == FileIndex(), "seed \(random.seed)")
        }
    }

    @Test func anUnchangedFileIsNotReadAgain() throws {
        let index = try filled()
        let digests = FileDigests(folder: contained, index: index) { .max }
        // Readable by its facts alone: had it been opened, a file without permission would be an error for anyone
        // but root, so the proof is that nothing new was learnt.
        #expect(try digests.digest("a") == Digest(hashing: "a"))
        #expect(try digests.updatedIndex() == nil)
    }

    @Test func aChangedFileIsReadAgain() throws {
        let digests = FileDigests(folder: contained, index: try filled()) { .max }
        try folder.write("other", to: "a")
        #expect(try digests.digest("a") == Digest(hashing: "other"))
        #expect(try digests.updatedIndex() != nil)
    }

    @Test func aFileThatIsTooFreshIsReadAgainUntilItSettles() throws {
        try folder.write("one", to: "a")
        let changed = try #require(try FileFacts.of(folder.path("a"))).changedNanoseconds
        let now = Mutex(changed + 1000)
        let digests = FileDigests(folder: contained, index: FileIndex()) { now.withLock { $0 } }
        #expect(try digests.digest("a") == Digest(hashing: "one"))
        // Changed within the tick: same facts, other content. The index must not say `one`.
        #expect(try digests.updatedIndex()?.files["a"] == nil)
        now.withLock { $0 = changed + 10_000_000_000 }
        #expect(try digests.updatedIndex()?.files["a"]?.digest == Digest(hashing: "one"))
    }

    @Test func whatLeadsOutHasNoDigest() throws {
        symlink("/etc/passwd", folder.path("link"))
        let digests = FileDigests(folder: contained, index: FileIndex()) { .max }
        #expect(throws: ContainmentError.escapes) { try digests.digest("link") }
        #expect(throws: ContainmentError.missing) { try digests.digest("none") }
    }
}
