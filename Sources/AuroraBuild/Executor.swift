package import AuroraCache
package import AuroraCore

/// Carries out a plan: runs what must be run, at most `jobs` at a time, and publishes every result as soon as it is
/// there, so that an interrupted build loses nothing that was finished.
package struct Executor: Sendable {
    /// What to do after a failure.
    package enum FailurePolicy: Sendable {
        /// Let running actions end; start no others.
        case stopStarting
        /// Do everything that can still be done.
        case keepGoing
    }

    /// How many actions may run at a time; at least 1.
    package let jobs: Int
    package let failurePolicy: FailurePolicy
    private let contentStore: any ContentStore
    private let actionCache: any ActionCache
    private let provider: @Sendable (PlannedAction) -> any Provider
    /// Puts video and record of a result where they belong.
    private let publish: @Sendable (PlannedAction, ActionResult) async throws -> Void

    package init(
        jobs: Int, failurePolicy: FailurePolicy, contentStore: any ContentStore, actionCache: any ActionCache,
        provider: @escaping @Sendable (PlannedAction) -> any Provider,
        publish: @escaping @Sendable (PlannedAction, ActionResult) async throws -> Void
    ) {
        precondition(jobs >= 1, "a build needs a job to run")
        self.jobs = jobs
        self.failurePolicy = failurePolicy
        self.contentStore = contentStore
        self.actionCache = actionCache
        self.provider = provider
        self.publish = publish
    }

    package func execute(_ plan: Plan, observer: some BuildObserver) async -> BuildReport {
        var states = ActionStates(plan)
        let observer = SerialObserver(observer)
        observer.observe(states.summary)
        await withTaskGroup(of: (ActionStates.Batch, [ActionStates.Ending]).self) { group in
            var running = 0
            while true {
                while running < jobs, !Task.isCancelled, let batch = states.startNext(policy: failurePolicy) {
                    running += 1
                    if batch.first.state.mustRun { observer.observe(.started(name: batch.first.action.name)) }
                    group.addTask { (batch, await carryOut(batch, observer)) }
                }
                guard let (batch, endings) = await group.next() else { break }
                running -= 1
                for (step, ending) in zip(batch.steps, endings) { observer.observe(states.end(step, ending)) }
            }
        }
        for name in states.skipRest() { observer.observe(.skipped(name: name)) }
        return states.report(isInterrupted: Task.isCancelled)
    }

    /// Takes the one result of a batch from the cache, or makes it, and publishes it for each of its steps.
    private func carryOut(_ batch: ActionStates.Batch, _ observer: SerialObserver) async
        -> [ActionStates.Ending]
    {
        do {
            if case .restore(let result) = batch.first.state {
                do throws(CacheError) { return try await publish(batch, result, seconds: nil) } catch {
                    // What is stored cannot be used, and was put aside: the result is made again.
                    for diagnostic in error.diagnostics { observer.observe(.warned(diagnostic)) }
                }
            }
            let made = try await run(batch.first, observer)
            return try await publish(batch, made.result, seconds: made.seconds)
        } catch {
            let interrupted = error is CancellationError || Task.isCancelled
            return batch.steps.map { interrupted ? .interrupted : .failed(Self.diagnostics(for: error, $0)) }
        }
    }

    /// Publishes a result for each step of a batch. A step that fails does not keep the others from theirs; only what
    /// is wrong with the stored result itself is thrown.
    private func publish(_ batch: ActionStates.Batch, _ result: ActionResult, seconds: Double?) async throws(CacheError)
        -> [ActionStates.Ending]
    {
        var endings: [ActionStates.Ending] = []
        for step in batch.steps {
            do {
                try await publish(step, result)
                endings.append(.done(result, seconds: seconds))
            } catch let error as CacheError {
                throw error
            } catch { endings.append(.failed(Self.diagnostics(for: error, step))) }
        }
        return endings
    }

    private func run(_ step: PlannedAction, _ observer: SerialObserver) async throws
        -> (result: ActionResult, seconds: Double)
    {
        let clock = ContinuousClock()
        let start = clock.now
        let request = ProviderRequest(action: step.action, key: step.key, inputs: step.inputs)
        let video = try await provider(step).run(request) { observer.observe(.progressed(name: step.action.name, $0)) }
        let artifact = try contentStore.ingest(movingFrom: video.path)
        let result = ActionResult(video: artifact, media: video.media, cost: video.cost)
        try actionCache.store(result, for: step.key)
        return (result, (clock.now - start) / .seconds(1))
    }

    private static func diagnostics(for error: any Error, _ step: PlannedAction) -> [Diagnostic] {
        if let convertible = error as? any DiagnosticConvertible { return convertible.diagnostics }
        return [Diagnostic("\(error)", at: step.action.span)]
    }
}
