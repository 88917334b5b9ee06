import ArgumentParser
import AuroraCore
import AuroraSession

struct ReleaseCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Tag the outputs of a campaign as a version that never changes.",
        discussion: """
            Makes the annotated tag CAMPAIGN/VERSION of HEAD, with a manifest of every output: path, SHA-256, size, \
            key and cost. Every output has to be built as it stands and committed with what it was made from. \
            CAMPAIGN is a campaign, a scene, a folder of scenes, or the workspace's name for all.

            EXAMPLES
              aurora release spring v1.2.0
              aurora release spring v1.2.0 --profile final -m "As shown to the customer"
              aurora diff v1.1.0..v1.2.0     between two releases
              aurora restore v1.1.0          its videos, from the cache
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @Argument(help: "What to release.") var campaign: String
    @Argument(help: "The version, such as v1.2.0.") var version: String
    @Option(name: .shortAndLong, help: "A text for the tag's message.") var message: String?
    @Flag(help: "Print JSON.") var json = false

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let release = try workspace.open(context).release(campaign: campaign, version: version, text: message)
        if json {
            context.output.write(JSONText.release(release))
        } else {
            let style = context.messages.style
            let count = Wording.count(release.manifest.outputs.count, "output")
            let name = PrintableText.sanitized(release.tag.name)
            context.output.write(name + "\n")
            context.messages.write(
                "\(style.good("released")) \(count) as \(style.strong(name)), \(release.manifest.cost)\n"
                    + "next: \(style.command("git push origin \(name)"))\n")
        }
        return .done
    }
}
