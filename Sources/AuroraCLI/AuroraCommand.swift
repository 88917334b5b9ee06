import ArgumentParser

/// The command line's root.
struct AuroraCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aurora",
        abstract: "Build talking-head videos from a git repository of scenes, and only those that changed.",
        discussion: """
            A workspace is a folder with aurora.yaml and scene files: a portrait, a speech recording, a prompt and \
            settings. A build makes what changed, takes the rest from a cache, and commits a record of every video.

            EXAMPLES
              aurora init my-videos          a workspace to begin with
              aurora build                   make what changed
              aurora diff                    what would be made, why, and for how much
              aurora build intro --profile final
              aurora explain intro           what went into a video's key
              aurora commit -m "New line"    scenes, inputs and records in one commit

            EXIT STATUS
              0 done · 1 an action failed · 2 bad workspace or usage · 3 needs approval · 4 changes (diff \
            --exit-code) · 130 interrupted
            """,
        version: AuroraVersion.text,
        subcommands: [InitCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Building",
                subcommands: [
                    BuildCommand.self, DiffCommand.self, StatusCommand.self, ExplainCommand.self, GraphCommand.self,
                    PreviewCommand.self, WatchCommand.self, PinCommand.self, CommitCommand.self,
                ]),
            CommandGroup(
                name: "History",
                subcommands: [
                    LogCommand.self, CostCommand.self, JobsCommand.self, GalleryCommand.self, RestoreCommand.self,
                    ReleaseCommand.self, VerifyCommand.self,
                ]),
            CommandGroup(
                name: "Exchange",
                subcommands: [ImportCommand.self, ExportCommand.self, SchemaCommand.self, ServeCommand.self]),
            CommandGroup(
                name: "Housekeeping",
                subcommands: [
                    TrustCommand.self, CacheCommand.self, GCCommand.self, DoctorCommand.self, CompletionsCommand.self,
                ]),
        ])
}
