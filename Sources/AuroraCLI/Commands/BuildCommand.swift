import ArgumentParser
import AuroraCore
import AuroraSession
import AuroraWorkspace

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
              aurora build --retry-failed     what failed last time, as it stands
              aurora build --trace t.json     where the time went
              aurora build --profile final --max-cost 5.00
              aurora build --json | jq .      one event a line
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @Argument(help: "Scenes to build (default: all).", completion: Completion.ids) var ids: [String] = []
    @Option(
        name: [.customShort("j", allowingJoined: true), .customLong("jobs")],
        help: "How many actions to run at a time on this machine (default: one for each processor).") var jobs: Int?
    @Flag(help: "After a failure, do everything that can still be done.") var keepGoing = false
    @Flag(help: "Ask for newer versions of what is fetched from URLs.") var refresh = false
    @Flag(help: "Make only what failed last time, and what depends on it.") var retryFailed = false
    @Option(
        help: ArgumentHelp(
            "Pay at most so much, in US dollars, without asking.", valueName: "usd"),
        transform: { text in
            guard let cost = Cost(dollars: text) else {
                throw ValidationError("`--max-cost` needs an amount in US dollars, as in `--max-cost 2.50`")
            }
            return cost
        }) var maxCost: Cost?
    @Option(
        help: ArgumentHelp(
            "Pay for what the plan of this hash says, and for nothing else (`aurora diff --json` tells it).",
            valueName: "plan")) var approve: String?
    @Flag(help: "Pay once more for results that were paid for and that nobody has any more.") var regenerateMissing =
        false
    @Flag(help: "Say what would be done, and do nothing.") var dryRun = false
    @Flag(name: .customLong("no-commit"), help: "Leave the records uncommitted.") var skipsCommit = false
    @Option(
        help: ArgumentHelp(
            "Write a Chrome trace of the build to this file, for Perfetto or chrome://tracing.", valueName: "file"),
        completion: .file()) var trace: String?
    @Flag(help: "Print events as JSON, one a line, on standard output.") var json = false

    func validate() throws {
        if refresh && dryRun { throw ValidationError("`--refresh` asks servers, which `--dry-run` does not") }
        if refresh && retryFailed {
            throw ValidationError("`--refresh` looks for something new, `--retry-failed` at what was tried before")
        }
        if maxCost != nil && approve != nil { throw ValidationError("say either `--max-cost` or `--approve`") }
        if trace != nil && dryRun { throw ValidationError("`--dry-run` builds nothing that `--trace` could show") }
        if let jobs, jobs < 1 { throw ValidationError("`-j` needs a number of 1 or more") }
    }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        guard let trace else { return try await run(context, nil) }
        let start = ContinuousClock.now
        let progress = TracingProgress(BuildRun.progress(printsJSON: json, context)) {
            Int64((.now - start) / .microseconds(1))
        }
        let file = try TraceFile(trace.hasPrefix("/") ? trace : "\(context.currentDirectory)/\(trace)")
        do {
            let status = try await run(context, progress)
            try file.write(progress.finish())
            return status
        } catch {
            // What stopped the build is told in any case; that its trace cannot be written is not worth more.
            try? file.write(progress.finish())
            throw error
        }
    }

    /// `progress` shows the build, instead of what shows builds otherwise.
    private func run(_ context: CommandContext, _ progress: (any BuildProgress)?) async throws -> ExitStatus {
        let glance = goesByFilesAlone ? try workspace.glance(context) : nil
        if dryRun {
            let session = try workspace.open(context, glance: glance)
            let preview = try await session.preview(
                ids: ids, retriesFailed: retryFailed, regeneratesMissing: regenerateMissing)
            context.messages.write(preview.objections)
            context.output.write(
                json ? JSONText.preview(preview) : PreviewText(style: context.output.style).text(preview))
            return .done
        }
        var options = BuildOptions()
        options.ids = ids
        options.jobs = jobs
        options.refreshes = refresh
        options.retriesFailed = retryFailed
        options.failurePolicy = keepGoing ? .keepGoing : .stopStarting
        options.regeneratesMissing = regenerateMissing
        options.consent.maximum = maxCost
        options.consent.plan = approve
        if context.canAsk && !json {
            options.consent.ask = { plan in
                try context.asks(SpendingText(style: context.messages.style).question(plan))
            }
        }
        if skipsCommit { options.commitMode = .off }
        let run = BuildRun(workspace: workspace, options: options, printsJSON: json, isSkippingCommit: skipsCommit)
        return try await run.carryOut(glance, context, showing: progress)
    }

    /// Whether files alone tell if there is something to do. Whatever asks for more than they tell, such as newer
    /// versions of what comes from elsewhere, or for some scenes only, has to be named here.
    private var goesByFilesAlone: Bool { ids.isEmpty && !refresh && !retryFailed && !regenerateMissing }
}
