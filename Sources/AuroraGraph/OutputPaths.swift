import AuroraCore
package import AuroraWorkspace

/// Where results go, by scene, take and profile. All paths are workspace-relative.
package enum OutputPaths {
    /// `out/draft/baker.mp4`; takes after the first are `baker.t2.mp4`.
    package static func video(_ scene: SceneID, take: Int, profile: String, format: VideoFormat) -> String {
        "out/\(profile)/\(name(scene, take: take)).\(format.rawValue)"
    }

    /// `records/draft/3f/baker.json`: fanned out by the first byte of SHA-256 over the scene's id.
    package static func record(_ scene: SceneID, take: Int, profile: String) -> String {
        "records/\(profile)/\(Digest(hashing: scene.text).hexadecimal.prefix(2))/\(name(scene, take: take)).json"
    }

    private static func name(_ scene: SceneID, take: Int) -> String {
        take == 1 ? scene.text : "\(scene.text).t\(take)"
    }
}
