import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraTesting
import Glibc
import Testing

@Suite struct StoreConformanceTests {
    @Test func theDiskContentStoreConforms() throws {
        let folder = try TemporaryFolder()
        try ContentStoreSuite(DiskContentStore(DiskLayout(folder: folder.path(".aurora"))), folder).run()
    }

    @Test func theMemoryContentStoreConforms() throws {
        try ContentStoreSuite(MemoryContentStore(), TemporaryFolder()).run()
    }

    @Test func everyContentStoreCanBeLookedAfter() throws {
        let folder = try TemporaryFolder()
        try ContentUpkeepSuite(DiskContentStore(DiskLayout(folder: folder.path(".aurora"))), folder).run()
        try ContentUpkeepSuite(MemoryContentStore(), TemporaryFolder()).run()
    }

    @Test func theDiskActionCacheConforms() throws {
        let folder = try TemporaryFolder()
        try ActionCacheSuite(DiskActionCache(DiskLayout(folder: folder.path))).run()
    }

    @Test func theDiskActionLocksConform() throws {
        let folder = try TemporaryFolder()
        try ActionLocksSuite(DiskActionLocks(DiskLayout(folder: folder.path))).run()
    }

    @Test func theMemoryActionLocksConform() throws { try ActionLocksSuite(MemoryActionLocks()).run() }

    @Test func theMemoryActionCacheConforms() throws { try ActionCacheSuite(MemoryActionCache()).run() }
}

@Suite struct DamageTests {
    let folder: TemporaryFolder
    let layout: DiskLayout

    init() throws {
        folder = try TemporaryFolder()
        layout = DiskLayout(folder: folder.path(".aurora"))
    }

    @Test func everyFlippedBitOfAnObjectIsFound() throws {
        let store = DiskContentStore(layout)
        let text = "sixteen bytes ok"
        for bit in 0..<(text.utf8.count * 8) {
            let artifact = try store.ingest(movingFrom: folder.write(text, to: "a"))
            var bytes = Array(text.utf8)
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            try overwrite(layout.object(artifact.digest), bytes)
            let quarantine = layout.quarantine(artifact.digest)
            #expect(throws: CacheError.corrupt(artifact.digest, quarantine: quarantine)) {
                try store.materialize(artifact.digest, at: folder.path("out"))
            }
            #expect(try FileFacts.of(folder.path("out")) == nil, "nothing damaged is ever served")
            #expect(try Files.read(quarantine) == bytes, "the damaged bytes are kept as evidence")
            #expect(try store.size(of: artifact.digest) == nil)
        }
    }

    @Test func aTruncatedObjectIsReplacedByIngesting() throws {
        let store = DiskContentStore(layout)
        let artifact = try store.ingest(movingFrom: folder.write("whole", to: "a"))
        try overwrite(layout.object(artifact.digest), Array("who".utf8))
        #expect(try store.ingest(movingFrom: folder.write("whole", to: "a")) == artifact)
        try store.materialize(artifact.digest, at: folder.path("out"))
        #expect(try folder.text(of: "out") == "whole")
    }

    @Test func storedObjectsAreReadOnly() throws {
        let artifact = try DiskContentStore(layout).ingest(movingFrom: folder.write("x", to: "a"))
        var status = stat()
        #expect(stat(layout.object(artifact.digest), &status) == 0)
        #expect(status.st_mode & 0o222 == 0)
    }

    @Test func aDamagedActionEntryCountsAsAbsentAndIsWrittenAgain() throws {
        let cache = DiskActionCache(layout)
        let key = ActionKey(Digest(hashing: "key"))
        try cache.store(Samples.result("a"), for: key)
        let good = try Files.read(layout.action(key))
        for damage in [[], Array(good.dropLast()), good + [0], [UInt8](repeating: 0, count: good.count)] {
            try overwrite(layout.action(key), damage)
            #expect(try cache.result(for: key) == nil)
            try cache.store(Samples.result("a"), for: key)
            #expect(try cache.result(for: key) == Samples.result("a"))
        }
    }

    @Test func anEntryUnderAnotherKeyIsNotBelieved() throws {
        let cache = DiskActionCache(layout)
        let keys = ["one", "two"].map { ActionKey(Digest(hashing: $0)) }
        try cache.store(Samples.result("a"), for: keys[0])
        try Files.write(try Files.read(layout.action(keys[0])), to: layout.action(keys[1]))
        #expect(try cache.result(for: keys[1]) == nil)
    }

    private func overwrite(_ path: String, _ bytes: [UInt8]) throws {
        try Files.remove(path)
        try Files.write(bytes, to: path)
    }
}
