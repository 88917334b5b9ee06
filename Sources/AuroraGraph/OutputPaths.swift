import AuroraCore
package import AuroraWorkspace

/// Where results go, by scene, take and profile. All paths are workspace-relative.
package enum OutputPaths {
    /// What one take is called: `baker`; takes after the first are `baker.t2`.
    package static func name(_ scene: SceneID, take: Int) -> String {
        take == 1 ? scene.text : "\(scene.text).t\(take)"
    }

    /// `records/draft/3f/baker.poster.json`: fanned out by the first byte of SHA-256 over the scene's id.
    package static func record(named name: String, of scene: SceneID, profile: String) -> String {
        "records/\(profile)/\(Digest(hashing: scene.text).hexadecimal.prefix(2))/\(name).json"
    }
}
