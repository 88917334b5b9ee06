import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraWorkspace

/// Makes videos with a program of the user's own, in a folder that holds what the program was promised and nothing
/// else. Free, as far as Aurora knows.
struct CommandProvider: Provider {
    let program: CommandProgram
    let runner: CommandRunner
    let staging: Staging

    func objections(to action: Action) -> [Diagnostic] {
        guard program.ownProgram == nil, runner.locate(program.run[0]) == nil else { return [] }
        return [
            Diagnostic(
                "there is no program `\(program.run[0])` in PATH", at: program.runSpan,
                hint: "install it, or name a file of the workspace as in `run: [./tools/render.sh, \"{output}\"]`")
        ]
    }

    func run(_ request: ProviderRequest, progress: @escaping @Sendable (ActionProgress) -> Void) async throws
        -> ProvidedFile
    {
        let trusted = TrustedDeclaration(program) { request.inputs[TalkingHead.field(of: $0)]?.digest }
        guard try runner.trust.state(of: trusted) == .trusted else {
            throw ApprovalError([try runner.trust.objection(to: program, trusted)])
        }
        progress(ActionProgress(stage: "running", fraction: nil))
        guard case .talkingHead(let work) = request.action.work else { preconditionFailure("programs make videos") }
        let folder = try runner.folders.take(program.name) { try CommandFolder(runner.layout.freshTemporary()) }
        var staging = CommandStaging(files: self.staging, folder: folder, work: work)
        let video = try runner.layout.freshTemporary()
        do {
            let words = try staging.fill(program, request)
            let ending = try await start(words, in: staging)
            try check(ending, request.action)
            let result = CommandResult(program: program, action: request.action, format: work.settings.format)
            try result.take(staging.output, to: video)
            try runner.folders.giveBack(staging.folder, of: program.name)
            // Nobody has looked into it: nothing is known of its size or length.
            return ProvidedFile(path: video, media: nil, cost: .zero)
        } catch {
            // Why it failed counts; what cannot be removed is swept by the next build.
            try? Files.removeTree(folder.root)
            try? Files.remove(video)
            throw error
        }
    }

    private func start(_ words: [String], in staging: CommandStaging) async throws -> Warden.Ending {
        let path: String
        if let own = program.ownProgram {
            path = Paths.join(staging.work, own)
        } else {
            guard let found = runner.locate(program.run[0]) else { throw failure("is not in PATH any more") }
            path = found
        }
        let job = Warden.Job(
            folder: staging.work, program: path, arguments: words,
            variables: [
                "PATH": runner.searchPath.joined(separator: ":"), "LC_ALL": "C", "HOME": staging.home,
                "TMPDIR": staging.temporary,
            ],
            seconds: program.seconds,
            limits: Warden.Limits(
                // Of each process; all processors for all the time it has.
                cpuSeconds: UInt64(program.seconds * runner.processorCount), openFiles: 1024,
                fileBytes: UInt64(CommandResult.maximumByteCount), memoryBytes: 1 << 40))
        do throws(any Error) { return try await runner.warden.run(job) } catch let error as Warden.Failure {
            switch error {
            case .notStarted(let code):
                throw failure("cannot be started: \(FileError("run", path, code: code).reason)")
            case .lost: throw failure("was lost: the process that watched over it is gone")
            }
        }
    }

    private func check(_ ending: Warden.Ending, _ action: Action) throws {
        let how: String
        switch ending.how {
        case .exited(0): return
        case .exited(let status): how = "ended with exit status \(status)"
        case .signaled(let number): how = "was ended by signal \(number)"
        case .timedOut: how = "took longer than \(Wording.count(program.seconds, "second"))"
        }
        let isLate = ending.how == .timedOut
        throw CommandError(
            diagnostic: Diagnostic(
                "the program of provider `\(program.name)` \(how)", at: action.span,
                notes: Self.lines(ending.tail),
                hint: isLate
                    ? "give it more time with `seconds:` (\(program.span.location)), or find out what it waits for"
                    : "mend the program, which is declared at \(program.span.location)"))
    }

    private func failure(_ words: String) -> CommandError {
        CommandError(
            diagnostic: Diagnostic(
                "the program `\(program.run[0])` of provider `\(program.name)` \(words)", at: program.runSpan,
                hint: "a script begins with a line such as `#!/bin/sh`, naming what runs it"))
    }

    /// The last lines that a program printed, fit for a terminal.
    static func lines(_ tail: [UInt8]) -> [String] {
        let text = String(decoding: tail, as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).suffix(5)
        return lines.map { line in
            let shown = PrintableText.sanitized(String(line.prefix(200)))
            return line.count > 200 ? shown + "…" : shown
        }
    }
}

/// What went wrong with a program of the user's own.
struct CommandError: DiagnosticConvertible {
    let diagnostic: Diagnostic

    var diagnostics: [Diagnostic] { [diagnostic] }
}
