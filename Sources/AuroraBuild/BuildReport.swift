package import AuroraCore
package import AuroraGraph

/// How a build ended, for every step of its plan.
package struct BuildReport: Sendable {
    package enum Outcome: Sendable {
        /// In place before the build, or found to be when its inputs were known.
        case current
        case restored(Restoration)
        /// Made now, in so many seconds of wall time. Steps that share a key with the one that ran say so too.
        case made(seconds: Double)
        case failed([Diagnostic])
        /// Not done, because these actions failed, which make its inputs.
        case blocked(by: [String])
        case skipped
        /// Its bytes are not there, and nothing needed them.
        case unneeded
    }

    /// How one step ended.
    package struct Entry: Sendable {
        package let step: PlannedAction
        /// `nil` if an input was never made.
        package let keyed: KeyedAction?
        package let outcome: Outcome
        /// What there is of it now, if anything.
        package let result: ActionResult?

        package init(step: PlannedAction, keyed: KeyedAction?, outcome: Outcome, result: ActionResult?) {
            self.step = step
            self.keyed = keyed
            self.outcome = outcome
            self.result = result
        }

        package var action: Action { step.action }
    }

    /// In the plan's order: by the actions' index.
    package let entries: [Entry]
    package let isInterrupted: Bool
    /// What the plan left out, since it was known to be in order.
    package let untouched: UntouchedOutputs

    package init(entries: [Entry], isInterrupted: Bool, untouched: UntouchedOutputs = .none) {
        self.entries = entries
        self.isInterrupted = isInterrupted
        self.untouched = untouched
    }

    package var failures: [Diagnostic] {
        entries.flatMap { entry -> [Diagnostic] in
            if case .failed(let diagnostics) = entry.outcome { diagnostics } else { [] }
        }
    }
}
