import ArgumentParser
import AuroraProvenance
import AuroraSession

/// Options of the commands that read records and commits, and no scene.
struct HistoryOptions: ParsableArguments {
    @Option(name: [.customShort("C"), .customLong("directory")], help: "Run as if started in this folder.")
    var directory: String?

    @Option(help: "Only outputs of this profile (default: all).")
    var profile: String?

    func open(_ context: CommandContext) throws -> WorkspaceHistory {
        try WorkspaceHistory.open(context.folder(directory), environment: context.environment)
    }

    /// The same with the cache. The profile only selects records, so that one that the workspace no longer has can be
    /// named too.
    func openWithCache(_ context: CommandContext) throws -> CachedHistory {
        try CachedHistory.open(context.folder(directory), environment: context.environment)
    }
}

/// A revision, perhaps, and ids: `[REV | REV..REV] [ID…] [-- ID…]`.
struct RevisionArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("A revision, or two with `..` between them, and ids.", valueName: "rev or id"))
    var words: [String] = []

    /// The words before `--` and those after it; `nil` if there is none.
    func split(_ context: CommandContext) -> (words: [String], afterDashes: [String]?) {
        guard let after = context.afterDashes else { return (words, nil) }
        return (words.dropLast(after.count), after)
    }
}

extension VisitEnd {
    /// Whether commits are missing because the clone is shallow.
    var isShallow: Bool {
        if case .shallow = self { true } else { false }
    }
}
