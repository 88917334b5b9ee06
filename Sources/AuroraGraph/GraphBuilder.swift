import AuroraCore
import AuroraWorkspace

/// Lowers one scene after another to actions, and then reels.
struct GraphBuilder {
    let profile: String
    let engines: Engines
    private(set) var actions: [Action] = []
    /// What is fetched is fetched once, however many scenes ask for it.
    private var fetches: [String: ActionID] = [:]
    /// The scenes that reels are made of, and what they came to: by the variant's name, empty for the video itself.
    private let joined: Set<SceneID>
    private(set) var parts: [SceneID: [String: ActionID]] = [:]

    init(profile: String, engines: Engines, reels: [Reel] = []) {
        self.profile = profile
        self.engines = engines
        joined = Set(reels.lazy.flatMap(\.scenes))
    }

    mutating func add(_ scene: Scene) {
        let image = input(scene.image, "image", of: scene)
        let audio = input(scene.audio, "audio", of: scene)
        let captions = addCaptions(of: scene, audio: audio)
        for take in 1...scene.settings.takes {
            let video = addVideo(of: scene, take: take, image: image, audio: audio)
            addDerived(from: video, of: scene, take: take, captions: captions)
        }
    }

    private mutating func addVideo(of scene: Scene, take: Int, image: Input, audio: Input) -> ActionID {
        let program = engines.program(scene.provider.value)
        // Only the renderer is told of faces, and what is said.
        let isEmbedded = scene.provider.value == .embedded
        let work = TalkingHead(
            provider: engines.talkingHead(scene.provider.value, scene.settings), program: program, image: image,
            face: isEmbedded ? scene.face : nil, audio: audio, prompt: scene.prompt?.text ?? "",
            promptSpan: scene.prompt?.span,
            transcript: isEmbedded ? Self.transcript(of: scene) : nil, settings: scene.settings,
            seed: scene.settings.seed &+ UInt64(take - 1), ignored: Self.ignored(in: scene, program))
        let id = append(
            .talkingHead(work), scene, take: take, part: nil, at: scene.span,
            publishedAs: scene.settings.format.rawValue)
        keep(id, as: "", of: scene, take: take)
        return id
    }

    /// What is said in a scene: as it states, or what it has spoken.
    private static func transcript(of scene: Scene) -> String? {
        if let transcript = scene.transcript { return words(of: transcript.text) }
        if case .speech(let speech) = scene.audio { return words(of: speech.text.text) }
        return nil
    }

    /// The words of a text alone, in small letters with one space between, since the renderer reads nothing else: another
    /// comma makes no video again. Nil if there is none.
    private static func words(of text: String) -> String? {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "’" }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// Fields that the scene states and that its provider does not take.
    private static func ignored(in scene: Scene, _ program: CommandProgram?) -> [String] {
        let fields = (scene.transcript == nil ? [] : ["transcript"]) + (scene.face == nil ? [] : ["face"])
        switch scene.provider.value {
        case .embedded: return []
        case .command: return fields + (program?.leftOut ?? [])
        case .hosted: return fields + leftByTheService(in: scene.settings)
        }
    }

    /// Settings that differ from what they always are, and of which the hosted API knows nothing.
    private static func leftByTheService(in settings: Settings) -> [String] {
        let standard = Settings()
        let plain: [(SettingName, Bool)] = [
            (.seed, settings.seed != standard.seed), (.size, settings.size != standard.size),
            (.framesPerSecond, settings.framesPerSecond != standard.framesPerSecond), (.codec, settings.codec != nil),
        ]
        return plain.filter(\.1).map(\.0.rawValue) + settings.directed.stated.map(\.name.rawValue)
            + (settings.hosted.taskUUID == nil ? [] : ["taskUUID"])
    }

    private mutating func input(_ input: SceneInput, _ field: String, of scene: Scene) -> Input {
        switch input {
        case .file(let file): return .file(file)
        case .speech(let speech):
            let work = Speech(provider: engines.speech, speech: speech)
            let id = append(.speech(work), scene, take: 1, part: "speech", at: speech.span, publishedAs: nil)
            return product(id, at: speech.span)
        case .remote(let remote):
            if let known = fetches[remote.url] { return product(known, at: remote.span) }
            let work = Fetch(provider: engines.fetch, remote: remote)
            let id = append(.fetch(work), scene, take: 1, part: field, at: remote.span, publishedAs: nil)
            fetches[remote.url] = id
            return product(id, at: remote.span)
        }
    }

    /// Remembers what a reel may be made of.
    mutating func keep(_ id: ActionID, as variant: String, of scene: Scene, take: Int) {
        if take == 1, joined.contains(scene.id) { parts[scene.id, default: [:]][variant] = id }
    }

    func product(_ id: ActionID, at span: SourceSpan) -> Input {
        .product(id, suffix: ".\(actions[id.index].work.suffix)", span: span)
    }

    /// `part` tells apart what one take consists of; the video itself has none. `ending` is how the name of a published
    /// file goes on behind the take's name.
    mutating func append(
        _ work: Work, _ scene: Scene, take: Int, part: String?, at span: SourceSpan, publishedAs ending: String?
    ) -> ActionID {
        append(work, of: scene.id, take: take, part: part, at: span, publishedAs: ending, sources: scene.sources)
    }

    mutating func append(
        _ work: Work, of owner: SceneID, take: Int, part: String?, at span: SourceSpan, publishedAs ending: String?,
        sources: [String]
    ) -> ActionID {
        let id = ActionID(index: actions.count)
        let base = OutputPaths.name(owner, take: take)
        let name = part.map { "\(base).\($0)" } ?? base
        let publication = ending.map { ending in
            Publication(
                output: "out/\(profile)/\(base).\(ending)",
                record: OutputPaths.record(named: name, of: owner, profile: profile))
        }
        actions.append(
            Action(
                id: id, scene: owner, take: take, name: name, span: span, work: work, publication: publication,
                sources: sources))
        return id
    }
}
