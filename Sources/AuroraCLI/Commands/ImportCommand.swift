import ArgumentParser
import AuroraCore
import AuroraSession

struct ImportCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make scenes of the hosted API's task objects.",
        discussion: """
            A file holds one videoInference task, a list of them, or an object with the member `request`. Each becomes a \
            folder below scenes/: inputs in the file are written beside scene.yaml, local files are copied, URLs stay \
            URLs. Nothing is overwritten.

            EXAMPLES
              aurora import windmill-baker.json
              aurora import task.json --id baker
            """)

    @Option(name: [.customShort("C"), .customLong("directory")], help: "Run as if started in this folder.")
    var directory: String?
    @Option(help: "The scene's id (default: the file's name).") var id: String?
    @Argument(help: "JSON files.", completion: .file(extensions: ["json"])) var files: [String]

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let folder = context.folder(directory)
        let paths = files.map { $0.hasPrefix("/") ? $0 : "\(context.currentDirectory)/\($0)" }
        let imported = try TaskFiles.importTasks(paths, id: id, into: folder)
        for file in imported.files { context.output.write("\(PrintableText.sanitized(file))\n") }
        context.messages.write(imported.notes)
        let style = context.messages.style
        let scenes = Wording.count(imported.scenes.count, "scene")
        context.messages.write("\(style.good("imported")) \(scenes)\nnext: \(style.command("aurora diff"))\n")
        return .done
    }
}
