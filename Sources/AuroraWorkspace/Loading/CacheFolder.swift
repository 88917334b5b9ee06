internal import AuroraCore
internal import AuroraFiles

/// Where a workspace keeps its local state, as its own file says: found without reading a scene, so that what was made is
/// at hand in a workspace with mistakes in it.
package enum CacheFolder {
    /// Where it is unless `cache.dir` names another place, relative to the workspace.
    package static let usual = ".aurora"

    /// What `cache.dir` says in the workspace at `root`; `nil` if it says nothing. Throws `DiagnosticsError` if the file
    /// cannot be read, or what it says of the cache cannot be used.
    package static func stated(inWorkspace root: String) throws -> String? {
        var files = WorkspaceFiles(try ContainedFolder(root))
        var problems = Problems()
        let declaration = WorkspaceLoader(root: root).declaration(&files, &problems)
        guard let declaration, !declaration.hasBadCache else { throw DiagnosticsError(problems.sorted()) }
        return declaration.cacheDirectory
    }
}
