import AuroraBuild
import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraTesting
import Testing

/// What the engine does about a stored result that turns out to be unusable.
@Suite struct DamagedCacheTests {
    @Test func aDamagedResultIsMadeAgainAndSaid() async throws {
        let folder = try TemporaryFolder()
        let layout = DiskLayout(folder: folder.path(".aurora"))
        let store = DiskContentStore(layout)
        let cache = DiskActionCache(layout)
        let provider = ScriptedProvider(folder)
        let executor = Executor(
            jobs: 1, failurePolicy: .stopStarting, contentStore: store, actionCache: cache,
            actionLocks: MemoryActionLocks(), provider: { _ in provider },
            publish: { keyed, result in
                let output = try #require(keyed.action.publication?.output)
                try store.materialize(result.artifact.digest, at: folder.path(output))
                return .published
            })
        let planner = Planner(
            actionCache: cache, contentStore: store, recorded: { _ in nil }, placement: { _, _ in .absent })
        let graph = Samples.graph([Samples.scene("a")])
        let first = await executor.execute(try planner.plan(graph, digest: Samples.digest), observer: EventLog())
        let digest = try #require(first.entries[0].result).artifact.digest
        let size = try #require(try store.size(of: digest))
        try Files.remove(layout.object(digest))
        try Files.write([UInt8](repeating: 0, count: Int(size)), to: layout.object(digest))

        let log = EventLog()
        let again = await executor.execute(try planner.plan(graph, digest: Samples.digest), observer: log)
        #expect(provider.started == ["a", "a"])
        #expect(again.failures.isEmpty)
        #expect(log.lines.first == "planned 0 1 0")
        #expect(log.lines.contains { $0.hasPrefix("warned the cache entry `\(digest.short)` is damaged") })
        #expect(try folder.text(of: "out/draft/a.mp4").hasPrefix("video of "))
    }
}
