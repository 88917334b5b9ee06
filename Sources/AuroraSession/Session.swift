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
    /// What runs programs of the user's own.
    let commands: CommandRunner
    let synthesizer: Synthesizer
    let fonts: FontDigests
    /// What of the workspace the session has, and since when.
    let scope: SessionScope

    /// Opens the workspace that contains `directory`: all of it, or the part that a glance at it leaves to look at.
    /// Throws `DiagnosticsError` with everything that is wrong in it.
    package static func open(
        _ directory: String, profile: String?, overrides: [String: String] = [:], environment: SessionEnvironment,
        glance: Glance? = nil
    ) throws -> Session {
        let root = try WorkspaceFinder.find(from: directory)
        let scope = SessionScope(root: root, profile: profile, overrides: overrides, environment, glance: glance)
        // Where something is wrong in a part, or the part has become another one, all of it is looked at.
        if let glance, let part = try? open(root, profile, overrides, environment, scope), part.fits(glance) {
            return part
        }
        return try open(root, profile, overrides, environment, scope.whole)
    }

    private static func open(
        _ root: String, _ profile: String?, _ overrides: [String: String], _ environment: SessionEnvironment,
        _ scope: SessionScope
    ) throws -> Session {
        let configuration = try UserConfigurationLoader(variables: environment.variables).load(apartFrom: root)
        let loaded = try WorkspaceLoader(root: root, configuration: configuration).load(
            profile: profile, overrides: overrides, only: scope.glance?.files)
        let folder = try ContainedFolder(root)
        let workspace = loaded.workspace
        let layout = DiskLayout(
            of: folder, stated: workspace.statesCacheDirectory ? workspace.cacheDirectory : nil)
        let commands = CommandRunner(folder: folder, layout: layout, environment: environment)
        return Session(
            workspace: workspace,
            warnings: ((scope.glance?.keptWarnings ?? []) + loaded.warnings).uniqued(), environment: environment,
            hasOverrides: !overrides.isEmpty, folder: folder,
            layout: layout,
            digests: FileDigests(folder: folder, index: FileIndex.load(layout.index), now: environment.now),
            contentStore: DiskContentStore(layout), actionCache: DiskActionCache(layout),
            commands: commands, synthesizer: Synthesizer(commands), fonts: FontDigests(), scope: scope)
    }

    /// The actions of the workspace, or of the scenes that `ids` name: by themselves, or all below a name, as a
    /// campaign's. Throws `DiagnosticsError` for a name that means nothing, and for everything a provider cannot do.
    package func graph(of ids: [String]) throws -> ActionGraph {
        let reels = workspace.campaigns.flatMap(\.reels)
        guard let wanted = try SceneSelection(workspace).scenes(named: ids) else {
            return try graph(workspace.scenes, reels)
        }
        let joined = reels.filter { wanted.contains($0.id) }
        // A reel needs its scenes.
        let needed = wanted.union(joined.flatMap(\.scenes))
        return try graph(workspace.scenes.filter { needed.contains($0.id) }, joined)
    }

    /// The actions of scenes of this workspace and reels of them. Throws `DiagnosticsError` for everything a provider
    /// cannot do.
    func graph(_ scenes: [Scene], _ reels: [Reel] = []) throws -> ActionGraph {
        let graph = ActionGraph(scenes, reels: reels, profile: workspace.profile, engines: engines)
        let objections = graph.actions.flatMap { provider(of: $0).objections(to: $0) }
        guard objections.isEmpty else { throw DiagnosticsError(objections.uniqued()) }
        return graph
    }

    var renderer: RendererProcess {
        RendererProcess(environment: environment, host: environment.host, root: layout.temporaries)
    }

    var repository: any RecordRepository {
        GitRecordRepository(workspace: folder.path, environment: GitEnvironment(environment.variables))
    }
}
