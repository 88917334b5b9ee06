import AuroraBuild
import AuroraCache
package import AuroraCore
import AuroraFiles
import AuroraGit
package import AuroraGraph
import AuroraProvenance
package import AuroraWorkspace

/// An opened workspace with its stores and providers: the one place where adapters are chosen.
package struct Session: Sendable {
    package let workspace: Workspace
    /// Worth saying about the workspace although nothing is wrong.
    package let warnings: [Diagnostic]
    package let environment: SessionEnvironment
    /// Whether settings were given on the command line, which no file holds.
    package let hasOverrides: Bool
    let folder: ContainedFolder
    let layout: DiskLayout
    let digests: FileDigests
    let contentStore: any ContentStore
    let actionCache: any ActionCache

    /// Opens the workspace that contains `directory`. Throws `DiagnosticsError` with everything that is wrong in it.
    package static func open(
        _ directory: String, profile: String?, overrides: [String: String] = [:], environment: SessionEnvironment
    ) throws -> Session {
        let root = try WorkspaceFinder.find(from: directory)
        let loaded = try WorkspaceLoader(root: root).load(profile: profile, overrides: overrides)
        let folder = try ContainedFolder(root)
        let layout = DiskLayout(folder: folder.absolute(loaded.workspace.cacheDirectory))
        return Session(
            workspace: loaded.workspace, warnings: loaded.warnings, environment: environment,
            hasOverrides: !overrides.isEmpty, folder: folder,
            layout: layout,
            digests: FileDigests(folder: folder, index: FileIndex.load(layout.index), now: environment.now),
            contentStore: DiskContentStore(layout), actionCache: DiskActionCache(layout))
    }

    /// The actions of the workspace, or those of the scenes named by `ids`. Throws `DiagnosticsError` for an id that no
    /// scene has, and for everything a provider cannot do.
    package func graph(of ids: [String]) throws -> ActionGraph {
        let known = Set(workspace.scenes.map(\.id.text))
        let unknown = ids.filter { !known.contains(SceneID($0).text) }
        guard unknown.isEmpty else {
            throw DiagnosticsError(unknown.map { Self.unknownScene($0, known: known) })
        }
        let wanted = Set(ids.map { SceneID($0) })
        let chosen = ids.isEmpty ? workspace.scenes : workspace.scenes.filter { wanted.contains($0.id) }
        let graph = ActionGraph(chosen, profile: workspace.profile, engines: engines)
        let objections = graph.actions.flatMap { provider(of: $0).objections(to: $0) }
        guard objections.isEmpty else { throw DiagnosticsError(objections.uniqued()) }
        return graph
    }

    var renderer: RendererProcess { RendererProcess(environment: environment) }

    var repository: any RecordRepository {
        GitRecordRepository(workspace: folder.path, environment: GitEnvironment(environment.variables))
    }

    private static func unknownScene(_ id: String, known: Set<String>) -> Diagnostic {
        let shown = PrintableText.sanitized(id)
        if let nearest = Wording.nearest(to: id, among: known) {
            return Diagnostic("there is no scene `\(shown)`", hint: "did you mean `\(nearest)`?")
        }
        return Diagnostic("there is no scene `\(shown)`", hint: "`aurora status` lists the scenes")
    }
}
