import ArgumentParser
import AuroraSession

struct DiffCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Say what a build would make, why, how long it takes, and what it costs.",
        discussion: """
            EXAMPLES
              aurora diff
              aurora diff intro --profile final
              aurora diff --exit-code || echo "something changed"
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @Argument(help: "Scenes to look at (default: all).") var ids: [String] = []
    @Flag(help: "End with status 4 if a build would change anything.") var exitCode = false
    @Flag(help: "Print JSON.") var json = false

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let session = try workspace.open(context)
        let preview = try await session.preview(ids: ids)
        context.messages.write(preview.objections)
        context.output.write(json ? JSONText.preview(preview) : PreviewText(style: context.output.style).text(preview))
        return exitCode && !preview.isEmpty ? .changes : .done
    }
}
