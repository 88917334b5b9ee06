import ArgumentParser
import AuroraSession

struct DiffCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract:
            "Say what a build would make, why, how long it takes, and what it costs; or what changed since a commit.",
        discussion: """
            With a revision, compares the outputs that it holds records of with those in the workspace; with two, \
            those of the one with those of the other. A revision is a commit, a branch, a tag or a release.

            EXAMPLES
              aurora diff
              aurora diff intro --profile final
              aurora diff --exit-code || echo "something changed"
              aurora diff HEAD~1               outputs, settings and costs since then
              aurora diff v1.0..v1.1 intro     between two releases
              aurora diff -- main              the scene, not the branch
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var arguments: RevisionArguments
    @Flag(help: "End with status 4 if there are changes.") var exitCode = false
    @Flag(help: "Print JSON.") var json = false

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let history = try workspace.history(context)
        let words = try history.words(arguments.split(context)) { try history.hasScene($0) }
        if let range = words.range { return try compare(range, words.ids, history, context) }
        let session = try workspace.open(context, glance: words.ids.isEmpty ? workspace.glance(context) : nil)
        let preview = try await session.preview(ids: words.ids)
        context.messages.write(preview.objections)
        context.output.write(json ? JSONText.preview(preview) : PreviewText(style: context.output.style).text(preview))
        return exitCode && preview.changesOutputs ? .changes : .done
    }

    private func compare(
        _ range: RevisionRange, _ ids: [String], _ history: WorkspaceHistory, _ context: CommandContext
    ) throws -> ExitStatus {
        let diff = try history.diff(range, selection: OutputSelection(ids: ids, profile: workspace.profile))
        context.output.write(json ? JSONText.diff(diff) : RevisionDiffText(style: context.output.style).text(diff))
        context.messages.write(diff.unreadable.map(HistoryWarnings.unreadable))
        return exitCode && !diff.changes.isEmpty ? .changes : .done
    }
}
