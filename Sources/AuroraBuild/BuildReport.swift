package import AuroraCore

/// How a build ended, for every step of its plan.
package struct BuildReport: Sendable {
    package enum Outcome: Sendable {
        case current
        case restored
        /// Made now, in so many seconds of wall time. Steps that share a key with the one that ran say so too.
        case made(seconds: Double)
        case failed([Diagnostic])
        case skipped
    }

    /// In the plan's order.
    package let outcomes: [(step: PlannedAction, outcome: Outcome, result: ActionResult?)]
    package let isInterrupted: Bool

    package init(outcomes: [(step: PlannedAction, outcome: Outcome, result: ActionResult?)], isInterrupted: Bool) {
        self.outcomes = outcomes
        self.isInterrupted = isInterrupted
    }

    package var failures: [Diagnostic] {
        outcomes.flatMap { entry -> [Diagnostic] in
            if case .failed(let diagnostics) = entry.outcome { diagnostics } else { [] }
        }
    }
}
