import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraTesting
import Testing

@Suite struct GarbageCollectorTests {
    private let folder: TemporaryFolder
    private let layout: DiskLayout
    private let store: DiskContentStore
    private let cache: DiskActionCache

    init() throws {
        folder = try TemporaryFolder()
        layout = DiskLayout(folder: folder.path(".aurora"))
        store = DiskContentStore(layout)
        cache = DiskActionCache(layout)
    }

    @Test func onlyWhatNobodyNeedsGoes() throws {
        let needed = try make("needed")
        let paid = try make("paid", cost: Cost(microDollars: 980_000))
        let idle = try make("idle")
        let needs = GarbageCollector.Needs(digests: [needed], storedSince: .max)
        let trial = try GarbageCollector(layout, needs: needs).collect(isTrial: true)
        #expect(try Set(store.digests()) == [needed, paid, idle], "a trial removes nothing")
        let harvest = try GarbageCollector(layout, needs: needs).collect(isTrial: false)
        #expect(trial == harvest)
        #expect(harvest.removedObjects == 1 && harvest.removedBytes == 4 && harvest.removedResults == 1)
        #expect(harvest.keptObjects == 2 && harvest.paidObjects == 1)
        #expect(try Set(store.digests()) == [needed, paid])
        #expect(try cache.result(for: key("idle")) == nil)
        #expect(try cache.result(for: key("needed")) != nil)
        #expect(try GarbageCollector(layout, needs: needs).collect(isTrial: false).isEmpty, "once is enough")
    }

    @Test func whatIsYoungStays() throws {
        let young = try make("young")
        let moment = try #require(try FileFacts.of(layout.object(young))).modifiedNanoseconds
        let needs = GarbageCollector.Needs(digests: [], storedSince: moment)
        #expect(try GarbageCollector(layout, needs: needs).collect(isTrial: false).isEmpty)
        let later = GarbageCollector.Needs(digests: [], storedSince: moment + 1)
        #expect(try GarbageCollector(layout, needs: later).collect(isTrial: true).removedObjects == 1)
    }

    @Test func findingSomethingMakesItYoung() throws {
        let digest = try make("found again")
        let before = try #require(try FileFacts.of(layout.object(digest))).modifiedNanoseconds
        while try FileFacts.of(folder.write("tick", to: "clock"))?.modifiedNanoseconds ?? 0 <= before {}
        _ = try store.ingest(movingFrom: folder.write("found again", to: "x"))
        #expect(try #require(try FileFacts.of(layout.object(digest))).modifiedNanoseconds > before)
    }

    @Test func aResultThatSomebodyRefersToOutlivesItsBytes() throws {
        let digest = try make("speech")
        try store.remove(digest)
        let needs = GarbageCollector.Needs(digests: [digest], storedSince: .max)
        #expect(try GarbageCollector(layout, needs: needs).collect(isTrial: false).isEmpty)
        #expect(try cache.result(for: key("speech")) != nil)
    }

    @Test func evidenceOfDamageGoesWithTime() throws {
        try folder.write("bad", to: ".aurora/quarantine/\(Digest(hashing: "x").hexadecimal)")
        let needs = GarbageCollector.Needs(digests: [], storedSince: .max)
        #expect(try GarbageCollector(layout, needs: needs).collect(isTrial: false).removedQuarantined == 1)
        #expect(try Files.names(in: layout.quarantine) == [])
    }

    private func key(_ content: String) -> ActionKey { ActionKey(Digest(hashing: "key of \(content)")) }

    private func make(_ content: String, cost: Cost = .zero) throws -> Digest {
        let artifact = try store.ingest(movingFrom: folder.write(content, to: "new"))
        let sample = Samples.result(content)
        try cache.store(ActionResult(artifact: artifact, media: sample.media, cost: cost), for: key(content))
        return artifact.digest
    }
}
