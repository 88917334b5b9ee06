import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraNet

extension Session {
    /// Asks for each file that `graph` fetches whether there is a newer one, and brings it into the cache. Returns the
    /// keys of those actions: for them the cache holds what counts, whatever records say. Throws with everything that
    /// cannot be fetched.
    func refresh(_ graph: ActionGraph, _ observer: some BuildObserver) async throws -> Set<ActionKey> {
        var fetches: [(action: Action, work: Fetch, key: ActionKey)] = []
        for action in graph.actions {
            guard case .fetch(let work) = action.work else { continue }
            let keyed = KeyedAction(
                action, file: Self.nothing, product: { _ in preconditionFailure("it takes no product") })
            fetches.append((action, work, keyed.key))
        }
        guard !fetches.isEmpty else { return [] }
        var problems: [Diagnostic] = []
        for fetch in fetches {
            let lock = try await waitForLock(of: fetch.action, fetch.key, observer)
            do { try await refresh(fetch.work, fetch.key) } catch let error as any DiagnosticConvertible {
                problems += error.diagnostics
            }
            _ = consume lock
        }
        guard problems.isEmpty else { throw RefreshError(diagnostics: problems) }
        return Set(fetches.map(\.key))
    }

    private static func nothing(_ path: String) -> Digest { preconditionFailure("it takes no file") }

    private func refresh(_ work: Fetch, _ key: ActionKey) async throws {
        let known = try actionCache.result(for: key)
        let note = fetching.notes.read(key)
        // Only who has the bytes may be told that they are still the same.
        let isHere = try known.map { try contentStore.size(of: $0.artifact.digest) == $0.artifact.bytes } ?? false
        let version = isHere && note?.digest == known?.artifact.digest ? note?.version : nil
        try await staging.during { folder in
            let path = Paths.join(folder, "file")
            if case .fetched(let version, _) = try await fetching.get(work.remote, to: path, unless: version) {
                let artifact = try contentStore.ingest(movingFrom: path)
                try actionCache.store(ActionResult(artifact: artifact, media: nil, cost: .zero), for: key)
                try fetching.notes.write(FetchNotes.Note(version: version, digest: artifact.digest), for: key)
            }
            try Files.removeTree(folder)
        }
    }
}

/// Files that could not be asked for.
struct RefreshError: DiagnosticConvertible {
    let diagnostics: [Diagnostic]
}
