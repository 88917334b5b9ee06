/// Outputs that were known to be in order without a look at what they are made from.
package struct UntouchedOutputs: Hashable, Sendable {
    package let count: Int
    /// How many of them are no videos, but derived from one.
    package let derivedCount: Int

    package init(count: Int, derivedCount: Int) {
        self.count = count
        self.derivedCount = derivedCount
    }

    package static let none = UntouchedOutputs(count: 0, derivedCount: 0)
}

extension PlanSummary {
    /// With what the plan leaves out.
    package func adding(_ untouched: UntouchedOutputs) -> PlanSummary {
        PlanSummary(run: run, mayRun: mayRun, restore: restore, current: current + untouched.count, lost: lost)
    }
}

extension BuildReport {
    /// With what the plan left out.
    func adding(_ untouched: UntouchedOutputs) -> BuildReport {
        BuildReport(entries: entries, isInterrupted: isInterrupted, untouched: untouched)
    }
}
