import AuroraSession
import Glibc

/// What every command gets: where it runs, and where it writes.
struct CommandContext: Sendable {
    let environment: SessionEnvironment
    let currentDirectory: String
    /// Data: what a script would read.
    let output: Terminal
    /// Progress and messages.
    let messages: Terminal
    /// What follows `--` on the command line, which the parser drops; `nil` if there is none.
    var afterDashes: [String]?
}

/// A command that does something (a group of commands does not).
protocol AuroraSubcommand: Sendable {
    func run(_ context: CommandContext) async throws -> ExitStatus
}

extension CommandContext {
    /// The folder that `--directory` names, or the current one; absolute.
    func folder(_ directory: String?) -> String {
        directory.map { $0.hasPrefix("/") ? $0 : "\(currentDirectory)/\($0)" } ?? currentDirectory
    }

    /// Whether a person is there who can be asked.
    var canAsk: Bool { isatty(STDIN_FILENO) == 1 && messages.isInteractive }

    /// Asks a question that is answered with yes or no; whatever is not yes is no. Without anybody to ask: no. Throws
    /// `CancellationError` when interrupted.
    func asks(_ question: String) throws -> Bool {
        guard canAsk else { return false }
        messages.write(question)
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        while poll(&input, 1, 100) <= 0 { try Task.checkCancellation() }
        return ["y", "yes"].contains(readLine()?.lowercased())
    }
}
