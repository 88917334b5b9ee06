import ArgumentParser
import AuroraCore
import AuroraSession

struct InitCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a workspace to begin with, in a git repository.",
        discussion: """
            EXAMPLES
              aurora init                    here
              aurora init my-videos          in a folder of its own
            """)

    @Option(help: "The template to copy.", completion: Completion.templates) var template = "minimal"
    @Argument(help: "The folder (default: this one).") var directory = "."

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let folder = directory.hasPrefix("/") ? directory : "\(context.currentDirectory)/\(directory)"
        let made = try NewWorkspace.create(in: folder, template: template, environment: context.environment)
        _ = try SchemaFiles.write(in: made.path)
        let style = context.messages.style
        for file in made.files { context.output.write("\(PrintableText.sanitized(file))\n") }
        let repository = made.madeRepository ? ", in a new git repository" : ""
        context.messages.write(
            """
            \(style.good("made")) a workspace in \(style.path(made.path))\(repository)
            next: \(style.command(directory == "." ? "aurora build" : "aurora build -C \(directory)")), \
            then \(style.command("aurora commit"))

            """)
        return .done
    }
}
