package import AuroraBuild
package import AuroraCore
package import AuroraGraph
package import AuroraWorkspace

/// Plausible values for tests.
package enum Samples {
    package static func result(_ content: String) -> ActionResult {
        ActionResult(
            artifact: Artifact(digest: Digest(hashing: content), bytes: Int64(content.utf8.count)), media: media,
            cost: .zero)
    }

    package static func paidResult(_ content: String) -> ActionResult {
        let free = result(content)
        let paid = PaidFacts(
            request: Digest(hashing: "request"), task: "a59687d0-da19-4a04-af09-d0db489f3079", attempt: 0, video: "V",
            seed: "7", estimate: Cost(microDollars: 980_000), isCostTold: true, started: 1_795_451_580_000,
            finished: 1_795_451_587_250)
        return ActionResult(
            artifact: free.artifact, media: free.media, cost: Cost(microDollars: 980_000), paid: paid)
    }

    package static let media = MediaFacts(
        width: 720, height: 720, framesPerSecond: 25, durationMilliseconds: 5000, videoCodec: "h264", audioCodec: "aac")

    package static func span(_ file: String = "scenes/a.yaml") -> SourceSpan {
        SourceSpan(file: file, line: 1, column: 1, text: "image: a.png")
    }

    package static func scene(
        _ id: String, image: String = "a.png", face: FaceChoice? = nil, audio: String = "a.wav",
        prompt: String? = "Speak",
        transcript: String? = nil, speech: String? = nil, provider: ProviderChoice = .embedded,
        settings: Settings = Settings(), posterAt: Int? = nil, variants: [VideoFormat] = [],
        shaped: [VariantRequest] = [], captions: CaptionsRequest? = nil, disclosure: Disclosure? = nil,
        brand: Brand? = nil
    ) -> Scene {
        let span = span("scenes/\(id).yaml")
        return Scene(
            id: SceneID(id), file: "scenes/\(id).yaml", span: span, sources: ["scenes/\(id).yaml"],
            image: .file(InputFile(path: image, span: span)), face: face.map { Located($0, at: span) },
            audio: speech.map { .speech(Self.speech($0, at: span)) } ?? .file(InputFile(path: audio, span: span)),
            prompt: prompt.map { TextInput(text: $0, span: span) },
            transcript: transcript.map { TextInput(text: $0, span: span) }, provider: Located(provider),
            settings: settings,
            poster: posterAt.map { PosterRequest(atMilliseconds: $0, span: span) },
            variants: variants.map { VariantRequest(format: $0, span: span) } + shaped, captions: captions,
            disclosure: disclosure, brand: brand)
    }

    private static func speech(_ text: String, at span: SourceSpan) -> SpeechText {
        SpeechText(
            text: TextInput(text: text, span: span), voice: Located("en-us"), rateHundredths: 100, span: span)
    }

    /// Everything is made by `model` in the version `engine`.
    package static func graph(_ scenes: [Scene], reels: [Reel] = [], engine: String = "1") -> ActionGraph {
        let identity = { @Sendable (name: String) in ProviderIdentity(name: name, model: "model", engine: engine) }
        let engines = Engines(
            talkingHead: { choice, _ in ProviderIdentity(name: choice.name, model: "model", engine: engine) },
            speech: identity("speech"), fetch: identity("fetch"), poster: identity("embedded"),
            sheet: identity("embedded"), preview: identity("embedded"), variant: identity("embedded"),
            shapedVariant: { _ in identity("embedded") },
            alignment: identity("embedded"), captions: identity("embedded"), reel: { _ in identity("embedded") })
        return ActionGraph(scenes, reels: reels, profile: "draft", engines: engines)
    }

    /// The first take's video of a scene, with what is to be done about it.
    package static func step(_ scene: Scene, _ state: PlanState, engine: String = "1") -> PlannedAction {
        PlannedAction(keyed(scene, engine: engine), state)
    }

    /// The first take's video of a scene that is made from files alone.
    package static func keyed(_ scene: Scene, engine: String = "1", digest: (String) -> Digest = digest)
        -> KeyedAction
    {
        keyed(graph([scene], engine: engine).actions[0], digest: digest)
    }

    /// An action that is made from files alone.
    package static func keyed(_ action: Action, digest: (String) -> Digest = digest) -> KeyedAction {
        KeyedAction(action, file: digest) { _ in preconditionFailure("made from files alone") }
    }

    /// What a provider is asked for.
    package static func request(_ keyed: KeyedAction) -> ProviderRequest {
        let inputs = keyed.inputs.compactMap { input in
            input.input.file.map { file in
                (input.field, InputBytes.file(file, input.digest))
            }
        }
        return ProviderRequest(
            action: keyed.action, key: keyed.key, inputs: Dictionary(uniqueKeysWithValues: inputs))
    }

    /// A digest that stands for the content of a path.
    package static func digest(_ path: String) -> Digest { Digest(hashing: "content of \(path)") }
}
