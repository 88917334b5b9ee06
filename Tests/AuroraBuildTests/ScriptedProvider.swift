import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraTesting
import Foundation
import Synchronization

/// A provider for tests of the engine: its video is the text of its key. It makes nothing but MP4.
final class ScriptedProvider: Provider {
    enum Behaviour: Sendable { case works, fails, waits }

    private let folder: TemporaryFolder
    private let behaviours: [String: Behaviour]
    private let log = Mutex<(started: [String], running: Int, most: Int)>(([], 0, 0))

    init(_ folder: TemporaryFolder, _ behaviours: [String: Behaviour] = [:]) {
        self.folder = folder
        self.behaviours = behaviours
    }

    /// Names of the actions that were run, in order.
    var started: [String] { log.withLock { $0.started } }
    /// The most that ran at one time.
    var mostAtOnce: Int { log.withLock { $0.most } }

    func objections(to action: Action) -> [Diagnostic] {
        guard case .talkingHead(let work) = action.work else { return [] }
        return work.settings.format == .mp4
            ? [] : [Diagnostic("only MP4 is made here", at: action.span, hint: "write `format: mp4`")]
    }

    func run(_ request: ProviderRequest, progress: @escaping @Sendable (ActionProgress) -> Void) async throws
        -> ProvidedFile
    {
        log.withLock {
            $0.started.append(request.action.name)
            $0.running += 1
            $0.most = max($0.most, $0.running)
        }
        defer { log.withLock { $0.running -= 1 } }
        try check(request)
        progress(ActionProgress(stage: "rendering", fraction: 0.5))
        await Task.yield()
        switch behaviours[request.action.name] ?? .works {
        case .works: break
        case .fails: throw DiagnosticsError([Diagnostic("it does not work", at: request.action.span)])
        case .waits: try await Task.sleep(for: .seconds(60))
        }
        let path = try folder.write("video of \(request.key)", to: UUID().uuidString)
        return ProvidedFile(path: path, media: Samples.media, cost: .zero)
    }

    /// Refuses inputs with other bytes than those of the key. Most tests of the engine have none on the disk.
    private func check(_ request: ProviderRequest) throws {
        for case .file(let file, let digest) in request.inputs.values {
            guard let bytes = try? Files.read(folder.path(file.path)) else { continue }
            guard Digest(hashing: bytes) == digest else {
                throw DiagnosticsError([Diagnostic("`\(file.path)` changed", at: file.span)])
            }
        }
    }
}

/// Collects events.
final class EventLog: BuildObserver {
    private let events = Mutex<[String]>([])

    var lines: [String] { events.withLock { $0 } }

    func observe(_ event: BuildEvent) {
        let line: String? =
            switch event {
            case .planned(let summary):
                "planned \(summary.run) \(summary.restore) \(summary.current)"
                    + (summary.mayRun > 0 ? " may \(summary.mayRun)" : "")
            case .started(let name): "started \(name)"
            case .waiting(let name, let process): "waiting \(name) \(process.map(String.init) ?? "?")"
            case .progressed, .restoring: nil
            case .finished(let name, _, let seconds): "finished \(name)\(seconds == nil ? " from the cache" : "")"
            case .failed(let name, let diagnostics): "failed \(name): \(diagnostics.map(\.problem).joined())"
            case .rewritten(let name): "rewritten \(name)"
            case .adopted(let name, _): "adopted \(name)"
            case .unchanged(let name): "unchanged \(name)"
            case .skipped(let name, let blockers):
                "skipped \(name)" + (blockers.isEmpty ? "" : " blocked by \(blockers.joined(separator: ", "))")
            case .warned(let diagnostic): "warned \(diagnostic.problem)"
            }
        if let line { events.withLock { $0.append(line) } }
    }
}
