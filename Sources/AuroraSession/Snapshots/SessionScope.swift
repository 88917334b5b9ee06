import AuroraCore
import AuroraWorkspace

/// What of a workspace a session has, and since when.
struct SessionScope: Sendable {
    /// Nanoseconds since 1970, before the first file was read.
    let startedAt: Int64
    /// Where the next snapshot goes; `nil` if none can be taken.
    let place: SnapshotPlace?
    /// What need not be looked at; `nil` if the session has all of the workspace.
    let glance: Glance?

    init(
        root: String, profile: String?, overrides: [String: String], _ environment: SessionEnvironment, glance: Glance?
    ) {
        startedAt = environment.now()
        place = SnapshotOrigin(profile: profile, overrides: overrides, environment: environment).map {
            SnapshotPlace(root: root, profile: profile, overrides: overrides, origin: $0)
        }
        self.glance = glance
    }

    private init(startedAt: Int64, place: SnapshotPlace?) {
        self.startedAt = startedAt
        self.place = place
        glance = nil
    }

    /// The same for all of the workspace.
    var whole: SessionScope { SessionScope(startedAt: startedAt, place: place) }
}

extension Glance {
    /// The scene files that have to be read.
    var files: Set<String> { Set(units.map { snapshot.unit($0).file }) }

    /// What was worth saying of files that are not read again.
    var keptWarnings: [Diagnostic] {
        let read = Set(units.flatMap { snapshot.unit($0).paths } + [WorkspaceFinder.fileName])
        return snapshot.summary.warnings.filter { $0.span.map { !read.contains($0.file) } ?? false }
    }
}

extension Session {
    /// Whether the scene files that were read still come to the records that they came to: otherwise more than this
    /// part of the workspace has changed.
    func fits(_ glance: Glance) -> Bool {
        // What a provider objects to is told with all other objections.
        guard let actions = try? graph(of: []).actions else { return false }
        let records = Dictionary(grouping: actions, by: \.scene).mapValues { Set($0.compactMap(\.publication?.record)) }
        let scenes = workspace.scenesByFile
        let reels = Dictionary(grouping: workspace.campaigns.flatMap(\.reels), by: \.file)
        return glance.units.allSatisfy { position in
            let unit = glance.snapshot.unit(position)
            let owners = (scenes[unit.file] ?? []).map(\.id) + (reels[unit.file] ?? []).map(\.id)
            let now = owners.reduce(into: Set<String>()) { $0.formUnion(records[$1] ?? []) }
            return now == Set(unit.records)
        }
    }
}

extension Workspace {
    /// Scenes by the file that has to be read for them: their own, or that of their campaign. A campaign without cells
    /// is there too.
    var scenesByFile: [String: [Scene]] {
        let campaigns = Dictionary(self.campaigns.map { ($0.name, $0.file) }, uniquingKeysWith: { first, _ in first })
        var found = Dictionary(grouping: scenes) { scene -> String in
            guard let name = scene.id.text.split(separator: "/").first, let file = campaigns[String(name)],
                scene.sources.contains(file)
            else { return scene.file }
            return file
        }
        for file in campaigns.values where found[file] == nil { found[file] = [] }
        return found
    }
}
