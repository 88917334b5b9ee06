import AuroraBuild
import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraTesting
import AuroraWorkspace
import Foundation
import Synchronization

/// A build in memory with outputs and records that last, and a provider whose bytes follow from the inputs' bytes.
///
/// Speech is its text in lower case: `GOOD` and `Good` have two keys and one sound. A video's bytes are those of its
/// sound and its prompt without digits, a poster's those of its video.
final class GraphBench: Provider {
    let store = MemoryContentStore()
    let cache = ForgetfulActionCache()
    private let folder: TemporaryFolder
    private let published = Mutex<[String: Digest]>([:])
    private let records = Mutex<[String: RecordedAction]>([:])
    private let ran = Mutex<[String]>([])
    /// Names of actions that fail.
    let failing = Mutex<Set<String>>([])

    init() throws { folder = try TemporaryFolder() }

    /// What is in place, by path.
    var outputs: [String: Digest] { published.withLock { $0 } }
    /// Names of the actions that ran, since this was asked last.
    func takeRuns() -> [String] {
        ran.withLock { ran in
            defer { ran = [] }
            return ran
        }
    }

    func plan(_ scenes: [Scene]) throws -> Plan {
        try Planner(
            actionCache: cache, contentStore: store,
            recorded: { action in self.records.withLock { $0[action.publication?.record ?? ""] } },
            placement: { keyed, result in
                guard let publication = keyed.action.publication else { return .complete }
                guard self.outputs[publication.output] == result.artifact.digest else { return .absent }
                let isDue = self.records.withLock { $0[publication.record] } == Self.record(keyed, result)
                return isDue ? .complete : .withoutRecord
            }
        ).plan(Samples.graph(scenes), digest: Samples.digest)
    }

    func build(_ scenes: [Scene], jobs: Int = 1, policy: Executor.FailurePolicy = .stopStarting) async throws
        -> (report: BuildReport, events: [String])
    {
        let log = EventLog()
        let executor = Executor(
            jobs: jobs, failurePolicy: policy, contentStore: store, actionCache: cache,
            actionLocks: MemoryActionLocks(), provider: { _ in self },
            publish: { keyed, result in self.publish(keyed, result) })
        return (await executor.execute(try plan(scenes), observer: log), log.lines)
    }

    private func publish(_ keyed: KeyedAction, _ result: ActionResult) -> Executor.Publishing {
        guard let publication = keyed.action.publication else { return .unchanged }
        let old = published.withLock { $0.updateValue(result.artifact.digest, forKey: publication.output) }
        let record = Self.record(keyed, result)
        let oldRecord = records.withLock { $0.updateValue(record, forKey: publication.record) }
        return old == result.artifact.digest && oldRecord == record ? .unchanged : .published
    }

    private static func record(_ keyed: KeyedAction, _ result: ActionResult) -> RecordedAction {
        var products: [String: RecordedAction.Product] = [:]
        for input in keyed.inputs {
            guard let maker = input.maker else { continue }
            products[input.field] = RecordedAction.Product(
                key: maker.key, digest: input.digest, fields: texts(maker.fields))
        }
        return RecordedAction(
            key: keyed.key, output: result.artifact.digest, fields: texts(keyed.fields), products: products)
    }

    private static func texts(_ fields: [KeyField]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value.description) })
    }

    // MARK: The provider

    func objections(to action: Action) -> [Diagnostic] { [] }
    func run(_ request: ProviderRequest, progress: @escaping @Sendable (ActionProgress) -> Void) async throws
        -> ProvidedFile
    {
        let name = request.action.name
        ran.withLock { $0.append(name) }
        for _ in 0..<Int.random(in: 0...3) { await Task.yield() }
        if failing.withLock({ $0.contains(name) }) {
            throw DiagnosticsError([Diagnostic("`\(name)` does not work", at: request.action.span)])
        }
        let text =
            switch request.action.work {
            case .speech(let work): work.speech.text.text.lowercased()
            case .talkingHead(let work):
                try "video \(bytes(request, "image")) \(bytes(request, "audio")) \(work.prompt.filter { !$0.isNumber })"
            case .poster(let work): try "poster \(bytes(request, "video")) \(work.atMilliseconds)"
            case .sheet(let work): try "sheet \(bytes(request, "video")) \(work.columns)"
            case .preview(let work): try "preview \(bytes(request, "video")) \(work.lengthMilliseconds)"
            case .variant(let work): try "variant \(bytes(request, "video")) \(work.format)"
            case .alignment(let work): try "words \(bytes(request, "audio")) \(work.transcript.text.lowercased())"
            case .captions(let work): try "captions \(bytes(request, "words")) \(work.format) \(work.lineLength)"
            case .reel(let work):
                try work.parts.indices.map { try bytes(request, Joining.field(ofPart: $0)) }.joined(separator: " then ")
                    + " gap \(work.reel.gapMilliseconds)"
            case .fetch(let work): "content of \(work.remote.url)"
            }
        let path = try folder.write(text, to: UUID().uuidString)
        return ProvidedFile(path: path, media: nil, cost: .zero)
    }

    private func bytes(_ request: ProviderRequest, _ field: String) throws -> String {
        switch request.inputs[field] {
        case .file(let file, _)?: return file.path
        case .stored(let artifact, _, _)?:
            let path = folder.path(UUID().uuidString)
            try store.materialize(artifact.digest, at: path)
            return String(decoding: try Files.read(path), as: UTF8.self)
        case nil: throw DiagnosticsError([Diagnostic("`\(request.action.name)` has no `\(field)`")])
        }
    }
}

/// An action cache that can lose entries.
final class ForgetfulActionCache: ActionCache {
    private let entries = Mutex<[ActionKey: ActionResult]>([:])

    func result(for key: ActionKey) throws -> ActionResult? { entries.withLock { $0[key] } }
    func store(_ result: ActionResult, for key: ActionKey) throws { entries.withLock { $0[key] = result } }
    func forget(_ key: ActionKey) { entries.withLock { $0[key] = nil } }
    func forgetAll() { entries.withLock { $0 = [:] } }
}
