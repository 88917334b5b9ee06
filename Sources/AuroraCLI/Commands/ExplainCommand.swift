import ArgumentParser
import AuroraSession

struct ExplainCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "List everything a scene's video depends on, what changed since it was recorded, and who shares it.",
        discussion: """
            EXAMPLES
              aurora explain intro
              aurora explain intro --profile final --json
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @Argument(help: "The scene.", completion: Completion.ids) var id: String
    @Flag(help: "Print JSON, one take a line.") var json = false

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let session = try workspace.open(context)
        let explanations = try session.explain(id: id)
        let text = ExplanationText(style: context.output.style)
        context.output.write(
            json ? explanations.map(JSONText.explanation).joined() : explanations.map(text.text).joined(separator: "\n")
        )
        return .done
    }
}
