import ArgumentParser
import AuroraCore
import Glibc

struct ServeCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answer the Aurora API on this machine, by the embedded renderer, for free.",
        discussion: """
            Speaks what the hosted service speaks, over HTTP and WebSocket, so that its clients work unmodified. Only \
            this machine reaches it unless --host says otherwise. Tasks and results are kept below --data and survive \
            a restart.

            EXAMPLES
              aurora serve                            at http://127.0.0.1:7860/v1
              aurora serve --no-auth                  any key will do
              aurora serve --host 0.0.0.0 --keys team-keys
            """)

    @Option(help: "Listen at this address (default: 127.0.0.1).") var host: String?
    @Option(help: "Listen at this port; 0 for one that is free (default: 7860).") var port: Int?
    @Option(help: "Keep tasks and media in this folder (default: ~/.local/share/aurora/serve).") var data: String?
    @Option(help: "Take the keys of this file, `KEY` or `NAME KEY` a line (default: `keys` in the data folder).")
    var keys: String?
    @Flag(help: "Take any key; on this machine alone.") var noAuth = false
    @Option(help: "Fetch from and call this host, wherever it is: `host` or `host:port`. Repeatable.")
    var allowURL: [String] = []
    @Option(help: "What clients call the server, if not by its own address.") var publicURL: String?
    @Flag(help: "Take paths of files as inputs; on this machine alone.") var allowLocalPaths = false
    @Option(help: "Show the scenes of the workspace in this folder on the page.") var workspace: String?
    @Option(help: "Show them as of this profile (default: the workspace's own).") var profile: String?
    @Option(help: "Carry out so many tasks at a time (default: half of the processors).") var jobs: Int?
    @Option(help: "Let so many tasks wait (default: 100).") var queue: Int?
    @Option(help: "Let so many tasks of one key wait (default: half of --queue).") var queuePerKey: Int?
    @Option(help: "Let one key keep so many MiB of uploads, inputs and results (default: 4096).")
    var storagePerKey: Int?
    @Option(help: "Keep results so many seconds where a task states no ttl (default: 604800).") var keep: Int?
    @Option(help: "Take requests of so many MiB (default: 128).") var maxBody: Int?
    @Option(help: "Have so many connections open (default: 2000).") var connections: Int?

    /// Puts the server in the place of this process; returns only if there is none.
    func run(_ context: CommandContext) async throws -> ExitStatus {
        let folder = context.environment.executable.split(separator: "/").dropLast().map { "/" + $0 }.joined()
        let candidates = ["\(folder)/aurora-serve", "\(folder)/../libexec/aurora/aurora-serve"]
        guard let program = candidates.first(where: { access($0, X_OK) == 0 }) else {
            context.messages.write([
                Diagnostic("there is no `aurora-serve` in `\(folder)`", hint: "run `make install` in Aurora's folder")
            ])
            return .actionFailed
        }
        // What is ignored stays ignored in a program that takes this one's place.
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        execv(program, words)
        context.messages.write([
            Diagnostic(
                "cannot run `\(program)`: \(String(cString: strerror(errno)))",
                hint: "run `make install` in Aurora's folder")
        ])
        return .actionFailed
    }

    /// As they were typed.
    private var arguments: [String] {
        var words: [String] = []
        let texts = [
            ("--host", host), ("--data", data), ("--keys", keys), ("--public-url", publicURL),
            ("--workspace", workspace), ("--profile", profile),
        ]
        for (name, value) in texts { if let value { words += [name, value] } }
        let numbers = [
            ("--port", port), ("--jobs", jobs), ("--queue", queue), ("--keep", keep), ("--max-body", maxBody),
            ("--connections", connections), ("--queue-per-key", queuePerKey), ("--storage-per-key", storagePerKey),
        ]
        for (name, value) in numbers { if let value { words += [name, String(value)] } }
        for host in allowURL { words += ["--allow-url", host] }
        if noAuth { words.append("--no-auth") }
        if allowLocalPaths { words.append("--allow-local-paths") }
        return words
    }
}
