import ArgumentParser
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
        let run = BuildRun(workspace: workspace, options: options, printsJSON: json, isSkippingCommit: skipsCommit)
        return try await run.carryOut(glance, context)
    }

    /// Whether files alone tell if there is something to do. Whatever asks for more than they tell, such as newer
    /// versions of what comes from elsewhere, or for some scenes only, has to be named here.
    private var goesByFilesAlone: Bool { ids.isEmpty && !refresh }
}
