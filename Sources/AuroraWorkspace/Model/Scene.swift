package import AuroraCore

/// One talking-head video to make, with every layer resolved and every input found.
package struct Scene: Hashable, Sendable {
    package let id: SceneID
    /// Its scene file, relative to the workspace.
    package let file: String
    /// The start of its scene file, for messages about the scene as a whole.
    package let span: SourceSpan
    /// Every text file that had a say in it, relative to the workspace, in the order in which they were consulted: the
    /// scene file, the files it extends, prompt, transcript. `aurora.yaml` has a say in all and is not listed.
    package let sources: [String]
    package let image: SceneInput
    /// Which face of the image speaks; `nil` for the largest.
    package let face: Located<FaceChoice>?
    package let audio: SceneInput
    package let prompt: TextInput?
    package let transcript: TextInput?
    package let provider: Located<ProviderChoice>
    package let settings: Settings
    /// The still to make of each take; `nil` for none.
    package let poster: PosterRequest?
    /// Stills of each take as one picture; `nil` for none.
    package let sheet: SheetRequest?
    /// A small moving picture of each take; `nil` for none.
    package let preview: PreviewRequest?
    /// Other shapes, sizes and containers to deliver each take in, each name once.
    package let variants: [VariantRequest]
    /// Captions; with a variant that shows some, or files beside the video.
    package let captions: CaptionsRequest?
    /// What every variant shows in a corner.
    package let disclosure: Disclosure?
    package let brand: Brand?

    package init(
        id: SceneID, file: String, span: SourceSpan, sources: [String], image: SceneInput,
        face: Located<FaceChoice>? = nil, audio: SceneInput, prompt: TextInput? = nil, transcript: TextInput? = nil,
        provider: Located<ProviderChoice> = Located(.embedded),
        settings: Settings = Settings(), poster: PosterRequest? = nil, sheet: SheetRequest? = nil,
        preview: PreviewRequest? = nil, variants: [VariantRequest] = [],
        captions: CaptionsRequest? = nil, disclosure: Disclosure? = nil, brand: Brand? = nil
    ) {
        self.id = id
        self.file = file
        self.span = span
        self.sources = sources
        self.image = image
        self.face = face
        self.audio = audio
        self.prompt = prompt
        self.transcript = transcript
        self.provider = provider
        self.settings = settings
        self.poster = poster
        self.sheet = sheet
        self.preview = preview
        self.variants = variants
        self.captions = captions
        self.disclosure = disclosure
        self.brand = brand
    }
}

/// A text that a scene needs, whether written in the scene file or in a file of its own.
package struct TextInput: Hashable, Sendable {
    /// With line feeds alone as line endings, and none at the end.
    package let text: String
    /// The file it came from, relative to the workspace; `nil` if it stands in the scene file.
    package let file: String?
    /// Where the text, or the path of its file, is stated.
    package let span: SourceSpan

    package init(text: String, file: String? = nil, span: SourceSpan) {
        self.text = text
        self.file = file
        self.span = span
    }
}

/// What runs the talking-head action of a scene.
package enum ProviderChoice: Hashable, Sendable {
    /// The renderer on this machine; free. Written `embedded`.
    case embedded
    /// The hosted API; paid. Written `runware`.
    case hosted
    /// A program of the user's own, by its name under `providers:`.
    case command(String)

    /// As it is written in a workspace.
    package var name: String {
        switch self {
        case .embedded: "embedded"
        case .hosted: "runware"
        case .command(let name): name
        }
    }
}
