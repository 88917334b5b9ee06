package import AuroraCore
package import AuroraGraph

/// What a build will do, for each action in the graph's order. A value: making it changes nothing.
package struct Plan: Sendable {
    package let steps: [PlannedAction]

    package init(steps: [PlannedAction]) { self.steps = steps }

    /// Actions to run, each key once: two scenes with one key are made by one run.
    package var runs: [PlannedAction] {
        var seen: Set<ActionKey> = []
        return steps.filter { $0.state.mustRun && seen.insert($0.key).inserted }
    }

    /// Whether building changes nothing at all.
    package var isUpToDate: Bool { steps.allSatisfy { $0.state.isCurrent } }
}

/// One action with its key and what is to be done about it.
package struct PlannedAction: Sendable {
    package let action: Action
    package let key: ActionKey
    package let fields: [KeyField]
    /// Digests of the inputs by path.
    package let inputs: [String: Digest]
    package let state: PlanState

    package init(action: Action, key: ActionKey, fields: [KeyField], inputs: [String: Digest], state: PlanState) {
        self.action = action
        self.key = key
        self.fields = fields
        self.inputs = inputs
        self.state = state
    }
}

/// What is to be done about an action.
package enum PlanState: Sendable, Equatable {
    /// The result is known and everything that shows it is in its place.
    case current(ActionResult)
    /// The result is in the cache; its video or record has to be put in its place.
    case restore(ActionResult)
    /// It has to be made.
    case run(RunReason)

    package var mustRun: Bool {
        if case .run = self { true } else { false }
    }

    package var isCurrent: Bool {
        if case .current = self { true } else { false }
    }
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
}
