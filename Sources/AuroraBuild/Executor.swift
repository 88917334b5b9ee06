package import AuroraCache
package import AuroraCore
package import AuroraGraph

/// Carries out a plan: runs what must be run, at most `jobs` at a time here and `tasks` at a service, and publishes every result as soon as it is
/// there, so that an interrupted build loses nothing that was finished.
///
/// What depends on other actions gets its key when they have ended, and is looked up in the cache then: if it is there,
/// nothing is run. Whoever runs an action holds its lock; who finds it held does other things meanwhile, and looks in the
/// cache again from time to time.
package struct Executor: Sendable {
    /// What to do after a failure.
    package enum FailurePolicy: Sendable {
        /// Let running actions end; start no others.
        case stopStarting
        /// Do everything that can still be done.
        case keepGoing
    }

    /// What publishing a result came to.
    package enum Publishing: Sendable {
        case published
        /// The file was in its place, the record was not.
        case recorded
        /// Everything was in its place.
        case unchanged
    }

    /// How many actions may run on this machine at a time; at least 1.
    package let jobs: Int
    /// How many may be under way at a service at a time, besides those; at least 1.
    package let tasks: Int
    package let failurePolicy: FailurePolicy
    /// What the plan leaves out, since it is known to be in order.
    private let untouched: UntouchedOutputs
    private let contentStore: any ContentStore
    private let actionCache: any ActionCache
    private let actionLocks: any ActionLocks
    private let provider: @Sendable (Action) -> any Provider
    /// Puts file and record of a published action's result where they belong.
    private let publish: @Sendable (KeyedAction, ActionResult) async throws -> Publishing
    /// Takes the file of a published action into the store, if it has the bytes of this result. Returns whether it has.
    private let adopt: @Sendable (KeyedAction, ActionResult) throws -> Bool

    package init(
        jobs: Int, tasks: Int = Self.usualTasks, failurePolicy: FailurePolicy, contentStore: any ContentStore,
        actionCache: any ActionCache, actionLocks: any ActionLocks, untouched: UntouchedOutputs = .none,
        provider: @escaping @Sendable (Action) -> any Provider,
        adopt: @escaping @Sendable (KeyedAction, ActionResult) throws -> Bool = { _, _ in false },
        publish: @escaping @Sendable (KeyedAction, ActionResult) async throws -> Publishing
    ) {
        precondition(jobs >= 1 && tasks >= 1, "a build needs a job to run")
        self.jobs = jobs
        self.tasks = tasks
        self.failurePolicy = failurePolicy
        self.untouched = untouched
        self.contentStore = contentStore
        self.actionCache = actionCache
        self.actionLocks = actionLocks
        self.provider = provider
        self.adopt = adopt
        self.publish = publish
    }

    /// As many as the hosted API's makers advise.
    package static let usualTasks = 4

    private func limit(at place: WorkPlace) -> Int {
        switch place {
        case .thisMachine: jobs
        case .service: tasks
        }
    }

    package func execute(_ plan: Plan, observer: some BuildObserver) async -> BuildReport {
        var states = ActionStates(plan)
        let observer = SerialObserver(observer)
        observer.observe(.planned(plan.summary.adding(untouched)))
        for event in states.firstEvents { observer.observe(event) }
        var waiting = WaitingBatches()
        await withTaskGroup(of: (ActionStates.Batch, Attempt).self) { group in
            var running: [WorkPlace: Int] = [:]
            while true {
                for place in WorkPlace.allCases {
                    while running[place, default: 0] < limit(at: place), !Task.isCancelled,
                        !states.hasStopped(failurePolicy),
                        let batch = waiting.next(at: place) ?? states.startNext(at: place, policy: failurePolicy)
                    {
                        running[place, default: 0] += 1
                        group.addTask { (batch, await carryOut(batch, plan, observer)) }
                    }
                }
                guard let (batch, attempt) = await group.next() else { break }
                switch attempt {
                case .ended(let endings):
                    running[batch.place, default: 0] -= 1
                    for event in states.end(batch, endings) { observer.observe(event) }
                case .madeElsewhere(let process):
                    running[batch.place, default: 0] -= 1
                    if waiting.isNew(batch) {
                        observer.observe(.waiting(name: batch.first.action.name, process: process))
                    }
                    let pause = waiting.pause(before: batch)
                    group.addTask {
                        // An interrupt cuts it short.
                        try? await Task.sleep(for: pause)
                        return (batch, .waited)
                    }
                case .waited: waiting.add(batch)
                }
            }
        }
        while let batch = waiting.next() {
            for event in states.end(batch, batch.steps.map { _ in .interrupted }) { observer.observe(event) }
        }
        for event in states.skipRest() { observer.observe(event) }
        return states.report(isInterrupted: Task.isCancelled).adding(untouched)
    }

    /// What came of trying to carry out a batch.
    private enum Attempt: Sendable {
        case ended([ActionStates.Ending])
        /// A process is just making its result.
        case madeElsewhere(process: Int?)
        /// It may be there now.
        case waited
    }

    /// Takes the one result of a batch from the cache, or makes it, and publishes it for each of its steps.
    private func carryOut(_ batch: ActionStates.Batch, _ plan: Plan, _ observer: SerialObserver) async -> Attempt {
        do {
            if let endings = try await publishStored(batch, plan, observer) { return .ended(endings) }
            guard !batch.first.isRecorded else {
                let name = PrintableText.sanitized(batch.first.action.name)
                throw DiagnosticsError([
                    Diagnostic(
                        "`\(name)` is pinned, and its result is no longer in the cache", at: batch.first.action.span,
                        hint: "bring its file back, or run `aurora pin --remove \(name)`")
                ])
            }
            guard let lock = try actionLocks.acquire(batch.first.key) else {
                return .madeElsewhere(process: actionLocks.holder(of: batch.first.key))
            }
            // Another process may have ended it since that look.
            if let endings = try await publishStored(batch, plan, observer) { return .ended(endings) }
            let endings = try await make(batch, plan, observer)
            _ = consume lock
            return .ended(endings)
        } catch {
            let interrupted = error is CancellationError || Task.isCancelled
            return .ended(
                batch.steps.map { interrupted ? .interrupted : .failed(Self.diagnostics(for: error, $0)) })
        }
    }

    /// Publishes the result that the cache has for a batch; `nil` if it has none that can be used.
    private func publishStored(_ batch: ActionStates.Batch, _ plan: Plan, _ observer: SerialObserver) async throws
        -> [ActionStates.Ending]?
    {
        var restoration = Restoration.file
        var found = try stored(batch.first.key, actionCache, contentStore)
        if found == nil {
            found = try takeBack(batch, plan)
            restoration = .cacheEntry
        }
        guard let result = found, plan.recorded.accept(result, of: batch.first) else { return nil }
        observer.observe(.restoring(name: batch.first.action.name))
        do throws(CacheError) { return try await publish(batch, result, as: restoration) } catch {
            // What is stored cannot be used, and was put aside: the result is made again.
            for diagnostic in error.diagnostics { observer.observe(.warned(diagnostic)) }
            return nil
        }
    }

    private func make(_ batch: ActionStates.Batch, _ plan: Plan, _ observer: SerialObserver) async throws
        -> [ActionStates.Ending]
    {
        let (inputs, missing) = try bytes(of: batch.first, plan.graph)
        guard missing.isEmpty else { return batch.steps.map { _ in .starved(missing) } }
        observer.observe(.started(name: batch.first.action.name))
        let request = ProviderRequest(
            action: batch.first.action, key: batch.first.key, inputs: inputs, recorded: plan.recorded[batch.first])
        do {
            let made = try await run(request, observer)
            return try await publish(batch, made.result, madeIn: made.seconds)
        } catch let error as CacheError {
            guard let lost = producer(of: error.digest, batch.first, inputs) else { throw error }
            for diagnostic in error.diagnostics { observer.observe(.warned(diagnostic)) }
            return batch.steps.map { _ in .starved([lost]) }
        }
    }

    /// Has the cache take a result back from where it is published, if it is the cache alone that lacks it.
    private func takeBack(_ batch: ActionStates.Batch, _ plan: Plan) throws -> ActionResult? {
        for step in batch.steps {
            guard case .restore(let result, .cacheEntry) = plan[step.action.id].state, try adopt(step, result) else {
                continue
            }
            try actionCache.store(result, for: step.key)
            return result
        }
        return nil
    }

    /// Publishes a result for each step of a batch, of which `seconds` were spent to make it, or which was there and
    /// is told `as` what it was. A step that fails does not keep the others from theirs; only what is wrong with the
    /// stored result itself is thrown.
    private func publish(
        _ batch: ActionStates.Batch, _ result: ActionResult, madeIn seconds: Double? = nil,
        as restoration: Restoration = .file
    ) async throws(CacheError) -> [ActionStates.Ending] {
        var endings: [ActionStates.Ending] = []
        for step in batch.steps {
            do {
                let publishing = step.action.publication == nil ? .unchanged : try await publish(step, result)
                if let seconds {
                    endings.append(.made(result, seconds: seconds))
                    continue
                }
                switch (publishing, restoration) {
                case (.published, _): endings.append(.restored(result, .file))
                case (_, .cacheEntry): endings.append(.restored(result, .cacheEntry))
                case (.recorded, _): endings.append(.restored(result, .record))
                case (.unchanged, _): endings.append(.unchanged(result))
                }
            } catch let error as CacheError {
                throw error
            } catch { endings.append(.failed(Self.diagnostics(for: error, step))) }
        }
        return endings
    }

    private func run(_ request: ProviderRequest, _ observer: SerialObserver) async throws
        -> (result: ActionResult, seconds: Double)
    {
        let clock = ContinuousClock()
        let start = clock.now
        let file = try await provider(request.action).run(request) {
            observer.observe(.progressed(name: request.action.name, $0))
        }
        for warning in file.warnings { observer.observe(.warned(warning)) }
        let artifact: Artifact
        switch file.place {
        case .file(let path): artifact = try contentStore.ingest(movingFrom: path)
        case .store(let stored): artifact = stored
        }
        let result = ActionResult(artifact: artifact, media: file.media, cost: file.cost, paid: file.paid)
        try actionCache.store(result, for: request.key)
        return (result, (clock.now - start) / .seconds(1))
    }

    private static func diagnostics(for error: any Error, _ step: KeyedAction) -> [Diagnostic] {
        if let convertible = error as? any DiagnosticConvertible { return convertible.diagnostics }
        return [Diagnostic("\(error)", at: step.action.span)]
    }
}

// MARK: - Inputs

extension Executor {
    /// Where the bytes of an action's inputs are, and the makers of those that are nowhere.
    private func bytes(of keyed: KeyedAction, _ graph: ActionGraph) throws
        -> (inputs: [String: InputBytes], missing: [ActionID])
    {
        var found: [String: InputBytes] = [:]
        var missing: [ActionID] = []
        for input in keyed.inputs {
            switch (input.input, input.maker) {
            case (.file(let file), _): found[input.field] = .file(file, input.digest)
            case (.product(let id, let suffix, let span), let maker?):
                if let result = try stored(maker.key, actionCache, contentStore),
                    result.artifact.digest == input.digest || !graph[id].work.isPinned
                {
                    found[input.field] = .stored(result.artifact, suffix: suffix, span: span)
                } else if !missing.contains(id) {
                    missing.append(id)
                }
            case (.product, nil): preconditionFailure("a product has a maker")
            }
        }
        return (found, missing)
    }

    /// Who makes the input whose stored bytes these were.
    private func producer(of digest: Digest, _ keyed: KeyedAction, _ inputs: [String: InputBytes]) -> ActionID? {
        keyed.inputs.first { input in
            input.maker != nil && inputs[input.field]?.digest == digest
        }?.maker?.id
    }
}
