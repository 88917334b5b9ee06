package import AuroraCore
package import AuroraWorkspace

/// One unit of work with declared inputs: at present always one take of one talking-head video.
package struct Action: Sendable {
    package let id: ActionID
    package let scene: SceneID
    /// Where the scene is declared, for messages about the action as a whole.
    package let span: SourceSpan
    /// 1…4.
    package let take: Int
    package let work: TalkingHead
    /// Where the video goes: workspace-relative.
    package let output: String
    /// Where the record goes: workspace-relative.
    package let record: String
    /// Files besides `work.inputs` that say what to make: scene file, what it extends, prompt and transcript files.
    package let sources: [String]

    /// How people name it: the scene's id, and the take where there are several.
    package var name: String { take == 1 ? scene.text : "\(scene.text).t\(take)" }
}

/// An action's place in its graph.
package struct ActionID: Hashable, Sendable, Comparable {
    package let index: Int

    package init(index: Int) { self.index = index }

    package static func < (left: ActionID, right: ActionID) -> Bool { left.index < right.index }
}

/// What a talking-head video is made from.
package struct TalkingHead: Sendable {
    package let provider: ProviderIdentity
    /// The program that makes it, if its provider is one of the user's own.
    package let program: CommandProgram?
    package let image: InputFile
    package let audio: InputFile
    /// Empty if none.
    package let prompt: String
    package let settings: Settings
    /// The scene's seed, moved on by the take.
    package let seed: UInt64
    /// Fields that the scene states and that are in no key, because the provider does not take them.
    package let ignored: [String]

    /// The files whose bytes are part of the key, by the name of their field.
    package var inputs: [(field: String, file: InputFile)] {
        [("image", image), ("audio", audio)] + (program?.inputs.map { ("file \($0.path)", $0) } ?? [])
    }
}
