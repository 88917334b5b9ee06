import AuroraCache
import AuroraFiles
import AuroraGit
import AuroraProvenance
import AuroraWorkspace

/// The records of a workspace over time, with the cache that holds their outputs. Opening it reads `aurora.yaml`, which
/// says where the cache is, and no scene.
package struct CachedHistory: Sendable {
    package let history: WorkspaceHistory
    let layout: DiskLayout
    let repository: any RecordRepository

    var folder: ContainedFolder { history.folder }
    var contentStore: DiskContentStore { DiskContentStore(layout) }

    /// That of the workspace that contains `directory`. Throws `DiagnosticsError` if there is none, or if its file does not
    /// tell where the cache is.
    package static func open(_ directory: String, environment: SessionEnvironment) throws -> CachedHistory {
        let history = try WorkspaceHistory.open(directory, environment: environment)
        let root = history.folder.path
        return CachedHistory(
            history: history,
            layout: DiskLayout(of: history.folder, stated: try CacheFolder.stated(inWorkspace: root)),
            repository: GitRecordRepository(workspace: root, environment: GitEnvironment(environment.variables)))
    }
}

extension DiskLayout {
    /// Where local state is: worktrees of one repository share bytes and results, unless `cache.dir` says where they are.
    init(of folder: ContainedFolder, stated: String?) {
        let own = folder.absolute(stated ?? CacheFolder.usual)
        guard stated == nil, let main = Worktrees.mainWorkspace(of: folder.path) else {
            self.init(folder: own)
            return
        }
        self.init(folder: own, shared: Paths.join(main, CacheFolder.usual))
    }
}
