import AuroraBuild
package import AuroraCore
package import AuroraFiles
import AuroraGraph
import AuroraWorkspace

/// A workspace for somebody who looks on: nothing of it is built.
package struct WorkspaceView: Sendable {
    /// What is to be seen of one scene.
    package struct Scene: Hashable, Sendable {
        package let id: String
        package let state: SceneStatus.State
        /// What else there is to say of its state.
        package let detail: String?
        /// Workspace paths of what is published of its first take; `nil` for what is not there.
        package let video: String?
        package let poster: String?
        /// By the record of the first take.
        package let cost: Cost?
        package let durationMilliseconds: Int?
        /// When the video was put in its place, in nanoseconds since 1970.
        package let built: Int64?
    }

    /// All of a workspace at one moment.
    package struct Sight: Hashable, Sendable {
        package let name: String
        package let profile: String
        package let scenes: [Scene]
    }

    private let root: ContainedFolder
    private let profile: String?
    private let environment: SessionEnvironment

    /// Where builds publish, below the workspace.
    private static let outputs = "out"

    /// Finds the workspace that contains `directory`. Throws `DiagnosticsError`.
    package init(_ directory: String, profile: String?, environment: SessionEnvironment) throws {
        root = try ContainedFolder(WorkspaceFinder.find(from: directory))
        self.profile = profile
        self.environment = environment
    }

    package var path: String { root.path }

    /// Looks at all scenes. May take long where there are many. Throws `DiagnosticsError` with everything that is wrong.
    package func look() throws -> Sight {
        let session = try Session.open(root.path, profile: profile, environment: environment)
        let records = RecordFiles(folder: root)
        let steps = Dictionary(grouping: try session.graph(of: []).actions, by: \.scene)
        let scenes = try session.status(ids: []).map { status in
            let published = steps[status.scene, default: []].compactMap { action in
                action.publication.map { (kind: action.work.kind, publication: $0) }
            }
            let video = published.first { $0.kind == .talkingHead }?.publication
            let poster = published.first { $0.kind == .poster }?.publication
            let record = video.flatMap { records.read($0.record) }
            let facts = try video.flatMap { try FileFacts.of(root.absolute($0.output)) }
            return Scene(
                id: status.scene.text, state: status.state, detail: status.detail,
                video: facts?.kind == .regular ? video?.output : nil,
                poster: try poster.flatMap {
                    try FileFacts.of(root.absolute($0.output))?.kind == .regular ? $0.output : nil
                },
                cost: record?.cost, durationMilliseconds: status.durationMilliseconds,
                built: facts?.modifiedNanoseconds)
        }
        return Sight(name: session.workspace.name, profile: session.workspace.profile, scenes: scenes)
    }

    /// Opens what was published at a workspace path; `nil` for what is not below the folder of outputs, wherever links lead.
    package func open(_ output: String) -> OpenFile? {
        guard output.hasPrefix(Self.outputs + "/"),
            // Whether it is missing, a link out of it, or a folder is all the same to who asks.
            (try? FileFacts.of(root.absolute(Self.outputs)))??.kind == .directory,
            let folder = try? ContainedFolder(root.absolute(Self.outputs))
        else { return nil }
        return try? folder.open(String(output.dropFirst(Self.outputs.count + 1)))
    }
}
