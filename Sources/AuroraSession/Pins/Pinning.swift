import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraProvenance

/// An output that is pinned, or no longer is.
package struct PinChange: Sendable {
    /// What people call it: `baker`, `baker.poster`.
    package let name: String
    /// Where the pin is, or was, by workspace path.
    package let path: String
    package let isPinned: Bool
    /// Whether it was so before.
    package let wasSo: Bool
}

extension Session {
    /// Pins the outputs of the named scenes, or single outputs by their names, to what is recorded of them. Throws
    /// `DiagnosticsError`, having pinned nothing, for those that are not in place as their records say.
    package func pin(ids: [String]) throws -> [PinChange] {
        let actions = try outputs(named: ids)
        let records = RecordFiles(folder: folder)
        let pins = try PinFiles(folder, profile: workspace.profile)
        var files: [(action: Action, content: [UInt8])] = []
        var problems: [Diagnostic] = []
        for action in actions {
            guard let publication = action.publication else { continue }
            let name = PrintableText.sanitized(action.name)
            guard let record = records.read(publication.record) else {
                problems.append(
                    Diagnostic(
                        "there is no record of `\(name)` to pin it to", at: action.span,
                        hint: "run `aurora build --profile \(workspace.profile)` first"))
                continue
            }
            guard try holds(publication.output, record.output.digest) else {
                problems.append(
                    Diagnostic(
                        "`\(PrintableText.sanitized(publication.output))` is not what its record says",
                        at: action.span, hint: "run `aurora build --profile \(workspace.profile)` first"))
                continue
            }
            files.append((action, PinFiles.file(record.output.digest)))
        }
        guard problems.isEmpty else { throw DiagnosticsError(problems) }
        try checkFolders(of: actions.map { pins.path(of: $0) })
        return try files.map { action, content in
            let path = pins.path(of: action)
            let wasSo = (try? folder.open(path).contents(limit: 4096)) == content
            if !wasSo { try Files.write(content, to: folder.absolute(path), staging: layout.temporary) }
            return PinChange(name: action.name, path: path, isPinned: true, wasSo: wasSo)
        }
    }

    /// Has outputs follow their scenes again.
    package func unpin(ids: [String]) throws -> [PinChange] {
        let actions = try outputs(named: ids)
        let pins = try PinFiles(folder, profile: workspace.profile)
        try checkFolders(of: actions.map { pins.path(of: $0) })
        return try actions.map { action in
            let path = pins.path(of: action)
            let change = PinChange(
                name: action.name, path: path, isPinned: false, wasSo: !pins.contains(action))
            if !change.wasSo { try Files.remove(folder.absolute(path)) }
            var parent = Paths.parent(path)
            while let directory = parent, directory != "records" {
                try Files.removeDirectoryIfEmpty(folder.absolute(directory))
                parent = Paths.parent(directory)
            }
            return change
        }
    }

    /// The outputs of this profile that are pinned, by name.
    package func pinned() throws -> [PinChange] {
        let pins = try PinFiles(folder, profile: workspace.profile)
        return try graph(of: []).actions.filter { pins.contains($0) }.map {
            PinChange(name: $0.name, path: pins.path(of: $0), isPinned: true, wasSo: true)
        }
    }

    /// Names of a graph's outputs that are pinned.
    func pinnedNames(_ graph: ActionGraph) throws -> [String] {
        let pins = try PinFiles(folder, profile: workspace.profile)
        return pins.paths.isEmpty ? [] : graph.actions.filter { pins.contains($0) }.map(\.name)
    }

    /// Every output of the named scenes, and those that are named themselves (`baker.t2`).
    private func outputs(named names: [String]) throws -> [Action] {
        let all = try graph(of: []).actions.filter { $0.publication != nil }
        let direct = Set(names).intersection(all.map(\.name))
        let scenes = Set(all.map(\.scene.text))
        let others = names.filter { !direct.contains($0) || scenes.contains($0) }
        let below = others.isEmpty ? [] : Set(try graph(of: others).actions.map(\.name))
        return all.filter { direct.contains($0.name) || below.contains($0.name) }
    }

    /// What is known of a pinned action; `nil` for one that is not pinned.
    func pinnedResult(_ action: Action, _ pins: PinFiles) throws -> PinnedResult? {
        guard pins.contains(action), let publication = action.publication else { return nil }
        let name = PrintableText.sanitized(action.name)
        let digest: Digest
        switch pins.digest(of: action) {
        case .failure(let error): return .lost(error.diagnostics, recorded: nil)
        case .success(let found): digest = found
        }
        guard let record = RecordFiles(folder: folder).read(publication.record), record.output.digest == digest else {
            return .lost(
                [
                    Diagnostic(
                        "`\(name)` is pinned to the result \(digest.short), and its record is of another",
                        at: action.span, hint: "bring the record back with git, or run `aurora pin --remove \(name)`")
                ], recorded: nil)
        }
        let fields = record.keyFields.sorted { $0.key < $1.key }.map { KeyField(name: $0.key, value: .text($0.value)) }
        let keyed = KeyedAction(recorded: action, key: record.key, fields: fields)
        let isStored = try isStored(record)
        guard try isStored || holds(publication.output, digest) else {
            return .lost(
                [
                    Diagnostic(
                        "`\(name)` is pinned, and its file is neither in its place nor in the cache", at: action.span,
                        hint: "bring `\(PrintableText.sanitized(publication.output))` back, "
                            + "or run `aurora pin --remove \(name)`")
                ], recorded: keyed)
        }
        return .kept(
            keyed, ActionResult(artifact: record.output, media: record.media, cost: record.cost, paid: record.paid),
            isStored: isStored)
    }

    /// Whether the cache has the result of a record.
    private func isStored(_ record: ProvenanceRecord) throws -> Bool {
        try actionCache.result(for: record.key)?.artifact.digest == record.output.digest
            && contentStore.size(of: record.output.digest) == record.output.bytes
    }
}
