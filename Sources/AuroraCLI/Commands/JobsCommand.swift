import ArgumentParser
import AuroraCore
import AuroraSession

struct JobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "Show paid tasks that are under way, and decide about those that need it.",
        discussion: """
            The journal of paid tasks is yours and not the workspace's: ~/.local/state/aurora/jobs.sqlite. A task that \
            was interrupted goes on with the next build, and is not paid for again. Only of one that may have been paid, \
            and of which the service knows nothing, nobody can tell: it is undecided, and you have to say. One whose \
            video is not what was asked for can be given up as well; it stays paid.

            EXAMPLES
              aurora jobs                               what is under way
              aurora jobs --all                         everything that was ever sent
              aurora jobs resolve a59687d0 --resubmit   send it again, under the same name
              aurora jobs resolve a59687d0 --abandon    give it up; the next build asks anew
            """,
        subcommands: [JobsListCommand.self, JobsResolveCommand.self], defaultSubcommand: JobsListCommand.self)
}

struct JobsListCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List paid tasks (the default).")

    @Option(
        name: [.customShort("C"), .customLong("directory")], help: "Run as if started in this folder.",
        completion: .directory)
    var directory: String?
    @Flag(help: "List those that have ended too.") var all = false
    @Flag(help: "Print JSON, one task a line.") var json = false

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let jobs = try PaidJobs.open(context.folder(directory), environment: context.environment).list(all: all)
        if json {
            context.output.write(JSONText.jobs(jobs))
        } else if jobs.isEmpty {
            context.messages.write(all ? "nothing was ever sent from here\n" : "nothing is under way\n")
        } else {
            context.output.write(JobsText(style: context.output.style).text(jobs))
        }
        return .done
    }
}

struct JobsResolveCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve", abstract: "Decide about a task that is undecided, or whose video is of no use.")

    @Option(
        name: [.customShort("C"), .customLong("directory")], help: "Run as if started in this folder.",
        completion: .directory)
    var directory: String?
    @Argument(help: "The task's UUID, or the beginning of it.") var task: String
    @Flag(help: "Have the next build send it again, under the same name.") var resubmit = false
    @Flag(help: "Give it up; the next build asks for a new one.") var abandon = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if resubmit == abandon { throw ValidationError("say either `--resubmit` or `--abandon`") }
    }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let jobs = try PaidJobs.open(context.folder(directory), environment: context.environment)
        let report = try jobs.resolve(task, resubmit ? .resubmit : .abandon)
        context.output.write(
            json ? JSONText.jobs([report]) : JobsText(style: context.output.style).text([report]))
        return .done
    }
}
