import AuroraCore
import AuroraFiles
import Foundation
import Glibc
import RenderProtocol
import Subprocess
import SystemPackage

/// Hands `aurora-render` one request and takes its answer. The one place that knows the command line.
struct RendererProcess: Sendable {
    let environment: SessionEnvironment
    /// The renderer that stays open; nil to start one for each request.
    var host: RendererHost?
    /// The folder below which all requests of a host have theirs.
    var root = ""

    /// Runs one request in `folder`, to which all paths in it are relative. Stops the renderer when the task is
    /// cancelled. Throws `RendererError`.
    func run(_ task: RenderTask, in folder: String, progress: @escaping @Sendable (RenderProgress) -> Void) async throws
        -> RenderResponse
    {
        let result = Paths.join(folder, HostOrder.resultName)
        let ending = try await carryOut(RenderRequest(task: task), in: folder, progress)
        try Task.checkCancellation()
        switch ending.how {
        case .exited(0): break
        case .exited where try Files.freeBytes(at: folder) < Self.leastRoom:
            throw FileError("write", result, code: ENOSPC)
        case .exited(let code): throw RendererError.ended("exit status \(code)", complaint: ending.complaint)
        case .signaled(SIGXCPU): throw RendererError.exceeded("processor time")
        case .signaled(SIGXFSZ): throw RendererError.exceeded("space for its file")
        case .signaled(let number): throw RendererError.ended("signal \(number)", complaint: ending.complaint)
        case .notStarted(let code):
            throw RendererError.notStarted(try locate(), reason: FileError("run", "", code: code).reason)
        }
        do {
            return try JSONDecoder().decode(RenderResponse.self, from: Data(try Files.read(result, limit: 1 << 20)))
        } catch { throw RendererError.unreadableAnswer }
    }

    /// By the renderer that stays open, or else, or if that dies over it, by one of its own.
    private func carryOut(
        _ request: RenderRequest, in folder: String, _ progress: @escaping @Sendable (RenderProgress) -> Void
    ) async throws -> HostEnding {
        let path = try locate()
        let named = variables.map { "\($0.key.rawValue)=\($0.value)" }.sorted()
        let program = RendererHost.Program(path: path, variables: named, root: root)
        if let ending = try await host?.run(request, in: folder, program, progress: progress) { return ending }
        try Files.write([UInt8](try JSONEncoder().encode(request)), to: Paths.join(folder, "request.json"))
        let (status, complaint) = try await start(path, in: folder, progress)
        return switch status {
        case .exited(let code): HostEnding(.exited(code), complaint: complaint)
        case .signaled(let number): HostEnding(.signaled(number), complaint: complaint)
        }
    }

    /// Bytes without which not even an answer can be written: who has fewer failed for want of them.
    private static let leastRoom: Int64 = 16384

    /// Runs the program to its end. Returns how it ended, and the last lines of its standard error.
    private func start(
        _ program: String, in folder: String, _ progress: @escaping @Sendable (RenderProgress) -> Void
    ) async throws -> (TerminationStatus, complaint: [String]) {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .milliseconds(500))]
        do {
            let ended = try await Subprocess.run(
                .path(FilePath(program)), arguments: ["--request", "request.json", "--result", HostOrder.resultName],
                environment: .custom(variables), workingDirectory: FilePath(folder), platformOptions: options,
                input: .none, output: .sequence, error: .sequence
            ) { execution in
                async let complaint = Self.lastLines(of: execution.standardError)
                try await Self.eachLine(of: execution.standardOutput) { line in
                    // A line that is no progress is none of ours: a library's chatter does not stop a build.
                    if let step = try? JSONDecoder().decode(RenderProgress.self, from: Data(line.utf8)) {
                        progress(step)
                    }
                }
                return try await complaint
            }
            return (ended.terminationStatus, ended.closureResult)
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw RendererError.notStarted(program, reason: "\(error)")
        }
    }

    private static func eachLine(of output: SubprocessOutputSequence, _ body: (String) -> Void) async throws {
        var cutter = LineCutter()
        for try await part in output { part.withUnsafeBytes { cutter.lines(in: $0) }.forEach(body) }
        body(cutter.takeRest())
    }

    private static func lastLines(of output: SubprocessOutputSequence) async throws -> [String] {
        var last: [String] = []
        try await eachLine(of: output) { line in if !line.isEmpty { last = last.suffix(4) + [line] } }
        return last
    }

    /// Beside the running program, as a build leaves it and as `make install` installs it; or what `AURORA_RENDER`
    /// names, whatever is installed.
    func locate() throws(RendererError) -> String {
        if let chosen = environment.variables["AURORA_RENDER"], !chosen.isEmpty {
            // What cannot be looked at cannot be run.
            guard (try? FileFacts.of(chosen)) ?? nil != nil else { throw .misnamed(chosen) }
            return chosen
        }
        let folder = Paths.parent(environment.executable) ?? "/"
        let candidates = [
            Paths.join(folder, "aurora-render"), Paths.join(folder, "../libexec/aurora/aurora-render"),
        ]
        // A candidate that cannot be looked at is none; the error names the folder.
        guard let found = candidates.first(where: { (try? FileFacts.of($0)) ?? nil != nil }) else {
            throw .notInstalled(folder)
        }
        return found
    }

    /// What the renderer may know of its surroundings: where its models are, and nothing else.
    var variables: [Environment.Key: String] {
        // A crash is told by its signal: writing down where it was takes longer, and a program of its own.
        var kept: [Environment.Key: String] = ["LC_ALL": "C", "SWIFT_BACKTRACE": "enable=no"]
        for name in ["HOME", "XDG_DATA_HOME", "AURORA_ENGINE_DIR"] {
            if let value = environment.variables[name], let key = Environment.Key(rawValue: name) { kept[key] = value }
        }
        return kept
    }
}

/// Why there is no answer from the renderer.
enum RendererError: DiagnosticConvertible {
    /// There is no `aurora-render` beside the program in this folder.
    case notInstalled(String)
    /// `AURORA_RENDER` names this, and there is no such file.
    case misnamed(String)
    /// The program at this path could not be run.
    case notStarted(String, reason: String)
    /// It ended otherwise than with status 0; `complaint` is what it wrote to standard error at last.
    case ended(String, complaint: [String])
    /// It used more of something than it may.
    case exceeded(String)
    case unreadableAnswer

    var diagnostics: [Diagnostic] {
        switch self {
        case .notInstalled(let folder):
            [Diagnostic("there is no `aurora-render` in `\(folder)`", hint: "run `make install` in Aurora's folder")]
        case .misnamed(let path):
            [
                Diagnostic(
                    "`AURORA_RENDER` names `\(PrintableText.sanitized(path))`, and there is no such file",
                    hint: "name the renderer's program, or unset `AURORA_RENDER`")
            ]
        case .notStarted(let program, let reason):
            [
                Diagnostic(
                    "the renderer `\(program)` cannot be run", notes: [reason],
                    hint: "run `make install` in Aurora's folder")
            ]
        case .ended(let status, let complaint):
            [
                Diagnostic(
                    "the renderer stopped before it was done (\(status))", notes: complaint,
                    hint: "run the same command again; if it stops again, report it"
                        + (complaint.isEmpty ? "" : " with these lines"))
            ]
        case .exceeded(let what):
            [
                Diagnostic(
                    "the renderer was stopped: it took more \(what) than any video needs",
                    hint: "convert its picture and its sound with another program, and use those files")
            ]
        case .unreadableAnswer:
            [
                Diagnostic(
                    "the renderer's answer cannot be read",
                    hint: "`aurora` and `aurora-render` must be of one version: run `make install` again")
            ]
        }
    }
}
