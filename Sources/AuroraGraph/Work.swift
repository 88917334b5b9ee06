package import AuroraCore
package import AuroraWorkspace

/// What an action does: its kind, with everything but the bytes of its inputs. Indirect, since it is large and passed on
/// often.
package indirect enum Work: Sendable {
    case talkingHead(TalkingHead)
    case speech(Speech)
    case fetch(Fetch)
    case alignment(Alignment)
    case captions(Captions)
    case poster(Poster)
    case sheet(Sheet)
    case preview(Preview)
    case variant(Variant)
    case reel(Joining)

    /// What runs it, and everything of that which can change a byte.
    package var provider: ProviderIdentity {
        switch self {
        case .talkingHead(let work): work.provider
        case .speech(let work): work.provider
        case .fetch(let work): work.provider
        case .alignment(let work): work.provider
        case .captions(let work): work.provider
        case .poster(let work): work.provider
        case .sheet(let work): work.provider
        case .preview(let work): work.provider
        case .variant(let work): work.provider
        case .reel(let work): work.provider
        }
    }

    package var kind: ActionKind {
        switch self {
        case .talkingHead: .talkingHead
        case .speech: .speech
        case .fetch: .fetch
        case .alignment: .alignment
        case .captions: .captions
        case .poster: .poster
        case .sheet: .sheet
        case .preview: .preview
        case .variant: .variant
        case .reel: .reel
        }
    }

    package var inputs: [NamedInput] {
        switch self {
        case .talkingHead(let work):
            [NamedInput(field: "image", input: work.image), NamedInput(field: "audio", input: work.audio)]
                + (work.program?.inputs ?? []).map { NamedInput(field: TalkingHead.field(of: $0), input: .file($0)) }
        case .speech, .fetch: []
        case .poster(let work): [NamedInput(field: "video", input: work.video)]
        case .sheet(let work): [NamedInput(field: "video", input: work.video)]
        case .preview(let work): [NamedInput(field: "video", input: work.video)]
        case .alignment(let work): [NamedInput(field: "audio", input: work.audio)]
        case .captions(let work): [NamedInput(field: work.source.field, input: work.source.input)]
        case .variant(let work):
            [NamedInput(field: "video", input: work.video)]
                + (work.captions.map { [NamedInput(field: "captions", input: $0.file)] } ?? []) + work.marks.inputs
                + (work.captions?.style?.font.map { [NamedInput(field: "font", input: .file($0))] } ?? [])
        case .reel(let work): work.inputs
        }
    }

    /// What its file's name ends with, without the dot.
    package var suffix: String {
        switch self {
        case .talkingHead(let work): work.settings.format.rawValue
        case .speech: "wav"
        case .fetch(let work): work.suffix
        case .alignment: "json"
        case .captions(let work): work.format.rawValue
        case .poster, .sheet: "jpg"
        case .preview: "webp"
        case .variant(let work): work.format.rawValue
        case .reel(let work): work.format.rawValue
        }
    }

    /// Whether what a record says of it is the only result that counts: it comes from elsewhere, and making it again need
    /// not give the same.
    package var isPinned: Bool { kind == .fetch }

    /// Fields that the scene states and that are in no key, because the provider does not take them.
    package var ignored: [String] {
        if case .talkingHead(let work) = self { work.ignored } else { [] }
    }

    /// Where it is done.
    package var place: WorkPlace {
        if case .talkingHead(let work) = self, work.isHosted { .service } else { .thisMachine }
    }
}

/// Where an action's work is done, and so what it has to share with others.
package enum WorkPlace: CaseIterable, Hashable, Sendable {
    /// It takes up a processor.
    case thisMachine
    /// A service does it for money, and hardly anything is done here but wait.
    case service
}

/// The kinds of action, as keys and records spell them.
package enum ActionKind: String, CaseIterable, Hashable, Sendable {
    case talkingHead, speech, fetch, alignment, captions, poster, sheet, preview, variant, reel
}

/// Makes a talking-head video.
package struct TalkingHead: Sendable {
    package let provider: ProviderIdentity
    /// The program that makes it, if its provider is one of the user's own.
    package let program: CommandProgram?
    package let image: Input
    /// Which face of the image speaks; `nil` for the largest.
    package let face: Located<FaceChoice>?
    package let audio: Input
    /// Empty if none.
    package let prompt: String
    /// Where the prompt is stated; `nil` if there is none.
    package let promptSpan: SourceSpan?
    /// The words that are said, if the scene tells them or has them spoken, and the provider reads along.
    package let transcript: String?
    package let settings: Settings
    /// The scene's seed, moved on by the take.
    package let seed: UInt64
    /// Whether it is made by a service, for money.
    package var isHosted: Bool { provider.name == ProviderChoice.hosted.name }
    /// Fields that the scene states and that are in no key, because the provider does not take them.
    package let ignored: [String]

    /// The field of a file that the program depends on.
    package static func field(of file: InputFile) -> String { "file \(file.path)" }
}

/// Speaks a text with a synthetic voice.
package struct Speech: Sendable {
    package let provider: ProviderIdentity
    package let speech: SpeechText
}

/// Brings a file from elsewhere.
package struct Fetch: Sendable {
    package let provider: ProviderIdentity
    package let remote: RemoteFile

    /// What the URL's path ends with, if that is a usual suffix; `bin` else.
    package var suffix: String {
        let path = remote.url.prefix { $0 != "?" && $0 != "#" }
        let name = path.split(separator: "/").last ?? ""
        let suffix = name.contains(".") ? name.split(separator: ".").last ?? "" : ""
        let isUsual = (1...5).contains(suffix.count) && suffix.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return isUsual ? suffix.lowercased() : "bin"
    }
}
