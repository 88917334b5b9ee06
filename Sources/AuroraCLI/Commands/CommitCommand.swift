import ArgumentParser
import AuroraSession

struct CommitCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "commit", abstract: "Commit scenes, their inputs and their records together.",
        discussion: """
            Nothing else is committed, whatever is staged or changed besides.

            EXAMPLES
              aurora commit
              aurora commit intro -m "Say good morning instead"
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @Argument(help: "Scenes to commit (default: all).", completion: Completion.ids) var ids: [String] = []
    @Option(name: .shortAndLong, help: "The commit's message.") var message: String?
    @Flag(help: "Print JSON.") var json = false

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let session = try workspace.open(context)
        let outcome = try session.commit(ids: ids, message: message)
        if json {
            context.output.write(JSONText.commit(outcome))
        } else {
            context.messages.write(CommitText(style: context.messages.style).text(outcome))
        }
        if case .refused = outcome.result { return .actionFailed }
        return .done
    }
}
