package import AuroraBuild
package import AuroraCore
import AuroraGraph
import AuroraProvenance
import AuroraWorkspace

/// What `aurora build` would do, with what is worth knowing before saying yes.
package struct BuildPreview: Sendable {
    /// One action that will not stay as it is.
    package struct Entry: Sendable {
        package let step: PlannedAction
        /// How it stands with the money, if it is not free.
        package let payment: SpendingPlan.Standing?
        /// Length of the sound as it is now, if it could be found out.
        package let audioMilliseconds: Int?
        /// Length of the recorded video, if there is one.
        package let recordedMilliseconds: Int?

        /// What is expected to be paid.
        package var cost: Cost {
            if case .new(let estimate, _) = payment { estimate } else { .zero }
        }

        /// Whether it waits for others, but has no record: there will be a new file in any case.
        package var isNewAfterOthers: Bool {
            if case .pending(let pending) = step.state { pending.isNew } else { false }
        }
    }

    /// Actions that will or may be run, or are to be restored, in the plan's order.
    package let entries: [Entry]
    package let currentCount: Int
    /// What nothing asks for any more, and will be put away with its record.
    package let removed: [String]
    /// Wall time that rendering takes, in milliseconds for each second of video; `nil` if it was never measured here.
    package let paceMilliseconds: Int?
    /// How many actions a build runs at a time unless told otherwise.
    package let jobs: Int
    /// Why the renderer cannot run, programs of the user's own must not yet, or a cap stands in the way; a build would
    /// stop there.
    package let objections: [Diagnostic]
    /// Outputs that stay as they are recorded, whatever their scenes say.
    package let pinned: [String]
    /// What would be paid for.
    package let spending: SpendingPlan

    /// What will be run: one entry for each key.
    package let runs: [Entry]
    package let mayRun: [Entry]
    /// What the actions that will run cost.
    package let cost: Cost
    /// What all costs, if everything runs that may.
    package let highestCost: Cost

    package init(
        entries: [Entry], currentCount: Int, removed: [String], paceMilliseconds: Int?, jobs: Int,
        objections: [Diagnostic] = [], pinned: [String] = [], spending: SpendingPlan? = nil
    ) {
        self.entries = entries
        self.currentCount = currentCount
        self.removed = removed
        self.paceMilliseconds = paceMilliseconds
        self.jobs = jobs
        self.objections = objections
        self.pinned = pinned
        self.spending = spending ?? .empty
        // Once: there may be tens of thousands, and they are asked for in turn.
        var seen: Set<ActionKey> = []
        runs = entries.filter { entry in
            guard entry.step.state.willRun, let key = entry.step.keyed?.key else { return false }
            return seen.insert(key).inserted
        }
        mayRun = entries.filter(\.step.state.mayRun)
        cost = runs.reduce(.zero) { $0 + $1.cost }
        highestCost = mayRun.reduce(cost) { $0 + $1.cost }
    }

    package var isEmpty: Bool { entries.isEmpty && removed.isEmpty }

    /// Whether a build would change what people see: outputs or records. That the cache takes something back does not.
    package var changesOutputs: Bool {
        !removed.isEmpty
            || entries.contains { entry in
                if case .restore(_, .cacheEntry) = entry.step.state { false } else { true }
            }
    }

    /// How long the runs will take, in seconds, as far as it is rendering; `nil` if nobody knows.
    package var seconds: Double? {
        guard let paceMilliseconds else { return nil }
        let running = Set(runs.map(\.step.action.id))
        let renderings = entries.filter { entry in
            guard case .talkingHead(let work) = entry.step.action.work, !work.isHosted else { return false }
            return entry.step.state.mayRun || running.contains(entry.step.action.id)
        }
        let lengths = renderings.map(\.audioMilliseconds)
        guard !lengths.contains(nil), !lengths.isEmpty || renderings.isEmpty && runs.allSatisfy({ $0.payment == nil })
        else {
            return nil
        }
        let work = Double(lengths.compactMap { $0 }.reduce(0, +)) / 1000 * Double(paceMilliseconds) / 1000
        return work / Double(max(1, min(jobs, renderings.count)))
    }
}

extension Session {
    /// Says what a build would do. Changes nothing but what is remembered of files. Sounds that are new are measured,
    /// once each. `retriesFailed`: of a build of what failed last time.
    package func preview(ids: [String], retriesFailed: Bool = false, regeneratesMissing: Bool = false) async throws
        -> BuildPreview
    {
        let graph = try graph(of: ids)
        let plan = try plan(graph, retriesFailed: retriesFailed)
        let records = RecordFiles(folder: folder)
        let lengths = try await audioLengths(plan)
        let steps = plan.steps.filter { !$0.state.isSettled }
        let recorded = Parallel.map(steps) { step in
            // Where the planner compared with a record, it has told the length.
            step.state.mustBeRestored
                ? step.action.publication.flatMap { records.read($0.record)?.media?.durationMilliseconds }
                : step.recordedMilliseconds
        }
        let spending = try spendingPlan(plan, lengths, regeneratesMissing: regeneratesMissing)
        let entries = zip(steps, recorded).map { step, recordedMilliseconds in
            BuildPreview.Entry(
                step: step, payment: step.runs ? spending.standing(of: step.action.name) : nil,
                audioMilliseconds: sound(of: step, plan).flatMap { lengths[$0.digest] },
                recordedMilliseconds: recordedMilliseconds)
        }
        let removed =
            ids.isEmpty && !retriesFailed ? try staleRecords(graph.actions).filter { !$0.isGone }.map(\.name) : []
        saveIndexIfPossible()
        let pace = digests.index.renderPace
        return BuildPreview(
            entries: entries, currentCount: plan.summary.adding(untouched).current, removed: removed,
            paceMilliseconds: pace > 0 ? pace : nil, jobs: defaultJobs,
            objections: try await objections(to: plan, spending),
            pinned: try pinnedNames(graph), spending: spending)
    }

    /// All that a build of a plan would stop at.
    private func objections(to plan: Plan, _ spending: SpendingPlan) async throws -> [Diagnostic] {
        try await rendererObjections(to: plan) + hostedObjections(to: plan) + trustObjections(to: plan)
            // Of a build that has paid for nothing yet.
            + overBudget(spending, build: "")
    }

    /// Lengths of the sounds of what a plan runs or may run, in milliseconds: remembered by their digests, else
    /// measured. Those that cannot be measured are left out: the build will say why.
    func audioLengths(_ plan: Plan) async throws -> [Digest: Int] {
        let sounds = plan.steps.compactMap { sound(of: $0, plan) }
        let known = digests.index.durations
        var seen: Set<Digest> = []
        let new = sounds.filter { known[$0.digest] == nil && seen.insert($0.digest).inserted }
        guard !new.isEmpty else { return known }
        let probe = SoundProbe(renderer: renderer, staging: staging, processes: defaultJobs)
        let measured = try await probe.lengths(of: new)
        digests.update { $0.durations.merge(measured) { _, found in found } }
        return known.merging(measured) { _, found in found }
    }

    /// The sound of a video that is to be rendered here, for which its length tells how long that takes, or by the hosted
    /// API, for which it tells the price. `nil` for what other programs make, and for a sound that has to be made first.
    private func sound(of step: PlannedAction, _ plan: Plan) -> InputBytes? {
        guard step.runs, case .talkingHead(let work) = step.action.work,
            work.program == nil, let audio = step.keyed?.inputs.first(where: { $0.field == "audio" })
        else { return nil }
        switch audio.input {
        case .file(let file): return .file(file, audio.digest)
        case .product(let id, let suffix, let span):
            guard case .current(let result) = plan[id].state else { return nil }
            return .stored(result.artifact, suffix: suffix, span: span)
        }
    }
}

extension PlannedAction {
    /// Whether it will be run, or may be.
    fileprivate var runs: Bool { state.willRun || state.mayRun }
}
