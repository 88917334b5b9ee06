import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraTesting
import Testing

@testable import AuroraSession

@Suite struct CacheCheckTests {
    private let folder: TemporaryFolder
    private let session: Session
    private let store: DiskContentStore

    init() throws {
        folder = try TemporaryFolder(["aurora.yaml": "name: cache\n"])
        let environment = SessionEnvironment(
            variables: [:], executable: folder.path("bin/aurora"), processorCount: 2, now: { 0 },
            timeZoneOffsetMinutes: 0)
        session = try Session.open(folder.path, profile: nil, environment: environment)
        store = DiskContentStore(session.layout)
    }

    @Test func aSoundCacheIsFoundSound() async throws {
        let empty = try await session.checkCache()
        #expect(empty.isSound && empty.objectCount == 0)
        for number in 0..<50 { _ = try store.ingest(movingFrom: folder.write("entry \(number)", to: "x")) }
        try DiskActionCache(session.layout).store(Samples.result("a"), for: ActionKey(Digest(hashing: "key")))
        let check = try await session.checkCache()
        #expect(check.isSound)
        #expect(check.objectCount == 50 && check.checkedCount == 50 && check.resultCount == 1)
        #expect(check.checkedBytes == (0..<50).reduce(0) { $0 + Int64("entry \($1)".utf8.count) })
    }

    /// Flips random bits of random entries: each damaged entry is found, and nothing else.
    @Test func everyFlippedBitIsFound() async throws {
        var random = SeededGenerator.fresh()
        var artifacts: [Artifact] = []
        for number in 0..<200 {
            let bytes = (0..<Int.random(in: 1...5000, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            artifacts.append(
                try store.ingest(movingFrom: folder.write(bytes + Array("\(number)".utf8), to: "x")))
        }
        var flipped: Set<Digest> = []
        while flipped.count < 120 {
            guard let victim = artifacts.randomElement(using: &random), flipped.insert(victim.digest).inserted else {
                continue
            }
            var bytes = try Files.read(session.layout.object(victim.digest))
            bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            try Files.write(bytes, to: session.layout.object(victim.digest))
        }
        let check = try await session.checkCache()
        #expect(Set(check.damaged.map(\.digest)) == flipped, "seed \(random.seed)")
        for entry in check.damaged { #expect(try FileFacts.of(entry.quarantine) != nil) }
        #expect(try Set(store.digests()) == Set(artifacts.map(\.digest)).subtracting(flipped))
        #expect(try await session.checkCache().isSound, "what is damaged is told once")
    }

    @Test func aSampleReadsAPart() async throws {
        for number in 0..<100 { _ = try store.ingest(movingFrom: folder.write("entry \(number)", to: "x")) }
        let check = try await session.checkCache(sample: 0.05)
        #expect(check.objectCount == 100 && check.checkedCount == 5)
    }

    @Test func aDamagedResultIsRemoved() async throws {
        let cache = DiskActionCache(session.layout)
        let key = ActionKey(Digest(hashing: "key"))
        try cache.store(Samples.result("a"), for: key)
        try Files.write(Array("junk".utf8), to: session.layout.action(key))
        let check = try await session.checkCache()
        #expect(check.damagedResults == [key] && check.resultCount == 1)
        #expect(try cache.keys() == [])
    }

    @Test func statisticsCountWhatIsThere() throws {
        _ = try store.ingest(movingFrom: folder.write("twelve bytes", to: "x"))
        try DiskActionCache(session.layout).store(Samples.result("a"), for: ActionKey(Digest(hashing: "key")))
        let statistics = try session.cacheStatistics()
        #expect(statistics.objects == CacheStatistics.Amount(count: 1, bytes: 12))
        #expect(statistics.results.count == 1 && statistics.quarantined.count == 0)
        #expect(statistics.freeBytes > 0)
    }
}
