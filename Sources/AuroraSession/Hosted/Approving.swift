import AuroraBuild
package import AuroraCore
import AuroraHosted
import AuroraProvenance
import AuroraWorkspace

/// What the user lets a build spend.
package struct SpendingConsent: Sendable {
    /// At most so much, on whatever is to be paid for.
    package var maximum: Cost?
    /// What a plan of this hash says, and nothing else.
    package var plan: String?
    /// Asks a person; `nil` if there is none.
    package var ask: (@Sendable (SpendingPlan) async throws -> Bool)?

    package init() {}
}

extension Session {
    /// What carrying out a plan would pay for; sounds that are new are measured for it.
    func spendingPlan(_ plan: Plan, _ options: BuildOptions) async throws -> SpendingPlan {
        guard !plan.paidSteps.isEmpty else { return .empty }
        return try spendingPlan(plan, await audioLengths(plan), regeneratesMissing: options.regeneratesMissing)
    }

    /// Has spending approved before anything is sent. Throws `ApprovalError` if it is not, or if a cap stands in the way.
    func approve(_ plan: SpendingPlan, _ consent: SpendingConsent, _ spending: BuildSpending) async throws {
        if let hash = consent.plan, hash != plan.hash {
            throw ApprovalError([
                Diagnostic(
                    "what is to be paid for is no longer what was approved: it is \(plan.reservation) at most now",
                    hint: "look at it with `aurora diff --json`, and approve the plan \(plan.hash)")
            ])
        }
        // What is paid already needs nobody's consent; what has no price yet gets it once it has one.
        guard plan.reservation > .zero || consent.maximum != nil else { return }
        let problems = try overBudget(plan, build: spending.build)
        guard problems.isEmpty else { throw ApprovalError(problems) }
        let requests = Set(
            plan.items.compactMap { $0.request.flatMap { Digest(hexadecimal: $0) }.map { RequestKey($0) } })
        if consent.plan != nil { return spending.approve(plan.reservation, requests: requests) }
        if let maximum = consent.maximum {
            guard plan.reservation <= maximum else {
                throw ApprovalError([
                    Diagnostic(
                        "this build costs \(plan.reservation) at most, and only \(maximum) are approved",
                        hint: "look at the prices with `aurora diff`")
                ])
            }
            return spending.approve(maximum)
        }
        if let ask = consent.ask, try await ask(plan) {
            return spending.approve(plan.reservation, requests: requests)
        }
        throw ApprovalError([
            Diagnostic(
                "this build costs \(plan.price), and that is not approved",
                hint: "look at the prices with `aurora diff`, then build with `--max-cost \(plan.reservation.digits)`")
        ])
    }

    /// The caps that a plan would go beyond, whatever anybody approves. `build` names the build in the journal.
    func overBudget(_ plan: SpendingPlan, build: String) throws -> [Diagnostic] {
        guard plan.reservation > .zero else { return [] }
        var wanted: [SpendingCap: Cost] = [:]
        let recorded = try recordedSpending()
        let now = UTCTime(milliseconds: environment.now() / 1_000_000)
        for item in plan.items {
            guard case .new(_, let reservation) = item.standing else { continue }
            let caps = workspace.budget.caps(
                build: build, scene: item.scene, campaign: item.campaign, now: now, recorded: recorded)
            for cap in caps { wanted[cap, default: .zero] += reservation }
        }
        let jobs = wanted.isEmpty ? [] : try journalIfThere()?.jobs(of: nil) ?? []
        return wanted.compactMap { cap, amount in
            let spent = cap.spent(jobs)
            return spent + amount > cap.limit
                ? JournalError.overCap(cap, spent: spent, wanted: amount).diagnostic : nil
        }.sorted { $0.problem < $1.problem }
    }

    /// What the records of this workspace tell of payments of this month, by task.
    func recordedSpending() throws -> [TaskID: (time: Int64, cost: Cost)] {
        guard workspace.budget.day != nil || workspace.budget.month != nil else { return [:] }
        let start = UTCTime(milliseconds: environment.now() / 1_000_000).startOfMonth.milliseconds
        var found: [TaskID: (time: Int64, cost: Cost)] = [:]
        for entry in try workspaceHistory.ledger(nil, selection: OutputSelection(profile: nil)).entries {
            let record = entry.output.record
            guard let paid = record.paid, paid.finished >= start, let id = TaskID(paid.task) else { continue }
            found[id] = (paid.finished, record.cost)
        }
        return found
    }
}

extension SpendingCap {
    /// What counts against it already.
    fileprivate func spent(_ jobs: [Job]) -> Cost {
        let known = jobs.filter { covers($0) }.reduce(Cost.zero) { $0 + $1.spending }
        guard case .since(_, let recorded) = scope else { return known }
        let names = Set(jobs.map(\.id))
        return recorded.reduce(known) { names.contains($1.key) ? $0 : $0 + $1.value }
    }
}

extension Cost {
    /// As the command line takes it: `2.94`.
    package var digits: String { String(description.drop { $0 == "$" }) }
}
