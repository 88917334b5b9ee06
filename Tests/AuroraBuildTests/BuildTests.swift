import AuroraBuild
import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraTesting
import AuroraWorkspace
import Synchronization
import Testing

/// The engine: given these scenes and caches, when built, then these events.
@Suite struct BuildTests {
    let folder: TemporaryFolder
    let store = MemoryContentStore()
    let cache = MemoryActionCache()
    /// Keys of the results that are in place, by output.
    let published = Published()

    init() throws { folder = try TemporaryFolder() }

    final class Published: Sendable {
        private let results = Mutex<[String: Digest]>([:])

        func put(_ keyed: KeyedAction, _ result: ActionResult) -> Executor.Publishing {
            guard let output = keyed.action.publication?.output else { return .unchanged }
            return results.withLock {
                let old = $0.updateValue(result.artifact.digest, forKey: output)
                return old == result.artifact.digest ? .unchanged : .published
            }
        }

        func holds(_ action: Action, _ result: ActionResult) -> Bool {
            results.withLock { $0[action.publication?.output ?? ""] == result.artifact.digest }
        }

        var digests: [String: Digest] { results.withLock { $0 } }
        func forget(_ output: String) { results.withLock { $0[output] = nil } }
    }

    private func plan(_ scenes: [Scene], recorded: [String: String]? = nil) throws -> Plan {
        try Planner(
            actionCache: cache, contentStore: store,
            recorded: { _ in
                recorded.map {
                    RecordedAction(
                        key: ActionKey(Digest(hashing: "")), output: Digest(hashing: ""), fields: $0, products: [:])
                }
            },
            placement: { keyed, result in published.holds(keyed.action, result) ? .complete : .absent }
        ).plan(Samples.graph(scenes), digest: Samples.digest)
    }

    private func build(
        _ scenes: [Scene], _ provider: ScriptedProvider, jobs: Int = 1,
        policy: Executor.FailurePolicy = .stopStarting
    ) async throws -> (report: BuildReport, events: [String]) {
        let log = EventLog()
        let executor = Executor(
            jobs: jobs, failurePolicy: policy, contentStore: store, actionCache: cache,
            actionLocks: MemoryActionLocks(), provider: { _ in provider },
            publish: { [published] keyed, result in published.put(keyed, result) })
        return (await executor.execute(try plan(scenes), observer: log), log.lines)
    }

    private func scenes(_ names: String...) -> [Scene] { names.map { Samples.scene($0, prompt: "scene \($0)") } }

    @Test func theFirstBuildMakesEverythingAndTheSecondNothing() async throws {
        let provider = ScriptedProvider(folder)
        let first = try await build(scenes("a", "b"), provider)
        #expect(first.events == ["planned 2 0 0", "started a", "finished a", "started b", "finished b"])
        let second = try await build(scenes("a", "b"), provider)
        #expect(second.events == ["planned 0 0 2"])
        #expect(provider.started == ["a", "b"])
        #expect(try plan(scenes("a", "b")).isUpToDate)
    }

    @Test func onlyTheChangedSceneIsMadeAgain() async throws {
        let provider = ScriptedProvider(folder)
        _ = try await build(scenes("a", "b"), provider)
        _ = try await build([Samples.scene("a", prompt: "other"), Samples.scene("b", prompt: "scene b")], provider)
        #expect(provider.started == ["a", "b", "a"])
        // Undoing it takes the old result from the cache.
        let undone = try await build(scenes("a", "b"), provider)
        #expect(undone.events == ["planned 0 1 1", "finished a from the cache"])
        #expect(provider.started == ["a", "b", "a"])
    }

    @Test func scenesWithOneKeyAreMadeByOneRun() async throws {
        let provider = ScriptedProvider(folder)
        let result = try await build([Samples.scene("a"), Samples.scene("b")], provider, jobs: 2)
        #expect(provider.started == ["a"])
        #expect(result.events == ["planned 2 0 0", "started a", "finished a", "finished b"])
        #expect(published.digests.count == 2)
    }

    @Test func aMissingOutputIsRestoredWithoutARun() async throws {
        let provider = ScriptedProvider(folder)
        _ = try await build(scenes("a"), provider)
        published.forget("out/draft/a.mp4")
        #expect(try await build(scenes("a"), provider).events == ["planned 0 1 0", "finished a from the cache"])
    }

    @Test func aFailureStopsWhatHasNotBegun() async throws {
        let provider = ScriptedProvider(folder, ["a": .fails])
        let result = try await build(scenes("a", "b"), provider)
        #expect(result.events == ["planned 2 0 0", "started a", "failed a: it does not work", "skipped b"])
        #expect(result.report.failures.map(\.problem) == ["it does not work"])
    }

    @Test func keepGoingMakesWhatCanBeMade() async throws {
        let provider = ScriptedProvider(folder, ["a": .fails])
        let result = try await build(scenes("a", "b"), provider, policy: .keepGoing)
        #expect(provider.started == ["a", "b"])
        #expect(result.events.last == "finished b")
    }

    @Test func noMoreThanSoManyRunAtATime() async throws {
        for jobs in 1...3 {
            let provider = ScriptedProvider(folder)
            let names = (0..<8).map { Samples.scene("s\($0)", prompt: "\(jobs) \($0)") }
            _ = try await build(names, provider, jobs: jobs)
            #expect(provider.started.count == 8)
            #expect(provider.mostAtOnce <= jobs)
        }
    }

    @Test func anyNumberOfJobsGivesTheSameOutputs() async throws {
        let names = (0..<6).map { Samples.scene("s\($0)", prompt: "\($0 / 2)") }
        var outputs: [[String: Digest]] = []
        for jobs in 1...4 {
            let fresh = try BuildTests()
            _ = try await fresh.build(names, ScriptedProvider(fresh.folder), jobs: jobs)
            outputs.append(fresh.published.digests)
        }
        #expect(Set(outputs).count == 1)
        #expect(outputs[0].count == 6)
    }

    @Test func anInterruptedBuildKeepsWhatIsDoneAndSaysSo() async throws {
        let provider = ScriptedProvider(folder, ["b": .waits])
        let work = Task { try await build(scenes("a", "b", "c"), provider) }
        while !provider.started.contains("b") { await Task.yield() }
        work.cancel()
        let result = try await work.value
        #expect(result.report.isInterrupted)
        #expect(result.events == ["planned 3 0 0", "started a", "finished a", "started b", "skipped b", "skipped c"])
        #expect(published.digests.keys.sorted() == ["out/draft/a.mp4"])
    }

    @Test func aRunSaysWhy() throws {
        #expect(try plan(scenes("a")).steps[0].state == .run(.new))
        var fields = Dictionary(
            uniqueKeysWithValues: Samples.keyed(scenes("a")[0]).fields.map { ($0.name, $0.value.description) })
        #expect(try plan(scenes("a"), recorded: fields).steps[0].state == .run(.resultMissing))
        fields["quality"] = "80"
        fields["old"] = "x"
        let changes = [
            FieldChange(name: "quality", old: "80", new: "95"), FieldChange(name: "old", old: "x", new: nil),
        ]
        #expect(try plan(scenes("a"), recorded: fields).steps[0].state == .run(.changed(changes)))
    }

    @Test func aCleanRebuildGivesWhatRandomEditsGave() async throws {
        var random = SeededGenerator.fresh()
        let provider = ScriptedProvider(folder)
        for _ in 0..<40 {
            let edited = (0..<4).map { Samples.scene("s\($0)", prompt: "\(Int.random(in: 0...2, using: &random))") }
            _ = try await build(edited, provider, jobs: Int.random(in: 1...3, using: &random))
            let clean = try BuildTests()
            _ = try await clean.build(edited, ScriptedProvider(clean.folder))
            #expect(published.digests == clean.published.digests, "seed \(random.seed)")
            #expect(try plan(edited).isUpToDate, "seed \(random.seed)")
        }
    }
}
