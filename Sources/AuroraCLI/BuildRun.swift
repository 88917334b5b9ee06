import AuroraBuild
import AuroraCore
import AuroraSession

/// One build, from a glance at the workspace to the words about its end.
struct BuildRun {
    let workspace: WorkspaceOptions
    let options: BuildOptions
    let printsJSON: Bool
    /// Nobody expects a commit: nothing is said of it.
    let isSkippingCommit: Bool

    /// What shows a build: events for programs, moving bars on a terminal, else a line for everything that is done.
    static func progress(printsJSON: Bool, _ context: CommandContext) -> any BuildProgress {
        if printsJSON { return JSONProgress(output: context.output) }
        return context.messages.isInteractive
            ? LiveProgress(terminal: context.messages) : PlainProgress(terminal: context.messages)
    }

    /// `glance` is what need not be looked at, if that is known; `progress` shows the build, if it is not the usual one.
    func carryOut(_ glance: Glance?, _ context: CommandContext, showing progress: (any BuildProgress)? = nil)
        async throws -> ExitStatus
    {
        let progress = progress ?? Self.progress(printsJSON: printsJSON, context)
        let outcome: BuildOutcome
        do { outcome = try await build(glance, context, progress) } catch {
            progress.end()
            throw error
        }
        progress.end()
        report(outcome, context)
        return status(of: outcome)
    }

    /// Builds what a glance at the workspace leaves to build: all of it, a part, or nothing.
    private func build(
        _ glance: Glance?, _ context: CommandContext, _ progress: any BuildProgress
    ) async throws -> BuildOutcome {
        let hasOverrides = !workspace.settings.isEmpty
        if let glance, let outcome = glance.nothingToDo(options, hasOverrides: hasOverrides) {
            context.messages.write(glance.warnings)
            let current = outcome.report.untouched.count
            progress.observe(.planned(PlanSummary(run: 0, mayRun: 0, restore: 0, current: current)))
            return outcome
        }
        let rest = glance?.including(
            uncommittedUnder: hasOverrides ? .off : options.commitMode, environment: context.environment)
        return try await workspace.open(context, glance: rest).build(options, observer: progress)
    }

    private func report(_ outcome: BuildOutcome, _ context: CommandContext) {
        if printsJSON { return context.output.write(JSONText.outcome(outcome)) }
        context.messages.write(outcome.report.failures + outcome.commitProblems)
        context.messages.write(
            OutcomeText(
                style: context.messages.style, isSkippingCommit: isSkippingCommit, isRetrying: options.retriesFailed
            ).text(outcome))
        if !workspace.settings.isEmpty, !isSkippingCommit {
            context.messages.write("records are not committed: no file holds what `--set` says\n")
        }
        // On one screen, the progress has shown the paths already.
        if context.output.isInteractive && context.messages.isInteractive { return }
        for entry in outcome.report.entries {
            guard let output = entry.action.publication?.output else { continue }
            switch entry.outcome {
            case .made, .restored(.file): context.output.write(PrintableText.sanitized(output) + "\n")
            case .restored, .current, .failed, .blocked, .skipped, .unneeded: continue
            }
        }
    }

    private func status(of outcome: BuildOutcome) -> ExitStatus {
        if outcome.report.isInterrupted { return .interrupted }
        if outcome.report.failures.isEmpty && outcome.commitProblems.isEmpty { return .done }
        let failed = outcome.report.entries.count { if case .failed = $0.outcome { true } else { false } }
        return outcome.commitProblems.isEmpty && failed == outcome.unapproved ? .needsApproval : .actionFailed
    }
}
