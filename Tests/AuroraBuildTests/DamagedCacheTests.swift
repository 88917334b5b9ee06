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
            jobs: 1, failurePolicy: .stopStarting, contentStore: store, actionCache: cache, provider: { _ in provider },
            publish: { step, result in
                try store.materialize(result.video.digest, at: folder.path(step.action.output))
            })
        let planner = Planner(
            actionCache: cache, contentStore: store, recorded: { _ in nil }, isInPlace: { _, _, _, _ in false })
        let actions = Samples.graph([Samples.scene("a")]).actions
        let first = await executor.execute(try planner.plan(actions, digest: Samples.digest), observer: EventLog())
        let digest = try #require(first.outcomes[0].result).video.digest
        let size = try #require(try store.size(of: digest))
        try Files.remove(layout.object(digest))
        try Files.write([UInt8](repeating: 0, count: Int(size)), to: layout.object(digest))

        let log = EventLog()
        let again = await executor.execute(try planner.plan(actions, digest: Samples.digest), observer: log)
        #expect(provider.started == ["a", "a"])
        #expect(again.failures.isEmpty)
        #expect(log.lines.first == "planned 0 1 0")
        #expect(log.lines.contains { $0.hasPrefix("warned the cache entry `\(digest.short)` is damaged") })
        #expect(try folder.text(of: actions[0].output).hasPrefix("video of "))
    }
}
