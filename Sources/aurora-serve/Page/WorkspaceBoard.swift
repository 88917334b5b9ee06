import AuroraCore
import AuroraHosted
import AuroraServe
import AuroraSession
import Synchronization

/// The scenes of a workspace as the page shows them. They are looked at over and over while somebody watches, on a thread of its
/// own: a large workspace keeps nobody else waiting.
actor WorkspaceBoard {
    private struct Shown {
        var document = JSONValue.null
        /// Workspace paths by the names that they are asked for by.
        var files: [String: String] = [:]
        /// When somebody last wanted to know.
        var asked: ContinuousClock.Instant?
    }

    private let view: WorkspaceView
    private let executor = ThreadExecutor("workspace")
    private let shown = Mutex(Shown())
    private let clock = ContinuousClock()
    let changes = ChangeCounter()
    /// In every address: a video is for those who were told of it, since a player sends no key.
    private let token = TaskID.random().text

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Between two looks, at least; and so many times as long as the last one took.
    private static let pause = Duration.seconds(1)
    private static let rest = 10
    /// Whoever watches asks more often than this.
    private static let attention = Duration.seconds(5)

    init(_ view: WorkspaceView) { self.view = view }

    /// What there was to see at the last look.
    nonisolated var document: JSONValue { shown.withLock { $0.document } }

    /// Somebody watches, and will for a while.
    nonisolated func attend() { shown.withLock { $0.asked = clock.now } }

    /// A published file by its name in an address; `nil` for any other name.
    nonisolated func file(_ name: String) -> MediaFile? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == token, let path = shown.withLock({ $0.files[String(parts[1])] }),
            let file = view.open(path)
        else { return nil }
        return MediaFile(file)
    }

    /// Until the task is cancelled.
    nonisolated func run() async {
        var isFirst = true
        while !Task.isCancelled {
            let start = clock.now
            let isWatched = shown.withLock { $0.asked.map { start - $0 < Self.attention } ?? false }
            if isWatched || isFirst { await look() }
            isFirst = false
            // Cancelled while it sleeps, it ends with the loop.
            try? await Task.sleep(for: max(Self.pause, (clock.now - start) * Self.rest))
        }
    }

    private func look() {
        var files: [String: String] = [:]
        let document: JSONValue
        do {
            let sight = try view.look()
            document = .object([
                "name": .text(sight.name), "profile": .text(sight.profile),
                "scenes": .list(sight.scenes.map { card($0, &files) }),
            ])
        } catch let error as any DiagnosticConvertible {
            let problems = error.diagnostics.prefix(10).map { told in
                JSONValue.text((told.span.map { "\($0.file):\($0.line): " } ?? "") + told.problem)
            }
            document = .object(["name": .text(""), "problems": .list(problems)])
        } catch {
            document = .object(["name": .text(""), "problems": [.text("the workspace cannot be read")]])
        }
        let isNews = shown.withLock { shown in
            shown.files = files
            defer { shown.document = document }
            return shown.document != document
        }
        if isNews { changes.raise() }
    }

    private func card(_ scene: WorkspaceView.Scene, _ files: inout [String: String]) -> JSONValue {
        var members: [String: JSONValue] = ["id": .text(scene.id), "state": .text(scene.state.rawValue)]
        if let detail = scene.detail { members["detail"] = .text(PrintableText.sanitized(detail)) }
        if let cost = scene.cost { members["costMicroDollars"] = .number(Double(cost.microDollars)) }
        if let length = scene.durationMilliseconds { members["milliseconds"] = .number(Double(length)) }
        if let built = scene.built { members["built"] = .number(Double(built / 1_000_000)) }
        for (name, path) in [("video", scene.video), ("poster", scene.poster)] {
            guard let path else { continue }
            let file = "\(Digest(hashing: path).short).\(path.split(separator: ".").last ?? "")"
            files[file] = path
            // Another address for other bytes, so that a player takes them.
            members[name] = .text("/workspace/\(token)/\(file)?\(String(scene.built ?? 0, radix: 36))")
        }
        return .object(members)
    }
}
