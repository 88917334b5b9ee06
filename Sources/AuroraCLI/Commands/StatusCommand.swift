import ArgumentParser
import AuroraSession

struct StatusCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say where each scene stands: current, changed, missing or failed.",
        discussion: """
            EXAMPLES
              aurora status
              aurora status --json | jq -r 'select(.state != "current") | .scene'
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @Argument(help: "Scenes to look at (default: all).", completion: Completion.ids) var ids: [String] = []
    @Flag(help: "Print JSON, one scene a line.") var json = false

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let session = try workspace.open(context)
        let scenes = try session.status(ids: ids)
        let columns = context.output.isInteractive ? context.output.columns : nil
        context.output.write(
            json ? JSONText.status(scenes) : StatusText(style: context.output.style, columns: columns).text(scenes))
        return .done
    }
}
