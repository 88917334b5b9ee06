import ArgumentParser
import AuroraSession

struct GCCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "gc", abstract: "Remove from the cache what nothing refers to.",
        discussion: """
            Kept is what the records and pins of any branch, tag, stash or working tree refer to, what was stored in the last \
            30 days, and always what cost money. What is younger than an hour is kept whatever you say: a build may be \
            using it.

            EXAMPLES
              aurora gc --dry-run            what would go
              aurora gc
              aurora gc --history            keep what any commit refers to, however old
              aurora gc --days 7             keep a week instead of a month
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @Flag(help: "Keep what any commit refers to that can be reached.") var history = false
    @Option(help: "Keep what was stored in this many days, 0 to 36500.") var days = 30
    @Flag(help: "Say what would be removed, and remove nothing.") var dryRun = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard (0...36_500).contains(days) else { throw ValidationError("`--days` needs a number from 0 to 36500") }
    }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        var options = CollectOptions()
        options.reach = history ? .history : .tips
        options.days = days
        options.isTrial = dryRun
        let harvest = try workspace.open(context).collectGarbage(options)
        context.output.write(
            json
                ? JSONText.harvest(harvest, isTrial: dryRun)
                : CacheText(style: context.output.style).text(harvest, isTrial: dryRun))
        return .done
    }
}
