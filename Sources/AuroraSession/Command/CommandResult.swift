import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraWorkspace

/// Judges what a program of the user's own has made before anybody relies on it.
struct CommandResult {
    let program: CommandProgram
    let action: Action
    let format: VideoFormat

    /// Four gibibytes: an hour in high quality.
    static let maximumByteCount: Int64 = 4 << 30

    /// Moves the result to where the program cannot reach it and looks at it there. Throws `CommandError` at the scene's
    /// line if it is not a video of the format that was asked for.
    func take(_ path: String, to safe: String) throws {
        guard let facts = try FileFacts.of(path) else { throw refusal("wrote no video to `{output}`") }
        guard facts.kind == .regular else { throw refusal("made something else than a regular file of `{output}`") }
        guard try Files.linkCount(path) == 1 else {
            throw refusal("made a hard link of `{output}`, which would change with the other file")
        }
        guard facts.size > 0 else { throw refusal("wrote an empty video") }
        guard facts.size <= Self.maximumByteCount else { throw refusal("wrote more than 4 GiB") }
        try Files.rename(path, to: safe)
        guard try Self.isContainer(format, OpenFile.reading(safe).prefix(MediaKind.headLength)) else {
            throw refusal("wrote something that is not \(format.rawValue)")
        }
    }

    private func refusal(_ words: String) -> CommandError {
        let format = format.rawValue
        return CommandError(
            diagnostic: Diagnostic(
                "the program of provider `\(program.name)` \(words)", at: action.span,
                hint: "it has to write a finished \(format) file (`settings: {format: \(format)}`) to the path that "
                    + "stands for `{output}`, and end with status 0"))
    }

    /// Whether a file that begins like this is of that format.
    static func isContainer(_ format: VideoFormat, _ start: [UInt8]) -> Bool {
        MediaKind(head: start)?.suffix == format.rawValue
    }
}
