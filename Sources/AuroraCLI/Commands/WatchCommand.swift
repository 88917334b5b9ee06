import ArgumentParser
import AuroraCore
import AuroraSession

struct WatchCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Build whenever something changes.",
        discussion: """
            Builds as `aurora build` does, but commits nothing. While it runs, other commands in the same workspace ask \
            it what changed and need not look at every file. Ctrl-C ends it.

            EXAMPLES
              aurora watch                    with the default profile
              aurora watch --set size=480p    quick drafts
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @Option(
        name: [.customShort("j"), .customLong("jobs")],
        help: "How many actions to run at a time (default: one for each processor).") var jobs: Int?
    @Flag(help: "Print events as JSON, one a line, on standard output.") var json = false

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("`-j` needs a number of 1 or more") }
    }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let watch = try workspace.watch(context)
        defer { watch.stop() }
        var options = BuildOptions()
        options.jobs = jobs
        options.failurePolicy = .keepGoing
        options.commitMode = .off
        let build = BuildRun(workspace: workspace, options: options, printsJSON: json, isSkippingCommit: true)
        while true {
            try watch.begin()
            // What is wrong is said, and may be put right while this waits.
            do { _ = try await build.carryOut(try workspace.glance(context), context) } catch let error
                as any DiagnosticConvertible
            { context.messages.write(error.diagnostics) }
            try Task.checkCancellation()
            let standing = try watch.settle()
            if !json { context.messages.write(text(standing, context.messages.style)) }
            try await watch.nextChange(after: standing)
        }
    }

    private func text(_ standing: WorkspaceWatch.Standing, _ style: Style) -> String {
        switch standing {
        case .inOrder(let folders, true):
            style.faint("watching \(Wording.count(folders, "folder")), Ctrl-C ends") + "\n"
        case .inOrder(_, false):
            "\(style.warning("warning")): the kernel does not watch all folders for you\n"
                + "\(style.hint("hint")): raise the limit: `sysctl fs.inotify.max_user_watches=1000000`\n"
        case .changedMeanwhile: ""
        case .unsettled: style.faint("watching for changes, Ctrl-C ends") + "\n"
        }
    }
}
