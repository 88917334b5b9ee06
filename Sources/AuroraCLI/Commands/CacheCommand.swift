import ArgumentParser
import AuroraSession

struct CacheCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache", abstract: "Look after the cache: check it, or say how large it is.",
        discussion: """
            EXAMPLES
              aurora cache verify               read everything and compare it with its digest
              aurora cache verify --sample 5%   a part of it, another one each time
              aurora cache stats                how much there is
            """, subcommands: [CacheVerifyCommand.self, CacheStatsCommand.self])
}

struct CacheVerifyCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Read the cache, and put aside what is damaged.",
        discussion: """
            Every entry is named by the SHA-256 of its bytes, so damage is always found. A damaged entry is moved to \
            .aurora/quarantine and never served; the next build makes it again.

            EXAMPLES
              aurora cache verify
              aurora cache verify --sample 5%
              aurora cache verify --json | jq 'select(.event == "damaged")'
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @Option(help: "Read only this part of the entries, chosen anew each time, e.g. 5%.") var sample: Percentage?
    @Flag(help: "Print JSON.") var json = false

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let check = try await workspace.open(context).checkCache(sample: sample?.fraction ?? 1)
        context.output.write(json ? JSONText.check(check) : CacheText(style: context.output.style).text(check))
        return check.isSound ? .done : .actionFailed
    }
}

struct CacheStatsCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Say how much is in the cache.",
        discussion: """
            EXAMPLES
              aurora cache stats
              aurora cache stats --json | jq .objectBytes
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @Flag(help: "Print JSON.") var json = false

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let statistics = try workspace.open(context).cacheStatistics()
        context.output.write(
            json ? JSONText.statistics(statistics) : CacheText(style: context.output.style).text(statistics))
        return .done
    }
}

/// A part of something, typed as `5%`.
struct Percentage: ExpressibleByArgument {
    /// Above 0 and up to 1.
    let fraction: Double

    init?(argument: String) {
        guard argument.hasSuffix("%"), let percent = Double(argument.dropLast()), percent > 0, percent <= 100 else {
            return nil
        }
        fraction = percent / 100
    }
}
