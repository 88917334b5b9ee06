import AuroraCore
import AuroraGraph

/// The state of every step of a plan while it is carried out. Owned by the executor; changed nowhere else.
///
/// An action is asked for by the plan, or by one that needs its bytes. It waits until the keys of its inputs' makers
/// have products, so that it has a key itself; then it is queued, and started when there is room. Steps that share a
/// key are one batch.
struct ActionStates {
    /// Steps that share one result.
    struct Batch: Sendable {
        let first: KeyedAction
        /// All of them, the first included.
        let steps: [KeyedAction]

        var place: WorkPlace { first.action.work.place }
    }

    /// How one step of a batch ended.
    enum Ending: Sendable {
        case made(ActionResult, seconds: Double)
        case restored(ActionResult, Restoration)
        /// The result was there, and in its place.
        case unchanged(ActionResult)
        case failed([Diagnostic])
        case interrupted
        /// It has to be made, and the bytes of these inputs are not there.
        case starved([ActionID])
    }

    enum State {
        /// Nobody has asked for it yet.
        case dormant
        /// Waits for so many inputs to end: for their digests or their bytes.
        case waiting(Int)
        case queued
        case running
        /// In place before the build began.
        case current(ActionResult)
        /// In place, as was found out during the build.
        case unchanged(ActionResult)
        case restored(ActionResult, Restoration)
        case made(ActionResult, seconds: Double)
        case failed([Diagnostic])
        case blocked(by: [String])
        case skipped
    }

    private let plan: Plan
    private(set) var states: [State]
    private var keyed: [KeyedAction?]
    /// For each step those that wait for it.
    private var waiters: [Int: [Int]] = [:]
    private var queue = BatchQueue()
    private var hasFailed = false
    /// Steps whose bytes were there and then were not; a second time is an error.
    private var remade: Set<Int> = []
    /// What there is to tell before anything is begun: what is lost, and what that keeps back.
    private(set) var firstEvents: [BuildEvent] = []

    init(_ plan: Plan) {
        self.plan = plan
        keyed = plan.steps.map(\.keyed)
        states = plan.steps.map { step in
            switch step.state {
            case .current(let result): .current(result)
            case .lost(let diagnostics): .failed(diagnostics)
            case .restore, .run, .pending, .standby, .unneeded: .dormant
            }
        }
        for (index, step) in plan.steps.enumerated() {
            switch step.state {
            case .current, .unneeded, .standby: continue
            case .lost(let diagnostics): firstEvents.append(.failed(name: step.action.name, diagnostics))
            case .restore, .run, .pending: firstEvents += ask(for: index)
            }
        }
    }

    /// Whether nothing more is to be started, because of a failure.
    func hasStopped(_ policy: Executor.FailurePolicy) -> Bool {
        if case .stopStarting = policy { hasFailed } else { false }
    }

    /// The next batch to start at a place; `nil` if there is none, or if a failure forbids it.
    mutating func startNext(at place: WorkPlace, policy: Executor.FailurePolicy) -> Batch? {
        guard !hasStopped(policy), let indices = queue.popNext(at: place) else { return nil }
        for index in indices { transition(index, to: .running) }
        let steps = indices.compactMap { keyed[$0] }
        return Batch(first: steps[0], steps: steps)
    }

    /// Notes how the steps of a batch ended. Returns what there is to tell.
    mutating func end(_ batch: Batch, _ endings: [Ending]) -> [BuildEvent] {
        var events: [BuildEvent] = []
        for (step, ending) in zip(batch.steps, endings) { events += end(step.action.id.index, ending) }
        let followers = queue.end(batch.first.key, at: batch.place)
        guard case .failed(let diagnostics)? = endings.first else { return events }
        // What does not work for one does not work for the others of its key.
        for follower in queue.drop(batch.first.key, followers) {
            transition(follower, to: .running)
            events += end(follower, .failed(diagnostics))
        }
        return events
    }

    /// Gives up what was not started. Returns what there is to tell.
    mutating func skipRest() -> [BuildEvent] {
        states.indices.compactMap { index in
            switch states[index] {
            case .waiting, .queued:
                transition(index, to: .skipped)
                return .skipped(name: plan.steps[index].action.name, blockedBy: [])
            default: return nil
            }
        }
    }

    func report(isInterrupted: Bool) -> BuildReport {
        BuildReport(
            entries: plan.steps.indices.map { index in
                let (outcome, result): (BuildReport.Outcome, ActionResult?) =
                    switch states[index] {
                    case .current(let result), .unchanged(let result): (.current, result)
                    case .restored(let result, let restoration): (.restored(restoration), result)
                    case .made(let result, let seconds): (.made(seconds: seconds), result)
                    case .failed(let diagnostics): (.failed(diagnostics), nil)
                    case .blocked(let names): (.blocked(by: names), nil)
                    case .dormant: (.unneeded, nil)
                    case .waiting, .queued, .running, .skipped: (.skipped, nil)
                    }
                return BuildReport.Entry(
                    step: plan.steps[index], keyed: keyed[index], outcome: outcome, result: result)
            }, isInterrupted: isInterrupted)
    }
}

// MARK: - Asking and waiting

extension ActionStates {
    /// Has an action done that was not asked for before, or whose bytes are gone.
    private mutating func ask(for index: Int) -> [BuildEvent] {
        guard !plan.steps[index].state.mustBeRestored else { return wait(index, for: []) }
        // Without a key, it waits for what has no digest; with one, only for bytes that will come anyway.
        let awaited = producers(of: index).filter { states[$0].isUnderWay || keyed[index] == nil && product($0) == nil }
        return wait(index, for: awaited)
    }

    private mutating func wait(_ index: Int, for awaited: [Int]) -> [BuildEvent] {
        let failed = awaited.filter { states[$0].hasFailed }
        guard failed.isEmpty else { return block(index, by: failed) }
        guard !awaited.isEmpty else {
            enqueue(index)
            return []
        }
        transition(index, to: .waiting(awaited.count))
        for producer in awaited { waiters[producer, default: []].append(index) }
        return []
    }

    private mutating func enqueue(_ index: Int) {
        if keyed[index] == nil { keyed[index] = key(of: index) }
        guard let key = keyed[index]?.key else { preconditionFailure("a queued action has a key") }
        transition(index, to: .queued)
        let step = plan.steps[index]
        let lane: BatchQueue.Lane = step.state.mustBeRestored ? .restore : step.state.mayRun ? .goOn : .run
        queue.push(index, key, lane, at: step.action.work.place)
    }

    /// The key of an action whose inputs are all there now.
    private func key(of index: Int) -> KeyedAction {
        KeyedAction(plan.steps[index].action) { path in
            guard let digest = plan.fileDigests[path] else { preconditionFailure("every file was hashed") }
            return digest
        } product: { id in
            guard let maker = keyed[id.index], let digest = product(id.index) else {
                preconditionFailure("an action is keyed when its inputs are there")
            }
            return (maker, digest)
        }
    }

    private func producers(of index: Int) -> [Int] {
        var found: [Int] = []
        for producer in plan.steps[index].action.inputs.compactMap(\.input.producer?.index)
        where !found.contains(producer) { found.append(producer) }
        return found
    }

    /// The digest that a step's product has for those who take it.
    private func product(_ index: Int) -> Digest? {
        guard let keyed = keyed[index] else { return nil }
        return plan.recorded[keyed] ?? states[index].result?.artifact.digest
    }
}

// MARK: - Ending

extension ActionStates {
    private mutating func end(_ index: Int, _ ending: Ending) -> [BuildEvent] {
        let action = plan.steps[index].action
        switch ending {
        case .made(let result, let seconds):
            transition(index, to: .made(result, seconds: seconds))
            release(index)
            return [.finished(name: action.name, output: action.publication?.output, seconds: seconds)]
        case .restored(let result, let restoration):
            transition(index, to: .restored(result, restoration))
            release(index)
            let output = action.publication?.output
            return switch restoration {
            case .file: [.finished(name: action.name, output: output, seconds: nil)]
            case .record: [.rewritten(name: action.name)]
            case .cacheEntry: [.adopted(name: action.name, output: output)]
            }
        case .unchanged(let result):
            transition(index, to: .unchanged(result))
            release(index)
            return [.unchanged(name: action.name)]
        case .failed(let diagnostics):
            hasFailed = true
            transition(index, to: .failed(diagnostics))
            return [.failed(name: action.name, diagnostics)] + blockWaiters(of: index)
        case .interrupted:
            transition(index, to: .skipped)
            return [.skipped(name: action.name, blockedBy: [])]
        case .starved(let missing): return starve(index, of: missing.map(\.index))
        }
    }

    /// Lets those go on that wait for a step.
    private mutating func release(_ index: Int) {
        for waiter in waiters.removeValue(forKey: index) ?? [] {
            guard case .waiting(let count) = states[waiter] else { continue }
            if count > 1 { transition(waiter, to: .waiting(count - 1)) } else { enqueue(waiter) }
        }
    }

    /// Has inputs made whose bytes are not there, before a step is tried again.
    private mutating func starve(_ index: Int, of missing: [Int]) -> [BuildEvent] {
        var events: [BuildEvent] = []
        for producer in missing where !states[producer].isUnderWay && !states[producer].hasFailed {
            if states[producer].result != nil, !remade.insert(producer).inserted {
                let name = plan.steps[producer].action.name
                return end(
                    index, .failed([Diagnostic("the result of `\(name)` is lost again", hint: "check the disk")]))
            }
            events += ask(for: producer)
        }
        return events + wait(index, for: missing)
    }

    /// Gives up what waits for a step that failed, and what waits for that in turn.
    private mutating func blockWaiters(of index: Int) -> [BuildEvent] {
        (waiters.removeValue(forKey: index) ?? []).flatMap { waiter -> [BuildEvent] in
            guard case .waiting = states[waiter] else { return [] }
            return block(waiter, by: [index])
        }
    }

    private mutating func block(_ index: Int, by failed: [Int]) -> [BuildEvent] {
        var names: [String] = []
        for producer in failed {
            if case .blocked(let earlier) = states[producer] {
                names += earlier
            } else {
                names.append(plan.steps[producer].action.name)
            }
        }
        transition(index, to: .blocked(by: names))
        return [.skipped(name: plan.steps[index].action.name, blockedBy: names)] + blockWaiters(of: index)
    }

    /// The only place where a state changes.
    private mutating func transition(_ index: Int, to new: State) {
        switch (states[index], new) {
        case (.dormant, .waiting), (.dormant, .queued), (.dormant, .blocked), (.waiting, .waiting), (.waiting, .queued),
            (.waiting, .blocked), (.waiting, .skipped), (.queued, .running), (.queued, .skipped), (.running, .restored),
            (.running, .unchanged), (.running, .made), (.running, .failed), (.running, .skipped),
            // Its inputs' bytes are not there: they are made first.
            (.running, .waiting), (.running, .blocked), (.running, .queued),
            // Its own bytes have gone since: it is made again.
            (.current, .waiting), (.current, .queued), (.unchanged, .waiting), (.unchanged, .queued),
            (.restored, .waiting), (.restored, .queued), (.made, .waiting), (.made, .queued):
            states[index] = new
        default: preconditionFailure("a step cannot go from \(states[index]) to \(new)")
        }
    }
}

extension ActionStates.State {
    /// Whether it will end by itself.
    fileprivate var isUnderWay: Bool {
        switch self {
        case .waiting, .queued, .running: true
        default: false
        }
    }

    fileprivate var hasFailed: Bool {
        switch self {
        case .failed, .blocked: true
        default: false
        }
    }

    fileprivate var result: ActionResult? {
        switch self {
        case .current(let result), .unchanged(let result), .restored(let result, _), .made(let result, _): result
        default: nil
        }
    }
}
