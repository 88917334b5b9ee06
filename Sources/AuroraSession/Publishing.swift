import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraProvenance
import Synchronization

/// A record of something that the workspace no longer asks for.
struct StaleRecord: Sendable {
    let path: String
    /// What people call the output: `baker`, `baker.poster`.
    let name: String
    let scene: String
    /// The file that belongs to it, by workspace path; `nil` if another output belongs there now.
    let output: String?
    let digest: Digest?
    /// Whether the file was removed already, and only the commit still has it.
    let isGone: Bool
}

/// The workspace paths at which results of a graph belong, gathered when they are first asked for: rarely.
final class CurrentOutputs: Sendable {
    private let actions: [Action]
    private let paths = Mutex<Set<String>?>(nil)

    init(_ actions: [Action]) { self.actions = actions }

    func contains(_ path: String) -> Bool {
        paths.withLock { known in
            let paths = known ?? Set(actions.compactMap(\.publication?.output))
            known = paths
            return paths.contains(path)
        }
    }
}

extension Session {
    /// Puts the file and the record of a published action's result where they belong.
    /// `current` are the paths at which something belongs.
    func publish(_ keyed: KeyedAction, _ result: ActionResult, among current: CurrentOutputs) throws
        -> Executor.Publishing
    {
        guard let publication = keyed.action.publication else { return .unchanged }
        var publishing = Executor.Publishing.unchanged
        if try !holds(publication.output, result.artifact.digest) {
            try contentStore.materialize(result.artifact.digest, at: folder.absolute(publication.output))
            // The next build need not read it to find out.
            try digests.expect(publication.output, result.artifact.digest)
            publishing = .published
        }
        // Its record stays as it is, since it is what it is pinned to.
        if keyed.isRecorded { return publishing }
        let due = RecordFiles(folder: folder).due(keyed, result, at: publication.record)
        // In another format it is called otherwise, and the earlier file is nobody's any more. It goes first, for only the
        // earlier record tells of it.
        if let earlier = due.earlier {
            let output = outputPath(of: earlier, at: publication.record)
            if output != publication.output, !current.contains(output) { try putAway(output, earlier.output.digest) }
        }
        if !due.isInPlace {
            try Files.write(due.file, to: folder.absolute(publication.record), staging: layout.temporary)
            if case .unchanged = publishing { publishing = .recorded }
        }
        return publishing
    }

    private func outputPath(of record: ProvenanceRecord, at path: String) -> String {
        "out/\(workspace.profile)/\(record.outputName(Self.outputName(path)))"
    }

    /// Records of this profile that belong to no scene: on disk, or only in HEAD any more.
    /// None, if the session has only a part of the workspace: the glance would have left out nothing otherwise.
    func staleRecords(_ actions: [Action]) throws -> [StaleRecord] {
        guard scope.glance == nil else { return [] }
        let profile = "records/\(workspace.profile)"
        let due = Set(actions.compactMap(\.publication?.record))
        let current = CurrentOutputs(actions)
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
            let output = record.map { outputPath(of: $0, at: path) }
            return StaleRecord(
                path: path, name: name, scene: record?.scene ?? name,
                output: output.flatMap { current.contains($0) ? nil : $0 }, digest: record?.output.digest,
                isGone: !onDisk.contains(path))
        }
    }

    /// Removes a stale record, and its video if it is the one that the record speaks of (the cache still has it).
    func putAway(_ record: StaleRecord) throws {
        guard !record.isGone else { return }
        if let output = record.output, let digest = record.digest { try putAway(output, digest) }
        try Files.remove(folder.absolute(record.path))
        // Folders that became empty go too; those that did not stay.
        try Files.removeDirectoryIfEmpty(Paths.parent(folder.absolute(record.path)) ?? "/")
    }

    /// Removes a video, if it has these bytes and the cache has them too.
    private func putAway(_ output: String, _ digest: Digest) throws {
        guard try holds(output, digest), try contentStore.size(of: digest) != nil else { return }
        try Files.remove(folder.absolute(output))
    }

    /// Refuses to write through symbolic links: a stranger's workspace must not send a build's files elsewhere.
    func checkOutputFolders(_ actions: [Action]) throws {
        try checkFolders(of: actions.compactMap(\.publication).flatMap { [$0.output, $0.record] })
    }

    /// The same for files that are to be written at these workspace paths.
    func checkFolders(of paths: [String]) throws {
        let cache = workspace.cacheDirectory
        var folders: Set = [cache, "\(cache)/locks", "\(cache)/tmp"]
        for path in paths {
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
