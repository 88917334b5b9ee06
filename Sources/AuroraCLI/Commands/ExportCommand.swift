import ArgumentParser
import AuroraCore
import AuroraSession

struct ExportCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print scenes as task objects of the hosted API.",
        discussion: """
            One scene is printed as an object, several as a list. Inputs are paths from the workspace's folder, or the \
            files themselves with --inline. Secrets are left out, and named.

            EXAMPLES
              aurora export baker
              aurora export baker --profile final --inline > task.json
            """)

    @Option(name: [.customShort("C"), .customLong("directory")], help: "Run as if started in this folder.")
    var directory: String?
    @Option(help: "The profile to use (default: the one aurora.yaml names).", completion: Completion.profiles)
    var profile: String?
    @Flag(help: "Put the inputs into the task, in base64.") var inline = false
    @Argument(help: "Scenes to export.", completion: Completion.ids) var ids: [String]

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let exported = try TaskFiles.export(
            ids, profile: profile, isInline: inline, from: context.folder(directory), environment: context.environment)
        context.messages.write(exported.flatMap(\.notes))
        let tasks = exported.map(\.task)
        context.output.write((tasks.count == 1 ? tasks[0] : .list(tasks)).file)
        return .done
    }
}
