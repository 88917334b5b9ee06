import ArgumentParser
import AuroraSession

struct CostCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "cost",
        abstract: "Say how much was spent, from the records of all commits and your journal of paid tasks.",
        discussion: """
            Every result counts once: what was moved, renamed or taken from a cache is not paid for again. Without a \
            range, what lies uncommitted in the workspace counts too, and what was paid from here for videos that \
            are in no record: those that were flagged, and those that nobody asks for any more.

            EXAMPLES
              aurora cost                      all that was ever spent
              aurora cost --by month
              aurora cost --by scene v1.0..v1.1
            """)

    @OptionGroup var options: HistoryOptions
    @Option(
        help: ArgumentHelp(
            "Group by scene, campaign, provider or month.", valueName: "what"),
        transform: { text in
            guard let grouping = Ledger.Grouping(rawValue: text) else {
                throw ValidationError("choose scene, campaign, provider or month")
            }
            return grouping
        }) var by: Ledger.Grouping?
    @Argument(help: ArgumentHelp("A revision, or two with `..` between them.", valueName: "rev")) var range: String?
    @Flag(help: "Print JSON, one group a line and a total.") var json = false

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let history = try options.open(context)
        let ledger = try history.ledger(
            try range.map { try history.range($0) }, selection: OutputSelection(profile: options.profile),
            paid: PaidJobs.open(context.folder(options.directory), environment: context.environment))
        context.output.write(
            json ? JSONText.ledger(ledger, by: by) : LedgerText(style: context.output.style).text(ledger, by: by))
        context.messages.write(HistoryWarnings.about(ledger.end))
        return .done
    }
}
