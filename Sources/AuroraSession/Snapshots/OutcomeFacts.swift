import AuroraBuild
import AuroraCore
import AuroraGraph
import AuroraWorkspace

/// What a snapshot has to know of one step of a build.
struct OutcomeFacts {
    let scene: SceneID
    /// Workspace paths; `nil` for what only other actions need.
    let output: String?
    let record: String?
    /// The files that went into it, with the digests that went into its key.
    let inputs: [(path: String, digest: Digest)]
    /// Of the output.
    let digest: Digest?
    /// Whether everything that shows it is in its place.
    let isInOrder: Bool
    /// Whether it is a video, and not something derived from one.
    let isVideo: Bool
}

extension BuildReport {
    var facts: [OutcomeFacts] {
        entries.map { entry in
            let isInOrder =
                switch entry.outcome {
                case .current, .restored, .made, .unneeded: true
                case .failed, .blocked, .skipped: false
                }
            let inputs = (entry.keyed?.inputs ?? []).compactMap { input in
                input.input.file.map { ($0.path, input.digest) }
            }
            return OutcomeFacts(
                scene: entry.action.scene, output: entry.action.publication?.output,
                record: entry.action.publication?.record, inputs: inputs, digest: entry.result?.artifact.digest,
                isInOrder: isInOrder, isVideo: entry.action.work.kind == .talkingHead)
        }
    }
}
