import ArgumentParser
import AuroraCore
import AuroraSession

struct VerifyCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check that outputs, records and releases are what they claim.",
        discussion: """
            Reads every output and input in the workspace and compares them with the records; works the key of each \
            record out again from its own fields. With a revision, checks the records that it holds, their inputs, \
            what the cache has of their outputs, and the manifest of a release. Whatever is wrong is listed, and the \
            exit status is 1.

            EXAMPLES
              aurora verify                what lies here
              aurora verify HEAD
              aurora verify spring/v1.0    a release, with its manifest
              aurora verify --json | jq -r 'select(.event == "wrong") | .path'
            """)

    @OptionGroup var options: HistoryOptions
    @OptionGroup var arguments: RevisionArguments
    @Flag(help: "Print JSON, one finding a line.") var json = false

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let history = try options.open(context)
        let words = try history.words(arguments.split(context)) { try history.hasOutput(named: $0) }
        let selection = OutputSelection(ids: words.ids, profile: options.profile)
        let verification: Verification
        switch words.range {
        case nil:
            verification = try history.verify(selection) { absent in
                // Where the workspace's file is not right, where its cache is cannot be told.
                try (try? options.openWithCache(context))?.lost(absent) ?? []
            }
        case .one(let revision): verification = try options.openWithCache(context).verify(revision, selection)
        case .between:
            throw DiagnosticsError([
                Diagnostic("one revision is checked at a time", hint: "name one: `aurora verify HEAD`")
            ])
        }
        context.output.write(
            json
                ? JSONText.verification(verification)
                : VerificationText(style: context.output.style).text(verification))
        return verification.isSound ? .done : .actionFailed
    }
}
