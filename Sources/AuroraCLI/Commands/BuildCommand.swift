import ArgumentParser
import AuroraBuild
import AuroraCore
import AuroraSession

struct BuildCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Make the videos that changed, and commit their records.",
        discussion: """
            Prints the path of every file that was made or restored on standard output, progress on standard error.

            EXAMPLES
              aurora build                    every scene, with the default profile
              aurora build intro outro        two scenes
              aurora build --dry-run          what would happen (as aurora diff)
              aurora build -j 2 --keep-going  two at a time, and as much as possible
              aurora build --json | jq .      one event a line
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @Argument(help: "Scenes to build (default: all).", completion: Completion.ids) var ids: [String] = []
    @Option(
        name: [.customShort("j"), .customLong("jobs")],
        help: "How many actions to run at a time (default: one for each processor).") var jobs: Int?
    @Flag(help: "After a failure, do everything that can still be done.") var keepGoing = false
    @Flag(help: "Ask for newer versions of what is fetched from URLs.") var refresh = false
    @Flag(help: "Say what would be done, and do nothing.") var dryRun = false
    @Flag(name: .customLong("no-commit"), help: "Leave the records uncommitted.") var skipsCommit = false
    @Flag(help: "Print events as JSON, one a line, on standard output.") var json = false

    func validate() throws {
        if refresh && dryRun { throw ValidationError("`--refresh` asks servers, which `--dry-run` does not") }
        if let jobs, jobs < 1 { throw ValidationError("`-j` needs a number of 1 or more") }
    }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let glance = goesByFilesAlone ? try workspace.glance(context) : nil
        if dryRun {
            let session = try workspace.open(context, glance: glance)
            let preview = try await session.preview(ids: ids)
            context.messages.write(preview.objections)
            context.output.write(
                json ? JSONText.preview(preview) : PreviewText(style: context.output.style).text(preview))
            return .done
        }
        var options = BuildOptions()
        options.ids = ids
        options.jobs = jobs
        options.refreshes = refresh
        options.failurePolicy = keepGoing ? .keepGoing : .stopStarting
        if skipsCommit { options.commitMode = .off }
        let progress: any BuildProgress =
            if json {
                JSONProgress(output: context.output)
            } else if context.messages.isInteractive {
                LiveProgress(terminal: context.messages)
            } else {
                PlainProgress(terminal: context.messages)
            }
        let outcome: BuildOutcome
        do { outcome = try await build(options, glance, context, progress) } catch {
            progress.end()
            throw error
        }
        progress.end()
        report(outcome, context)
        return status(of: outcome)
    }

    /// Whether files alone tell if there is something to do. Whatever asks for more than they tell, such as newer
    /// versions of what comes from elsewhere, or for some scenes only, has to be named here.
    private var goesByFilesAlone: Bool { ids.isEmpty }

    /// Builds what a glance at the workspace leaves to build: all of it, a part, or nothing.
    private func build(
        _ options: BuildOptions, _ glance: Glance?, _ context: CommandContext, _ progress: any BuildProgress
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
        if json { return context.output.write(JSONText.outcome(outcome)) }
        context.messages.write(outcome.report.failures + outcome.commitProblems)
        context.messages.write(OutcomeText(style: context.messages.style, isSkippingCommit: skipsCommit).text(outcome))
        if !workspace.settings.isEmpty, !skipsCommit {
            context.messages.write("records are not committed: no file holds what `--set` says\n")
        }
        // On one screen, the progress has shown the paths already.
        if context.output.isInteractive && context.messages.isInteractive { return }
        for entry in outcome.report.entries {
            guard let output = entry.action.publication?.output else { continue }
            switch entry.outcome {
            case .made, .restored: context.output.write(PrintableText.sanitized(output) + "\n")
            case .current, .failed, .blocked, .skipped, .unneeded: continue
            }
        }
    }

    private func status(of outcome: BuildOutcome) -> ExitStatus {
        if outcome.report.isInterrupted { return .interrupted }
        return outcome.report.failures.isEmpty && outcome.commitProblems.isEmpty ? .done : .actionFailed
    }
}
