import ArgumentParser
import AuroraCore
import AuroraProvenance
import AuroraSession

struct LogCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "List the commits that changed outputs, newest first: who, when, what, what it cost.",
        discussion: """
            With an id, the history of that output, scene or campaign: what changed each time, followed through \
            renamings. With a revision, what led up to it; with two, what the second has and the first has not.

            EXAMPLES
              aurora log                       the last twenty commits that changed outputs
              aurora log intro                 what became of one scene, and why
              aurora log spring/v1.0..HEAD     since a release
              aurora log -n 100 --json | jq .  for programs
            """)

    @OptionGroup var options: HistoryOptions
    @OptionGroup var arguments: RevisionArguments
    @Option(name: .customShort("n"), help: "At most so many commits.") var limit = 20
    @Flag(help: "Print JSON, one commit a line.") var json = false

    func validate() throws {
        if limit < 1 { throw ValidationError("`-n` needs a number of 1 or more") }
    }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let history = try options.open(context)
        let words = try history.words(arguments.split(context)) { try history.hasOutput(named: $0) }
        let selection = OutputSelection(ids: words.ids, profile: options.profile)
        let log = try history.log(words.range, selection: selection, limit: limit)
        if json {
            context.output.write(log.entries.map(JSONText.logged).joined())
        } else {
            // What is not a terminal has no edge to keep within.
            let columns = context.output.isInteractive ? context.output.columns : 200
            context.output.write(
                LogText(style: context.output.style, columns: columns, isDetailed: !words.ids.isEmpty).text(log))
            if log.entries.isEmpty { context.messages.write("no commit changed an output\n") }
        }
        if log.isTruncated {
            let more = context.messages.style.command("-n \(limit * 2)")
            context.messages.write("older commits are left out; \(more) shows more\n")
        }
        context.messages.write(HistoryWarnings.about(log.end))
        return .done
    }
}

/// What is worth saying about a history that is not whole.
enum HistoryWarnings {
    static func about(_ end: VisitEnd) -> [Diagnostic] {
        guard end.isShallow else { return [] }
        return [
            Diagnostic(
                "this clone is shallow: what was made before its first commits is told as if they had made it",
                hint: "run `git fetch --unshallow`", severity: .warning)
        ]
    }

    static func unreadable(_ path: String) -> Diagnostic {
        Diagnostic(
            "`\(path)` is no record that this version can read", hint: "restore it with git, or build again",
            severity: .warning)
    }
}
