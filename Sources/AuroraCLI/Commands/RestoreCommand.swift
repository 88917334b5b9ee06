import ArgumentParser
import AuroraCore
import AuroraSession

struct RestoreCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Bring back the outputs as of a commit, from the cache.",
        discussion: """
            They go into a folder of their own, out/.at/ and the name of the commit or the release; what a build put \
            into out/ stays as it is. Prints the path of each. What the cache no longer has is named, and the exit \
            status is 1.

            EXAMPLES
              aurora restore HEAD~3                every output of all profiles
              aurora restore spring/v1.0           those of a release
              aurora restore v1.0 intro --to old   one scene, into another folder
            """)

    @OptionGroup var options: HistoryOptions
    @Argument(help: ArgumentHelp("A commit, a branch, a tag or a release.", valueName: "rev")) var revision: String
    @Argument(help: "Outputs, scenes or campaigns (default: all).", completion: Completion.ids) var ids: [String] = []
    @Option(help: ArgumentHelp("The folder to put them in.", valueName: "folder")) var to: String?
    @Flag(help: "Print JSON, one output a line.") var json = false

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let cached = try options.openWithCache(context)
        let revision = try cached.history.revision(revision)
        let target = to.map { $0.hasPrefix("/") ? $0 : "\(context.currentDirectory)/\($0)" }
        let report = try await cached.restore(
            revision, selection: OutputSelection(ids: ids, profile: options.profile), to: target)
        context.messages.write(report.problems)
        if json {
            context.output.write(JSONText.restore(report))
        } else {
            let place = place(report, target: to)
            for entry in report.outputs where entry.outcome != .lost {
                context.output.write(PrintableText.sanitized("\(place)/\(entry.path)") + "\n")
            }
            context.messages.write(summary(report))
        }
        return report.count(.lost) == 0 ? .done : .actionFailed
    }

    /// The folder as the user would type it.
    private func place(_ report: RestoreReport, target: String?) -> String {
        if let target { return target.hasSuffix("/") && target.count > 1 ? String(target.dropLast()) : target }
        guard let range = report.folder.ranges(of: "/out/.at/").last else { return report.folder }
        return String(report.folder[range.lowerBound...].dropFirst())
    }

    private func summary(_ report: RestoreReport) -> String {
        if report.outputs.isEmpty { return "there is no record at `\(report.revision.name)`\n" }
        var parts = ["\(report.count(.restored)) restored"]
        if report.count(.present) > 0 { parts.append("\(report.count(.present)) there already") }
        if report.count(.lost) > 0 { parts.append("\(report.count(.lost)) not in the cache") }
        return PrintableText.sanitized(parts.joined(separator: " · ")) + "\n"
    }
}
