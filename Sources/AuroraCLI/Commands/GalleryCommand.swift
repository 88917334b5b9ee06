import ArgumentParser
import AuroraCore
import AuroraSession

struct GalleryCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "gallery",
        abstract: "Write a page to look at every output, or at what changed between two revisions.",
        discussion: """
            One folder that works from disk and from any web host: stills, players, captions, costs, and how each was \
            made. With a revision, it shows the outputs as of then; with two, both sides of what changed. Prints the \
            path of the page.

            EXAMPLES
              aurora gallery                   the workspace as it is built
              aurora gallery spring            one campaign
              aurora gallery spring/v1.0       a release
              aurora gallery v1.0..HEAD        what changed, side by side
              aurora gallery --to ../site      into another folder
            """)

    @OptionGroup var options: HistoryOptions
    @OptionGroup var arguments: RevisionArguments
    @Option(help: ArgumentHelp("The folder to write (default: out/.gallery).", valueName: "folder")) var to: String?
    @Flag(help: "Refer to videos where they lie instead of copying them.") var link = false
    @Flag(help: "Print JSON.") var json = false

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let cached = try options.openWithCache(context)
        let words = try cached.history.words(arguments.split(context)) { try cached.history.hasOutput(named: $0) }
        let request = GalleryRequest(
            range: words.range, selection: OutputSelection(ids: words.ids, profile: options.profile),
            target: to.map { $0.hasPrefix("/") ? $0 : "\(context.currentDirectory)/\($0)" },
            placing: link ? .linked : .copied)
        let progress = LiveProgress(terminal: context.messages)
        let isWatched = context.messages.isInteractive && !json
        if isWatched { progress.observe(.started(name: "gallery")) }
        defer { if isWatched { progress.end() } }
        let report = try await cached.gallery(request, environment: context.environment) { step in
            if isWatched { progress.observe(.progressed(name: "gallery", step)) }
        }
        context.messages.write(report.problems)
        if json {
            context.output.write(JSONText.gallery(report))
        } else {
            context.output.write(PrintableText.sanitized(path(report, in: context)) + "\n")
            context.messages.write(GalleryOutcomeText.summary(report) + "\n")
        }
        return .done
    }

    /// The page as somebody would type it who is where the command runs.
    private func path(_ report: GalleryReport, in context: CommandContext) -> String {
        let here = context.currentDirectory + "/"
        return report.index.hasPrefix(here) ? String(report.index.dropFirst(here.count)) : report.index
    }
}
