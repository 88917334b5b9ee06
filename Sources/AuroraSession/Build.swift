package import AuroraBuild
package import AuroraCore
import AuroraGraph
import AuroraHosted
package import AuroraProvenance

/// How `aurora build` is to go about it.
package struct BuildOptions: Sendable {
    /// Scenes to build; empty for all.
    package var ids: [String] = []
    /// Actions at a time; `nil` for as many as suit the machine.
    package var jobs: Int?
    package var failurePolicy = Executor.FailurePolicy.stopStarting
    /// Whether to ask for newer versions of what is fetched.
    package var refreshes = false
    /// Whether to make only what failed when it was last tried, with what depends on it.
    package var retriesFailed = false
    /// Overrides the workspace's `git.commit`.
    package var commitMode: CommitMode?
    /// What may be spent.
    package var consent = SpendingConsent()
    /// Whether to pay once more for results that nobody has any more.
    package var regeneratesMissing = false

    package init() {}

    /// Whether the build says something about every scene of the workspace.
    var coversAll: Bool { ids.isEmpty && !retriesFailed }
}

/// What came of a build.
package struct BuildOutcome: Sendable {
    package let report: BuildReport
    /// `nil` if the build was interrupted before it came to committing, or if committing failed.
    package let commit: CommitOutcome?
    /// Why committing failed, if it did: a fault of the repository, not a state that forbids it.
    package let commitProblems: [Diagnostic]
    /// What nothing asks for any more, and was put away with its record.
    package let removed: [String]
    /// How many failures are for want of approval.
    package let unapproved: Int

    package init(
        report: BuildReport, commit: CommitOutcome?, commitProblems: [Diagnostic], removed: [String],
        unapproved: Int = 0
    ) {
        self.report = report
        self.commit = commit
        self.commitProblems = commitProblems
        self.removed = removed
        self.unapproved = unapproved
    }
}

extension Session {
    /// The main job: plan, run what must be run, put videos and records in their places, commit.
    ///
    /// Writes nothing if there is nothing to do. Throws `DiagnosticsError` if the workspace cannot be built as it is.
    package func build(_ options: BuildOptions, observer: some BuildObserver) async throws -> BuildOutcome {
        let graph = try graph(of: options.ids)
        try checkOutputFolders(graph.actions)
        let head = currentHead
        let removed = options.coversAll ? try staleRecords(graph.actions) : []
        let refreshed = options.refreshes ? try await refresh(graph, observer) : []
        try layout.sweepTemporaries()
        let plan = try plan(graph, refreshed: refreshed, retriesFailed: options.retriesFailed)
        let problems = try await rendererObjections(to: plan) + hostedObjections(to: plan)
        guard problems.isEmpty else { throw DiagnosticsError(problems) }
        let objections = try trustObjections(to: plan)
        guard objections.isEmpty else { throw ApprovalError(objections) }
        let spending = BuildSpending(
            build: TaskID.random().text, regeneratesMissing: options.regeneratesMissing)
        let payments = try await spendingPlan(plan, options)
        try await approve(payments, options.consent, spending)
        let hosted = hosted(spending)
        try await collectPaid(graph, payments, hosted, observer)
        let report = await executor(options, graph, hosted).execute(plan, observer: observer)
        try remember(report)
        await settle()
        let hasChanges = !plan.isUpToDate || !removed.allSatisfy(\.isGone)
        let lock = hasChanges ? try await lockToFinish(report, observer) : nil
        if !report.isInterrupted { for record in removed { try putAway(record) } }
        // Of all of the workspace, what HEAD holds is about to be found out; of a part, the glance has told.
        let settledHead = scope.glance == nil ? currentHead : head
        let (commit, commitProblems) = commitIfPossible(report, removed, options)
        digests.lookAgain()
        if options.coversAll { takeSnapshotIfPossible(report, commit, commitMode(options), head: settledHead) }
        saveIndex(isLocked: lock != nil, warning: observer)
        _ = consume lock
        try layout.removeTemporary()
        return BuildOutcome(
            report: report, commit: commit, commitProblems: commitProblems,
            removed: removed.filter { !$0.isGone }.map(\.name), unapproved: spending.refusals)
    }

    private func executor(_ options: BuildOptions, _ graph: ActionGraph, _ hosted: HostedProvider) -> Executor {
        let outputs = CurrentOutputs(graph.actions)
        return Executor(
            jobs: options.jobs ?? defaultJobs, tasks: workspace.configuration.hosted.tasks ?? Executor.usualTasks,
            failurePolicy: options.failurePolicy, contentStore: contentStore,
            actionCache: actionCache, actionLocks: actionLocks, untouched: untouched,
            provider: { self.provider(of: $0, hosted: hosted) },
            adopt: { keyed, result in try self.adopt(keyed, result) },
            publish: { keyed, result in try self.publish(keyed, result, among: outputs) })
    }

    /// One for each processor: a renderer waits for its encoder often enough. On two processors the example takes
    /// 4.3 s with two at a time, 7.1 s one after another.
    var defaultJobs: Int { max(1, environment.processorCount) }
}
