import ArgumentParser
import AuroraSession

/// Options of every command that works on a workspace.
struct WorkspaceOptions: ParsableArguments {
    @Option(
        name: [.customShort("C"), .customLong("directory")], help: "Run as if started in this folder.",
        completion: .directory)
    var directory: String?

    @Option(help: "The profile to use (default: the one aurora.yaml names).", completion: Completion.profiles)
    var profile: String?

    @Option(name: .customLong("set"), help: "Set a setting for this run, e.g. --set quality=80. Repeatable.")
    var settings: [String] = []

    func validate() throws {
        for setting in settings where !setting.contains("=") {
            throw ValidationError("`--set \(setting)` has no value: write `--set \(setting)=…`")
        }
    }

    /// Compares the workspace with what it was when all was in order; `nil` if there is nothing to compare it with.
    func glance(_ context: CommandContext) throws -> Glance? {
        try Glance.at(
            folder(context), profile: profile, overrides: overrides, environment: context.environment)
    }

    /// Opens the workspace, or what a glance left of it to look at, and passes on what it warns of.
    func open(_ context: CommandContext, glance: Glance? = nil) throws -> Session {
        let session = try Session.open(
            folder(context), profile: profile, overrides: overrides, environment: context.environment, glance: glance)
        context.messages.write(session.warnings)
        return session
    }

    /// Begins to watch the workspace.
    func watch(_ context: CommandContext) throws -> WorkspaceWatch {
        try WorkspaceWatch(
            folder(context), profile: profile, overrides: overrides, environment: context.environment)
    }

    private var overrides: [String: String] {
        let pairs = settings.map { setting in
            let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), String(parts[1]))
        }
        return Dictionary(pairs, uniquingKeysWith: { _, last in last })
    }

    private func folder(_ context: CommandContext) -> String {
        directory.map { $0.hasPrefix("/") ? $0 : "\(context.currentDirectory)/\($0)" } ?? context.currentDirectory
    }

    /// The history of the workspace, without a look at its scenes.
    func history(_ context: CommandContext) throws -> WorkspaceHistory {
        try WorkspaceHistory.open(folder(context), environment: context.environment)
    }
}
