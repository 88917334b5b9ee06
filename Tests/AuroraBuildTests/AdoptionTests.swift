import AuroraBuild
import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraTesting
import Synchronization
import Testing

/// What the engine does about results that only the cache lacks.
@Suite struct AdoptionTests {
    @Test(arguments: [true, false])
    func whatCannotBeTakenInAfterAllIsMade(_ isWhatItSeems: Bool) async throws {
        let folder = try TemporaryFolder()
        let store = DiskContentStore(DiskLayout(folder: folder.path(".aurora")))
        let cache = DiskActionCache(DiskLayout(folder: folder.path(".aurora")))
        let provider = ScriptedProvider(folder)
        let published = Mutex<[String]>([])
        let executor = Executor(
            jobs: 1, failurePolicy: .stopStarting, contentStore: store, actionCache: cache,
            actionLocks: MemoryActionLocks(), provider: { _ in provider },
            adopt: { _, _ in
                guard isWhatItSeems else { return false }
                _ = try store.ingest(movingFrom: folder.write("as recorded", to: "copy"))
                return true
            },
            publish: { keyed, _ in
                published.withLock { $0.append(keyed.action.name) }
                return .unchanged
            })
        let recorded = ActionResult(
            artifact: Artifact(digest: Digest(hashing: "as recorded"), bytes: 11), media: nil, cost: .zero)
        let planner = Planner(
            actionCache: cache, contentStore: store,
            recorded: { _ in
                RecordedAction(key: Self.key, output: recorded.artifact.digest, fields: [:], products: [:])
            }, published: { _ in recorded }, placement: { _, _ in .complete })
        let graph = Samples.graph([Samples.scene("a")])
        let plan = try planner.plan(graph, digest: Samples.digest)
        #expect(plan.steps[0].state == .restore(recorded, .cacheEntry))
        let log = EventLog()
        let report = await executor.execute(plan, observer: log)
        #expect(report.failures.isEmpty && published.withLock { $0 } == ["a"])
        #expect(log.lines.last == (isWhatItSeems ? "adopted a" : "finished a"))
        #expect(provider.started == (isWhatItSeems ? [] : ["a"]))
        #expect(try cache.result(for: Self.key) != nil)
        guard isWhatItSeems else { return }
        let again = try planner.plan(graph, digest: Samples.digest)
        #expect(again.steps[0].state == .current(recorded))
    }

    @Test func whatIsLostKeepsBackOnlyWhatNeedsIt() async throws {
        let folder = try TemporaryFolder()
        let layout = DiskLayout(folder: folder.path(".aurora"))
        let provider = ScriptedProvider(folder)
        let executor = Executor(
            jobs: 1, failurePolicy: .stopStarting, contentStore: DiskContentStore(layout),
            actionCache: DiskActionCache(layout), actionLocks: MemoryActionLocks(), provider: { _ in provider },
            publish: { _, _ in .published })
        let problem = Diagnostic("it is nowhere", hint: "bring it back")
        let planner = Planner(
            actionCache: DiskActionCache(layout), contentStore: DiskContentStore(layout), recorded: { _ in nil },
            pinned: { $0.name == "a" ? .lost([problem], recorded: nil) : nil }, placement: { _, _ in .absent })
        let plan = try planner.plan(
            Samples.graph([Samples.scene("a"), Samples.scene("b", prompt: "Another")]), digest: Samples.digest)
        #expect(plan.summary == PlanSummary(run: 1, mayRun: 0, restore: 0, current: 0, lost: 1) && !plan.isUpToDate)
        let log = EventLog()
        let report = await executor.execute(plan, observer: log)
        #expect(report.failures.map(\.problem) == ["it is nowhere"])
        #expect(log.lines == ["planned 1 0 0", "failed a: it is nowhere", "started b", "finished b"])
    }

    /// Of the scene `a`.
    private static let key: ActionKey = {
        let plan = try? Planner(
            actionCache: MemoryActionCache(), contentStore: MemoryContentStore(), recorded: { _ in nil },
            placement: { _, _ in .absent }
        ).plan(Samples.graph([Samples.scene("a")]), digest: Samples.digest)
        guard let key = plan?.steps[0].keyed?.key else { preconditionFailure("an action of files has a key") }
        return key
    }()
}
