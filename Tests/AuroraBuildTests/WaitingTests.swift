import AuroraBuild
import AuroraCache
import AuroraCore
import AuroraGraph
import AuroraTesting
import AuroraWorkspace
import Testing

/// What the engine does about actions that another process is just running.
@Suite struct WaitingTests {
    private let folder: TemporaryFolder
    private let store = MemoryContentStore()
    private let cache = MemoryActionCache()
    private let locks = MemoryActionLocks()
    private let log = EventLog()
    private let provider: ScriptedProvider
    private let plan: Plan

    init() throws {
        folder = try TemporaryFolder()
        provider = ScriptedProvider(folder)
        plan = try Planner(
            actionCache: cache, contentStore: store, recorded: { _ in nil }, placement: { _, _ in .absent }
        ).plan(Samples.graph(["a", "b"].map { Samples.scene($0, prompt: $0) }), digest: Samples.digest)
    }

    private func build() async -> BuildReport {
        await Executor(
            jobs: 1, failurePolicy: .stopStarting, contentStore: store, actionCache: cache, actionLocks: locks,
            provider: { _ in provider }, publish: { _, _ in .published }
        ).execute(plan, observer: log)
    }

    private func until(_ line: String) async throws {
        let isSaid = try await Patience.until { log.lines.contains(line) }
        try #require(isSaid)
    }

    @Test func othersAreMadeMeanwhileAndTheResultIsTaken() async throws {
        let key = try #require(plan.steps[0].keyed).key
        let lock = try locks.acquire(key)
        async let report = build()
        try await until("finished b")
        let made = try store.ingest(movingFrom: folder.write("of another process", to: "made"))
        try cache.store(ActionResult(artifact: made, media: nil, cost: .zero), for: key)
        _ = consume lock
        #expect(await report.entries[0].result?.artifact == made)
        #expect(
            log.lines == [
                "planned 2 0 0", "waiting a ?", "started b", "finished b", "finished a from the cache",
            ])
        #expect(provider.started == ["b"])
    }

    @Test func whatNobodyFinishedIsTakenOver() async throws {
        let lock = try locks.acquire(try #require(plan.steps[0].keyed).key)
        async let report = build()
        try await until("finished b")
        _ = consume lock
        #expect(await report.failures.isEmpty)
        #expect(provider.started == ["b", "a"])
        #expect(log.lines.filter { $0.hasPrefix("waiting") }.count == 1)
    }

    @Test func waitingCanBeInterrupted() async throws {
        let lock = try locks.acquire(try #require(plan.steps[0].keyed).key)
        let task = Task { await build() }
        try await until("finished b")
        task.cancel()
        let report = await task.value
        #expect(report.isInterrupted)
        #expect(log.lines.last == "skipped a")
        _ = consume lock
    }
}
