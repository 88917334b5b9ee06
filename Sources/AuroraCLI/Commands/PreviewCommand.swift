import ArgumentParser
import AuroraCore
import AuroraSession

struct PreviewCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Make one frame, or three seconds, of a scene at once.",
        discussion: """
            Made by the embedded renderer, free, whatever the scene's provider; the frames are those of the whole \
            video. Prints the path of the picture or video, below out/.preview.

            EXAMPLES
              aurora preview intro             its first three seconds
              aurora preview intro --from 8s   three seconds from there
              aurora preview intro --at 3s     one frame
              aurora preview intro --at 3s --set seed=8
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @Argument(help: "The scene, or one of its takes (intro.t2).") var id: String
    @Option(help: "Make the frame at this moment, e.g. 2.5s.") var at: Moment?
    @Option(help: "Where the three seconds begin (default: 0s).") var from: Moment?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if at != nil && from != nil { throw ValidationError("`--at` and `--from` exclude each other") }
    }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let session = try workspace.open(context)
        let part: ScenePreview.Part =
            at.map { .still(atMilliseconds: $0.milliseconds) }
            ?? .clip(fromMilliseconds: from?.milliseconds ?? 0, milliseconds: 3000)
        let progress = LiveProgress(terminal: context.messages)
        let isWatched = context.messages.isInteractive && !json
        if isWatched { progress.observe(.started(name: id)) }
        defer { if isWatched { progress.end() } }
        let preview = try await session.preview(of: id, part: part) { step in
            if isWatched { progress.observe(.progressed(name: id, step)) }
        }
        context.output.write(
            json ? JSONText.preview(preview) : PrintableText.sanitized(preview.path) + "\n")
        return .done
    }
}

/// A moment of a video, typed as `3s`, `2.5s`, `2.5` or `750ms`.
struct Moment: ExpressibleByArgument {
    let milliseconds: Int

    init?(argument: String) {
        let isMilliseconds = argument.hasSuffix("ms")
        let number =
            isMilliseconds ? argument.dropLast(2) : argument.hasSuffix("s") ? argument.dropLast() : argument[...]
        guard let value = Double(number), value >= 0, value <= 86_400_000 else { return nil }
        milliseconds = Int((isMilliseconds ? value : value * 1000).rounded())
    }
}
