import ArgumentParser
import AuroraCore
import AuroraSession

struct SchemaCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of a kind of file, for editors and other programs.",
        discussion: """
            The kinds are workspace, scene, campaign and record. `--write` puts all of them into .aurora/schema, where \
            the line `# yaml-language-server: $schema=…` at the top of a file finds them.

            EXAMPLES
              aurora schema                  the kinds there are
              aurora schema scene            the schema of a scene file
              aurora schema --write          all of them, for an editor
            """)

    @Option(name: [.customShort("C"), .customLong("directory")], help: "Run as if started in this folder.")
    var directory: String?
    @Argument(help: "workspace, scene, campaign or record.") var kind: String?
    @Flag(help: "Write every schema into .aurora/schema of the workspace.") var write = false

    func run(_ context: CommandContext) async throws -> ExitStatus {
        if write {
            for path in try SchemaFiles.write(in: context.folder(directory)) { context.output.write("\(path)\n") }
            return .done
        }
        guard let kind else {
            let width = SchemaFiles.all.map(\.name.count).max() ?? 0
            for file in SchemaFiles.all {
                let padding = String(repeating: " ", count: width - file.name.count)
                context.output.write("\(file.name)\(padding)  \(file.summary)\n")
            }
            return .done
        }
        guard let file = SchemaFiles.all.first(where: { $0.name == kind }) else {
            let names = SchemaFiles.all.map(\.name)
            let nearest = Wording.nearest(to: kind, among: names)
            throw DiagnosticsError([
                Diagnostic(
                    "there is no schema of `\(PrintableText.sanitized(kind))`",
                    hint: nearest.map { "did you mean `\($0)`?" }
                        ?? "choose \(Wording.ticked(names, conjunction: "or"))")
            ])
        }
        context.output.write(file.schema.file)
        return .done
    }
}
