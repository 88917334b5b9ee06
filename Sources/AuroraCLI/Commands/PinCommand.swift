import ArgumentParser
import AuroraCore
import AuroraSession

struct PinCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "pin", abstract: "Keep videos as they are recorded, whatever changes.",
        discussion: """
            A pin is a small file below records/pins, for git: `aurora commit` takes it along. Without ids, lists what \
            is pinned.

            EXAMPLES
              aurora pin baker               the video, its takes, poster and variants
              aurora pin baker.t2            one take
              aurora pin                     what is pinned
              aurora pin --remove baker      let it follow its scene again
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @Argument(help: "Scenes or outputs to pin (default: list what is pinned).", completion: Completion.ids)
    var ids: [String] = []
    @Flag(help: "End the pins of these.") var remove = false
    @Flag(help: "Print JSON, one output a line.") var json = false

    func validate() throws {
        if remove && ids.isEmpty { throw ValidationError("`--remove` needs the scene or output that is pinned") }
    }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let session = try workspace.open(context)
        let changes =
            try ids.isEmpty ? session.pinned() : remove ? session.unpin(ids: ids) : session.pin(ids: ids)
        if json {
            context.output.write(JSONText.pins(changes))
        } else if ids.isEmpty {
            if changes.isEmpty { context.messages.write("nothing is pinned\n") }
            context.output.write(changes.map { PrintableText.sanitized($0.name) + "\n" }.joined())
        } else {
            context.output.write(changes.map(Self.line).joined())
            if changes.contains(where: { !$0.wasSo }) {
                context.messages.write("commit it with `aurora commit`, so that it counts for others too\n")
            }
        }
        return .done
    }

    private static func line(_ change: PinChange) -> String {
        let name = PrintableText.sanitized(change.name)
        return switch (change.isPinned, change.wasSo) {
        case (true, false): "pinned \(name)\n"
        case (true, true): "pinned \(name) (it was already)\n"
        case (false, false): "unpinned \(name)\n"
        case (false, true): "not pinned \(name)\n"
        }
    }
}
