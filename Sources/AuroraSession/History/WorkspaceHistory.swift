import AuroraCore
import AuroraFiles
import AuroraGit
package import AuroraProvenance
import AuroraWorkspace

/// The records of a workspace over time. Opening it reads no scene, so that a workspace with mistakes in it has a
/// history all the same.
package struct WorkspaceHistory: Sendable {
    let folder: ContainedFolder
    let history: any RecordHistory

    /// The history of the workspace that contains `directory`.
    package static func open(_ directory: String, environment: SessionEnvironment) throws -> WorkspaceHistory {
        let root = try WorkspaceFinder.find(from: directory)
        return WorkspaceHistory(
            folder: try ContainedFolder(root),
            history: GitRecordHistory(workspace: root, environment: GitEnvironment(environment.variables)))
    }

    init(folder: ContainedFolder, history: any RecordHistory) {
        self.folder = folder
        self.history = history
    }

    /// The commit that a name stands for. Throws `DiagnosticsError` if there is none.
    package func revision(_ name: String) throws -> Revision {
        do { return try history.revision(name) } catch let error as RevisionError {
            throw DiagnosticsError(error.diagnostics)
        }
    }

    /// The records that a commit holds.
    package func records(at commit: CommitID) throws -> RecordSet { RecordSet(try history.records(at: commit)) }

    /// Whether the workspace has a scene of this id, or a campaign: by the names of its files and records, none of which is read.
    package func hasScene(_ id: String) throws -> Bool {
        guard let id = Paths.normalized(relative: SceneID(id).text), !id.isEmpty else { return false }
        let candidates =
            ["", "/scene"].map { "scenes/\(id)\($0).yaml" } + ["", "/campaign"].map { "campaigns/\(id)\($0).yaml" }
        if try candidates.contains(where: { try FileFacts.of(folder.absolute($0)) != nil }) { return true }
        // A campaign's cells have no files of their own, but records.
        return try RecordFiles(folder: folder).paths(under: "records").contains { RecordPlace($0)?.name == id }
    }

    /// Whether the workspace has a scene of this name, or a record of it, or of an output that is called so.
    package func hasOutput(named id: String) throws -> Bool {
        if try hasScene(id) { return true }
        return try RecordFiles(folder: folder).paths(under: "records").contains { path in
            guard let name = RecordPlace(path)?.name else { return false }
            return name == id || name.hasPrefix(id + "/")
        }
    }

    /// The records as they lie in the workspace.
    package func recordsOnDisk() throws -> RecordSet {
        var files: [String: [UInt8]] = [:]
        for path in try RecordFiles(folder: folder).paths(under: "records")
        where path.hasSuffix(".json") || path.hasSuffix(PinFiles.suffix) {
            // One that cannot be opened is as unreadable as one that is none.
            files[path] = (try? folder.open(path))?.text ?? []
        }
        return RecordSet(files)
    }
}

extension OpenFile {
    /// The bytes of a record; none for a file that is too large to be one.
    fileprivate var text: [UInt8] { (try? contents(limit: 1 << 20)) ?? [] }
}

extension Session {
    /// The records of this workspace over time.
    package var workspaceHistory: WorkspaceHistory {
        WorkspaceHistory(
            folder: folder,
            history: GitRecordHistory(workspace: folder.path, environment: GitEnvironment(environment.variables)))
    }
}
