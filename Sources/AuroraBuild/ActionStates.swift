import AuroraCore
import AuroraGraph

/// The state of every step of a plan while it is carried out. Owned by the executor; changed nowhere else.
struct ActionStates {
    /// Steps that share one result.
    struct Batch: Sendable {
        let first: PlannedAction
        /// All of them, the first included.
        let steps: [PlannedAction]
    }

    /// How one step of a batch ended.
    enum Ending: Sendable {
        case done(ActionResult, seconds: Double?)
        case failed([Diagnostic])
        case interrupted
    }

    private enum State {
        /// In place before the build began.
        case current(ActionResult)
        case waiting
        case running
        case restored(ActionResult)
        case made(ActionResult, seconds: Double)
        case failed([Diagnostic])
        case skipped
    }

    private let plan: Plan
    private var states: [State]
    private let positions: [ActionID: Int]
    private var batches: ArraySlice<Batch>
    private var hasFailed = false

    init(_ plan: Plan) {
        self.plan = plan
        positions = Dictionary(uniqueKeysWithValues: zip(plan.steps.map(\.action.id), plan.steps.indices))
        states = plan.steps.map { step in
            if case .current(let result) = step.state { .current(result) } else { .waiting }
        }
        let waiting = plan.steps.filter { !$0.state.isCurrent }
        let groups = Dictionary(grouping: waiting, by: \.key)
        var seen: Set<ActionKey> = []
        // What is in the cache comes first: it is there at once.
        let ordered = waiting.filter { !$0.state.mustRun } + waiting.filter { $0.state.mustRun }
        batches =
            ordered.compactMap { step in
                seen.insert(step.key).inserted ? Batch(first: step, steps: groups[step.key] ?? [step]) : nil
            }[...]
    }

    var summary: BuildEvent {
        .planned(
            run: plan.steps.count { $0.state.mustRun },
            restore: plan.steps.count { !$0.state.mustRun && !$0.state.isCurrent },
            current: plan.steps.count { $0.state.isCurrent })
    }

    /// The next batch to start; `nil` if there is none, or if a failure forbids it.
    mutating func startNext(policy: Executor.FailurePolicy) -> Batch? {
        if hasFailed, case .stopStarting = policy { return nil }
        guard let batch = batches.popFirst() else { return nil }
        for step in batch.steps { transition(step, to: .running) }
        return batch
    }

    /// Notes how a step ended, and tells it as an event.
    mutating func end(_ step: PlannedAction, _ ending: Ending) -> BuildEvent {
        let action = step.action
        switch ending {
        case .done(let result, let seconds):
            if let seconds {
                transition(step, to: .made(result, seconds: seconds))
            } else {
                transition(step, to: .restored(result))
            }
            return .finished(name: action.name, output: action.output, seconds: seconds)
        case .failed(let diagnostics):
            hasFailed = true
            transition(step, to: .failed(diagnostics))
            return .failed(name: action.name, diagnostics)
        case .interrupted:
            transition(step, to: .skipped)
            return .skipped(name: action.name)
        }
    }

    /// Gives up what was not started. Returns the names.
    mutating func skipRest() -> [String] {
        let rest = batches.flatMap(\.steps)
        batches = []
        for step in rest { transition(step, to: .skipped) }
        return rest.map(\.action.name)
    }

    func report(isInterrupted: Bool) -> BuildReport {
        BuildReport(
            outcomes: zip(plan.steps, states).map { step, state in
                switch state {
                case .current(let result): (step, .current, result)
                case .restored(let result): (step, .restored, result)
                case .made(let result, let seconds): (step, .made(seconds: seconds), result)
                case .failed(let diagnostics): (step, .failed(diagnostics), nil)
                case .waiting, .running, .skipped: (step, .skipped, nil)
                }
            }, isInterrupted: isInterrupted)
    }

    /// The only place where a state changes.
    private mutating func transition(_ step: PlannedAction, to new: State) {
        guard let position = positions[step.action.id] else { preconditionFailure("a step of another plan") }
        switch (states[position], new) {
        case (.waiting, .running), (.waiting, .skipped), (.running, .restored), (.running, .made), (.running, .failed),
            (.running, .skipped):
            states[position] = new
        default: preconditionFailure("a step cannot go from \(states[position]) to \(new)")
        }
    }
}
