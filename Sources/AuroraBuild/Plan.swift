package import AuroraCore
package import AuroraGraph

/// What a build will do, for each action in the graph's order. A value: making it changes nothing.
package struct Plan: Sendable {
    package let graph: ActionGraph
    /// One for each action of the graph, at its index.
    package let steps: [PlannedAction]
    /// What records say that actions made, by their keys.
    let recorded: RecordedProducts
    /// Digests of the files among the inputs of pending actions, by path.
    let fileDigests: [String: Digest]

    init(graph: ActionGraph, steps: [PlannedAction], recorded: RecordedProducts, fileDigests: [String: Digest]) {
        precondition(steps.count == graph.actions.count, "a plan says something about every action")
        self.fileDigests = fileDigests
        self.graph = graph
        self.steps = steps
        self.recorded = recorded
    }

    package subscript(id: ActionID) -> PlannedAction { steps[id.index] }

    /// The fields that an action without a record of its own had, as those record who take its product.
    package func recordedFields(of action: Action) -> [String: String]? {
        action.publication == nil ? recorded.fields(of: action, in: graph) : nil
    }

    /// Actions that will run, each key once: two scenes with one key are made by one run.
    package var runs: [PlannedAction] {
        var seen: Set<ActionKey> = []
        return steps.filter { step in
            guard step.state.willRun, let key = step.keyed?.key else { return false }
            return seen.insert(key).inserted
        }
    }

    /// Actions that may run: that depends on what others make.
    package var mayRun: [PlannedAction] { steps.filter(\.state.mayRun) }

    /// Whether building changes nothing at all.
    package var isUpToDate: Bool { steps.allSatisfy { $0.state.isSettled } }
}

/// One action with what is to be done about it.
package struct PlannedAction: Sendable {
    package let action: Action
    /// `nil` as long as an input of it has to be made first.
    package let keyed: KeyedAction?
    package let state: PlanState
    /// Length of the recorded video in milliseconds, where the record was read to decide.
    package let recordedMilliseconds: Int?

    package init(_ keyed: KeyedAction, _ state: PlanState, recordedMilliseconds: Int? = nil) {
        if case .pending = state { preconditionFailure("what has a key waits for nothing") }
        action = keyed.action
        self.keyed = keyed
        self.state = state
        self.recordedMilliseconds = recordedMilliseconds
    }

    package init(_ action: Action, pending: PlanState.Pending, recordedMilliseconds: Int? = nil) {
        self.action = action
        keyed = nil
        state = .pending(pending)
        self.recordedMilliseconds = recordedMilliseconds
    }

    /// One that is pinned to a result that cannot be had.
    package init(_ action: Action, _ keyed: KeyedAction?, lost diagnostics: [Diagnostic]) {
        self.action = action
        self.keyed = keyed
        state = .lost(diagnostics)
        recordedMilliseconds = nil
    }

    private init(leaving step: PlannedAction) {
        action = step.action
        keyed = step.keyed
        state = step.state.isCurrent ? step.state : .unneeded
        recordedMilliseconds = step.recordedMilliseconds
    }

    /// The same action in a plan that does nothing about it.
    var leftAsItIs: PlannedAction { PlannedAction(leaving: self) }
}

/// What is to be done about an action.
package enum PlanState: Sendable, Equatable {
    /// The result is known and everything that shows it is in its place.
    case current(ActionResult)
    /// The result is known; something that shows it has to be put in its place.
    case restore(ActionResult, Restoration = .file)
    /// It will be made.
    case run(RunReason)
    /// It may have to be made: an input has to be made first, and if that turns out as it was, this stays as it is.
    case pending(Pending)
    /// Its bytes are not in the cache, and are needed only if something runs that may run.
    case standby(RunReason)
    /// Its bytes are not in the cache, and nothing needs them.
    case unneeded
    /// It is pinned to a result that cannot be had: nothing is made of it.
    case lost([Diagnostic])

    /// What a pending action waits for.
    package struct Pending: Sendable, Equatable {
        /// Names of the actions that make its inputs.
        package let after: [String]
        /// Whether there is no record of it.
        package let isNew: Bool

        package init(after: [String], isNew: Bool) {
            self.after = after
            self.isNew = isNew
        }
    }

    package var willRun: Bool {
        if case .run = self { true } else { false }
    }

    package var mayRun: Bool {
        switch self {
        case .pending, .standby: true
        case .current, .restore, .run, .unneeded, .lost: false
        }
    }

    /// Whether it is pinned to a result that cannot be had.
    package var isLost: Bool {
        if case .lost = self { true } else { false }
    }

    package var mustBeRestored: Bool {
        if case .restore = self { true } else { false }
    }

    package var isCurrent: Bool {
        if case .current = self { true } else { false }
    }

    /// Whether a build leaves it alone.
    package var isSettled: Bool {
        switch self {
        case .current, .unneeded: true
        case .restore, .run, .pending, .standby, .lost: false
        }
    }
}

/// What of a known result has to be put in its place.
package enum Restoration: Sendable, Hashable {
    /// Its file, and its record if need be: from the cache.
    case file
    /// Its record alone, which calls its inputs otherwise.
    case record
    /// Its bytes in the cache alone: its file is in its place, as its record says, and is taken in.
    case cacheEntry
}

/// Which of the things that show a result are where they belong.
package enum Placement: Sendable {
    /// File and record.
    case complete
    /// The file, without the record that is due.
    case withoutRecord
    case absent
}

/// Why an action has to be run.
package enum RunReason: Sendable, Equatable {
    /// There is no record of it.
    case new
    /// It differs from the recorded one in these fields.
    case changed([FieldChange])
    /// The record is of this very action, but the cache no longer has its result.
    case resultMissing
}

/// A field of a key that differs from the recorded one.
package struct FieldChange: Sendable, Equatable {
    package let name: String
    /// `nil` if the record does not have the field.
    package let old: String?
    /// `nil` if the key no longer has the field.
    package let new: String?

    package init(name: String, old: String?, new: String?) {
        self.name = name
        self.old = old
        self.new = new
    }

    /// The fields that differ, in the key's order; those that are gone come last. Values of `old` are spelled as
    /// `KeyValue.description` does.
    package static func changes(from old: [String: String], to new: [KeyField]) -> [FieldChange] {
        let changed = new.compactMap { field in
            let value = field.value.description
            return old[field.name] == value ? nil : FieldChange(name: field.name, old: old[field.name], new: value)
        }
        let names = Set(new.map(\.name))
        let gone = old.keys.filter { !names.contains($0) }.sorted()
        return changed + gone.map { FieldChange(name: $0, old: old[$0], new: nil) }
    }
}
