import ArgumentParser
import AuroraCore
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
              aurora diff main --markdown      for a pull request
              aurora diff -- main              the scene, not the branch
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var arguments: RevisionArguments
    @Flag(help: "End with status 4 if there are changes.") var exitCode = false
    @Flag(help: "Print JSON.") var json = false
    @Flag(help: "Print Markdown, for a pull request.") var markdown = false
    @Option(
        help: ArgumentHelp(
            "With --markdown and a revision: where a gallery of it will be, for stills.", valueName: "url"))
    var thumbnails: String?

    func validate() throws {
        if json && markdown { throw ValidationError("`--json` and `--markdown` exclude each other") }
        if thumbnails != nil && !markdown { throw ValidationError("`--thumbnails` is for `--markdown`") }
    }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let history = try workspace.history(context)
        let words = try history.words(arguments.split(context)) { try history.hasScene($0) }
        if let range = words.range { return try compare(range, words.ids, history, context) }
        let session = try workspace.open(context, glance: words.ids.isEmpty ? workspace.glance(context) : nil)
        let preview = try await session.preview(ids: words.ids)
        context.messages.write(preview.objections)
        if thumbnails != nil {
            throw DiagnosticsError([
                Diagnostic(
                    "what is not built yet has no stills", hint: "name a revision, as in `aurora diff main --markdown`")
            ])
        }
        context.output.write(
            json
                ? JSONText.preview(preview)
                : markdown ? MarkdownSummary.text(preview) : PreviewText(style: context.output.style).text(preview))
        return exitCode && preview.changesOutputs ? .changes : .done
    }

    private func compare(
        _ range: RevisionRange, _ ids: [String], _ history: WorkspaceHistory, _ context: CommandContext
    ) throws -> ExitStatus {
        let diff = try history.diff(range, selection: OutputSelection(ids: ids, profile: workspace.profile))
        if markdown {
            let stills = try thumbnails == nil ? [:] : history.stillAddresses(of: diff)
            let prefix = (thumbnails ?? "").hasSuffix("/") ? thumbnails ?? "" : (thumbnails ?? "") + "/"
            context.output.write(
                MarkdownSummary.text(diff) { output in stills[output.result.digest].map { prefix + $0 } })
        } else {
            context.output.write(json ? JSONText.diff(diff) : RevisionDiffText(style: context.output.style).text(diff))
        }
        context.messages.write(diff.unreadable.map(HistoryWarnings.unreadable))
        return exitCode && !diff.changes.isEmpty ? .changes : .done
    }
}
