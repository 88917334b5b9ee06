package import AuroraBuild
package import AuroraCore
import AuroraFiles
package import AuroraGraph
import AuroraProvenance

extension Session {
    /// What building a graph would do. Reads files and caches; changes nothing but what is remembered of them.
    /// Throws `DiagnosticsError` with every input that cannot be read.
    /// `refreshed` are the keys of what was just fetched anew. With `retriesFailed`, the plan is only about what failed
    /// when it was last tried as it stands, and what depends on that.
    package func plan(_ graph: ActionGraph, refreshed: Set<ActionKey> = [], retriesFailed: Bool = false) throws -> Plan
    {
        let plan = try wholePlan(graph, refreshed: refreshed)
        return retriesFailed ? plan.retrying(Set(digests.index.failures.keys)) : plan
    }

    private func wholePlan(_ graph: ActionGraph, refreshed: Set<ActionKey>) throws -> Plan {
        let inputs = try inputDigests(graph.actions)
        let records = RecordFiles(folder: folder)
        let pins = try PinFiles(folder, profile: workspace.profile)
        let planner = Planner(
            actionCache: actionCache, contentStore: contentStore, refreshed: refreshed,
            recorded: { records.recorded($0) }, pinned: { try self.pinnedResult($0, pins) },
            published: { try self.published($0, records) },
            placement: { keyed, result in
                guard let publication = keyed.action.publication else { return .complete }
                guard try self.holds(publication.output, result.artifact.digest) else { return .absent }
                // Its record is what it is pinned to.
                if keyed.isRecorded { return .complete }
                return records.due(keyed, result, at: publication.record).isInPlace ? .complete : .withoutRecord
            })
        return try planner.plan(graph) { path in
            guard let digest = inputs[path] else { preconditionFailure("every input was hashed") }
            return digest
        }
    }

    /// Whether the file at a workspace path has these bytes.
    func holds(_ path: String, _ digest: Digest) throws -> Bool {
        do throws(ContainmentError) { return try digests.digest(path) == digest } catch {
            if case .failed(let error) = error { throw error }
            return false
        }
    }

    /// As `saveIndex`, where nothing is to be built: that the cache cannot be written to must not keep anybody from
    /// looking at a workspace, or from committing it.
    func saveIndexIfPossible() {
        try? saveIndex(isLocked: false)
        layout.leaveTemporary()
    }

    /// Remembers what was found out about files, if there is anything new, along with what others have found out
    /// meanwhile. Who has not got the workspace's lock, and does not get it at once, leaves it: it can be found out
    /// again.
    func saveIndex(isLocked: Bool) throws {
        guard let index = try digests.updatedIndex() else { return }
        let lock = isLocked ? nil : try tryWorkspaceLock()
        guard isLocked || lock != nil else { return }
        try index.merged(with: layout.index).save(layout.index, staging: layout.temporary)
        _ = consume lock
    }

    private func inputDigests(_ actions: [Action]) throws -> [String: Digest] {
        var seen: Set<String> = []
        let files = actions.flatMap { $0.inputs.compactMap(\.input.file) }
        let paths = files.map(\.path).filter { seen.insert($0).inserted }
        let results = Dictionary(uniqueKeysWithValues: zip(paths, digests.digests(paths)))
        var found: [String: Digest] = [:]
        found.reserveCapacity(paths.count)
        var problems: [Diagnostic] = []
        for file in files {
            switch results[file.path] {
            case .success(let digest)?: found[file.path] = digest
            case .failure(let error)?: problems.append(Self.unreadable(file.path, error, at: file.span))
            case nil: preconditionFailure("every path was hashed")
            }
        }
        guard problems.isEmpty else { throw DiagnosticsError(problems.uniqued()) }
        return found
    }

    static func unreadable(_ path: String, _ error: ContainmentError, at span: SourceSpan) -> Diagnostic {
        switch error {
        case .missing: Diagnostic("there is no file `\(path)`", at: span, hint: "put the file there or name another")
        case .escapes:
            Diagnostic("`\(path)` leads out of the workspace", at: span, hint: "copy the file into the workspace")
        case .notAFile: Diagnostic("`\(path)` is not a regular file", at: span, hint: "name a file")
        case .failed(let error): Diagnostic("cannot read `\(path)`: \(error.reason)", at: span)
        }
    }
}
