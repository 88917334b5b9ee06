import AuroraSession

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
