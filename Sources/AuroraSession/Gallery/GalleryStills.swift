import AuroraBuild
import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraProvenance
import RenderProtocol

/// Takes stills of videos that have no poster of their own, once each: they stay in the cache under the key that a poster of
/// that moment has.
struct GalleryStills: Sendable {
    let layout: DiskLayout
    let renderer: RendererProcess
    /// How many are taken at a time.
    let width: Int

    /// One still that is wanted.
    struct Order: Hashable, Sendable {
        /// Of the video.
        let digest: Digest
        /// The video's file.
        let video: String
        let atMilliseconds: Int
        /// Where the still goes.
        let target: String
    }

    /// What became of orders.
    struct Outcome: Sendable {
        var made: Set<Order> = []
        var takenCount = 0
        /// Why some could not be taken.
        var problems: [Diagnostic] = []
    }

    /// A moment at which a speaker is seen speaking: past the beginning, where many videos fade in or a mouth is still
    /// shut, but near enough to it to be found fast.
    static func moment(ofVideoLasting milliseconds: Int) -> Int { min(2000, max(0, milliseconds) / 3) }

    /// Takes what the cache does not have. Throws `CancellationError` alone; what cannot be taken is left out.
    func take(_ orders: [Order], progress: @escaping @Sendable (ActionProgress) -> Void) async throws -> Outcome {
        var outcome = Outcome()
        var waiting: [Order] = []
        for order in orders {
            if (try? fromCache(order)) == true { outcome.made.insert(order) } else { waiting.append(order) }
        }
        guard !waiting.isEmpty else { return outcome }
        do throws(RendererError) { _ = try renderer.locate() } catch {
            outcome.problems = [Self.untaken(waiting.count, error.diagnostics.first)]
            return outcome
        }
        var failures: [Diagnostic?] = []
        let total = waiting.count
        var rest = waiting[...]
        try await withThrowingTaskGroup(of: (Order, Result<Void, any Error>).self) { group in
            var done = 0
            func startNext() {
                guard let order = rest.popFirst() else { return }
                group.addTask { (order, await attempt { try await render(order) }) }
            }
            for _ in 0..<max(1, width) { startNext() }
            while let (order, result) = try await group.next() {
                try Task.checkCancellation()
                done += 1
                progress(ActionProgress(stage: "stills", fraction: Double(done) / Double(total)))
                switch result {
                case .success:
                    outcome.made.insert(order)
                    outcome.takenCount += 1
                case .failure(let error): failures.append((error as? any DiagnosticConvertible)?.diagnostics.first)
                }
                startNext()
            }
        }
        if !failures.isEmpty { outcome.problems = [Self.untaken(failures.count, failures.compactMap { $0 }.first)] }
        return outcome
    }

    private func attempt(_ body: () async throws -> Void) async -> Result<Void, any Error> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }

    private static func untaken(_ count: Int, _ cause: Diagnostic?) -> Diagnostic {
        let stills = "no still could be taken of \(Wording.count(count, "video"))"
        return Diagnostic(
            cause.map { "\(stills): \($0.problem)" } ?? stills, hint: cause?.hint, severity: .warning)
    }

    /// Whether the cache had it, and it is in its place now.
    private func fromCache(_ order: Order) throws -> Bool {
        guard let key = Self.key(order), let result = try DiskActionCache(layout).result(for: key) else { return false }
        try DiskContentStore(layout).materialize(result.artifact.digest, at: order.target)
        return true
    }

    private func render(_ order: Order) async throws {
        let work = try layout.freshTemporary()
        try Files.createDirectories(work)
        do {
            let video = "video.\(Paths.name(order.video).split(separator: ".").last ?? "mp4")"
            // A file that is referred to where it lies may have changed since.
            guard try Files.copy(order.video, toNew: Paths.join(work, video)) == order.digest else {
                throw FileError("read", order.video, code: 0)
            }
            let request = PosterRequest(video: video, output: "still.jpg", atMilliseconds: order.atMilliseconds)
            switch try await renderer.run(.poster(request), in: work, progress: { _ in }) {
            case .still: break
            case .failed(let failure): throw DiagnosticsError([Diagnostic(failure.problem, hint: failure.hint)])
            default: throw RendererError.unreadableAnswer
            }
            let artifact = try DiskContentStore(layout).ingest(movingFrom: Paths.join(work, "still.jpg"))
            if let key = Self.key(order) {
                try DiskActionCache(layout).store(
                    ActionResult(artifact: artifact, media: nil, cost: .zero), for: key)
            }
            try DiskContentStore(layout).materialize(artifact.digest, at: order.target)
            try Files.removeTree(work)
        } catch {
            // Why it failed counts; what cannot be removed is swept by the next build.
            try? Files.removeTree(work)
            throw error
        }
    }

    /// The key of a poster of that moment.
    private static func key(_ order: Order) -> ActionKey? {
        let fields = [
            "keyFormat": "1", "kind": ActionKind.poster.rawValue, "provider": "embedded", "model": "aurora-still",
            "engine": EngineVersion.still, "atMilliseconds": String(order.atMilliseconds),
        ]
        return KeyRecipe.keys(of: fields, inputs: ["video": order.digest])?.first
    }
}
