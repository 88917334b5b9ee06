package import AuroraBuild
package import AuroraCore
package import AuroraGraph
package import AuroraWorkspace

/// Plausible values for tests.
package enum Samples {
    package static func result(_ content: String) -> ActionResult {
        ActionResult(
            video: Artifact(digest: Digest(hashing: content), bytes: Int64(content.utf8.count)), media: media,
            cost: .zero)
    }

    package static let media = MediaFacts(
        width: 720, height: 720, framesPerSecond: 25, durationMilliseconds: 5000, videoCodec: "h264", audioCodec: "aac")

    package static func span(_ file: String = "scenes/a.yaml") -> SourceSpan {
        SourceSpan(file: file, line: 1, column: 1, text: "image: a.png")
    }

    /// A workspace of scenes that all use the embedded provider.
    package static func workspace(_ scenes: [Scene]) -> Workspace {
        Workspace(root: "/nowhere", name: "samples", scenes: scenes)
    }

    package static func scene(
        _ id: String, image: String = "a.png", audio: String = "a.wav", prompt: String? = "Speak",
        transcript: String? = nil,
        settings: Settings = Settings()
    ) -> Scene {
        let span = span("scenes/\(id).yaml")
        return Scene(
            id: SceneID(id), file: "scenes/\(id).yaml", span: span, sources: ["scenes/\(id).yaml"],
            image: InputFile(path: image, span: span), audio: InputFile(path: audio, span: span),
            prompt: prompt.map { TextInput(text: $0, span: span) },
            transcript: transcript.map { TextInput(text: $0, span: span) }, settings: settings)
    }

    package static func graph(_ scenes: [Scene], engine: String = "1") -> ActionGraph {
        ActionGraph(workspace(scenes)) { ProviderIdentity(name: $0.name, model: "model", engine: engine) }
    }

    /// The first take of a scene, with what is to be done about it.
    package static func step(_ scene: Scene, _ state: PlanState, engine: String = "1") -> PlannedAction {
        let action = graph([scene], engine: engine).actions[0]
        let inputs = action.work.inputs.map { ($0.file.path, digest($0.file.path)) }
        return PlannedAction(
            action: action, key: action.key(digest: digest), fields: action.keyFields(digest: digest),
            inputs: Dictionary(inputs, uniquingKeysWith: { first, _ in first }), state: state)
    }

    /// A digest that stands for the content of a path.
    package static func digest(_ path: String) -> Digest { Digest(hashing: "content of \(path)") }
}
