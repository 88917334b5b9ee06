package import AuroraCore

/// What happens during a build, in order, as seen from outside.
package enum BuildEvent: Sendable {
    /// The plan is made.
    case planned(PlanSummary)
    case started(name: String)
    /// Another process is making the result; said once. `process` is its number, if it can be named.
    case waiting(name: String, process: Int?)
    /// The result of an action was found in the cache, and is about to be put in its place.
    case restoring(name: String)
    case progressed(name: String, ActionProgress)
    /// The result of an action is there. `output` is where it was put; `nil` if only other actions need it. `seconds`
    /// is the wall time of running it, `nil` when it came from the cache.
    case finished(name: String, output: String?, seconds: Double?)
    /// The result stays as it is; its record was written anew, since it calls its inputs otherwise.
    case rewritten(name: String)
    /// The cache has taken a result from where it is published, since that is what its record says.
    case adopted(name: String, output: String?)
    /// What might have had to be made stays as it is: its inputs turned out as they were.
    case unchanged(name: String)
    case failed(name: String, [Diagnostic])
    /// Not started: because of a failure elsewhere, or of an interrupt. `blockedBy` names the failed actions that made
    /// its inputs, if that is why.
    case skipped(name: String, blockedBy: [String])
    /// Something a person should know though the build goes on.
    case warned(Diagnostic)
}

/// How many actions have what before them.
package struct PlanSummary: Sendable, Equatable {
    /// Will run; some of them may share one run.
    package let run: Int
    /// May run, depending on what others make.
    package let mayRun: Int
    /// Are taken from the cache, or into it.
    package let restore: Int
    /// Are pinned to what cannot be had.
    package let lost: Int
    /// Are in place already. What only other actions need does not count.
    package let current: Int

    package init(run: Int, mayRun: Int, restore: Int, current: Int, lost: Int = 0) {
        self.run = run
        self.mayRun = mayRun
        self.restore = restore
        self.lost = lost
        self.current = current
    }

    /// How many have something before them.
    package var total: Int { run + mayRun + restore + lost }
}

extension Plan {
    package var summary: PlanSummary {
        PlanSummary(
            run: steps.count { $0.state.willRun }, mayRun: steps.count { $0.state.mayRun },
            restore: steps.count { $0.state.mustBeRestored },
            current: steps.count { $0.state.isCurrent && $0.action.publication != nil },
            lost: steps.count(where: \.state.isLost))
    }
}

/// Receives the events of a build. Called from one task at a time, in order.
package protocol BuildObserver: Sendable {
    func observe(_ event: BuildEvent)
}
