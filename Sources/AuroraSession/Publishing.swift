import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraProvenance

/// A record of a scene that the workspace no longer has.
struct StaleRecord: Sendable {
    let path: String
    let scene: String
    /// The video that belongs to it, by workspace path.
    let output: String?
    let digest: Digest?
    /// Whether the file was removed already, and only the commit still has it.
    let isGone: Bool
}

extension Session {
    /// Puts the video and the record of a result where they belong.
    func publish(_ step: PlannedAction, _ result: ActionResult) throws {
        let action = step.action
        if try !holds(action.output, result.video.digest) {
            try contentStore.materialize(result.video.digest, at: folder.absolute(action.output))
        }
        let records = RecordFiles(folder: folder)
        let record = records.due(action, step.key, step.fields, result)
        if !records.holds(action.record, record) {
            try Files.write(record, to: folder.absolute(action.record), staging: layout.temporary)
        }
        // Learn the facts of what was just written, so that the next build need not read it.
        _ = try holds(action.output, result.video.digest)
    }

    /// Records of this profile that belong to no scene: on disk, or only in HEAD any more.
    func staleRecords(_ actions: [Action]) throws -> [StaleRecord] {
        let profile = "records/\(workspace.profile)"
        let due = Set(actions.map(\.record))
        let records = RecordFiles(folder: folder)
        let onDisk = Set(try records.paths(under: profile).filter { $0.hasSuffix(".json") })
        // Without a HEAD that can be read, no record has to be taken out of it.
        let committed = (try? repository.paths(under: profile, at: "HEAD")) ?? []
        let stale = onDisk.union(committed).subtracting(due).sorted()
        let gone = stale.filter { !onDisk.contains($0) }
        let old = gone.isEmpty ? [:] : try repository.contents(of: gone, at: "HEAD")
        return stale.map { path in
            let record = records.read(path) ?? old[path].flatMap { ProvenanceRecord(file: $0) }
            let name = Self.outputName(path)
            return StaleRecord(
                path: path, scene: record?.scene ?? name,
                output: record == nil ? nil : "out/\(workspace.profile)/\(name).mp4", digest: record?.output.digest,
                isGone: !onDisk.contains(path))
        }
    }

    /// Removes a stale record, and its video if it is the one that the record speaks of (the cache still has it).
    func putAway(_ record: StaleRecord) throws {
        guard !record.isGone else { return }
        if let output = record.output, let digest = record.digest, try holds(output, digest),
            try contentStore.size(of: digest) != nil
        {
            try Files.remove(folder.absolute(output))
        }
        try Files.remove(folder.absolute(record.path))
        // Folders that became empty go too; those that did not stay.
        try Files.removeDirectoryIfEmpty(Paths.parent(folder.absolute(record.path)) ?? "/")
    }

    /// Refuses to write through symbolic links: a stranger's workspace must not send a build's files elsewhere.
    func checkOutputFolders(_ actions: [Action]) throws {
        var folders: Set = [workspace.cacheDirectory]
        for path in actions.flatMap({ [$0.output, $0.record] }) {
            var parent = Paths.parent(path)
            while let directory = parent, directory != ".", folders.insert(directory).inserted {
                parent = Paths.parent(directory)
            }
        }
        var links = try folders.sorted().filter { try FileFacts.of(folder.absolute($0))?.kind == .symbolicLink }
        if try layout.shared != layout.folder && FileFacts.of(layout.shared)?.kind == .symbolicLink {
            links.append(PrintableText.sanitized(layout.shared))
        }
        guard links.isEmpty else {
            throw DiagnosticsError(
                links.map {
                    Diagnostic(
                        "`\($0)` is a symbolic link, and Aurora writes only inside the workspace",
                        hint: "replace the link by a folder")
                })
        }
    }

    /// `records/draft/3f/a/b.t2.json` is of the output `a/b.t2`.
    private static func outputName(_ record: String) -> String {
        record.split(separator: "/").dropFirst(3).joined(separator: "/").dropLast(".json".count).description
    }
}
