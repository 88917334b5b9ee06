package import AuroraCore
package import AuroraWorkspace

/// What runs each kind of action: names and versions, which are part of every key.
package struct Engines: Sendable {
    package let talkingHead: @Sendable (ProviderChoice, Settings) -> ProviderIdentity
    /// The program of the user's own that a choice names, if it names one.
    package let program: @Sendable (ProviderChoice) -> CommandProgram?
    package let speech: ProviderIdentity
    package let fetch: ProviderIdentity
    package let poster: ProviderIdentity
    package let sheet: ProviderIdentity
    package let preview: ProviderIdentity
    /// What puts a video into another container.
    package let variant: ProviderIdentity
    /// What changes the pictures of a video; told what is written in them, which is drawn with fonts.
    package let shapedVariant: @Sendable (DrawnText) -> ProviderIdentity
    package let alignment: ProviderIdentity
    package let captions: ProviderIdentity
    package let reel: @Sendable (DrawnText) -> ProviderIdentity

    package init(
        talkingHead: @escaping @Sendable (ProviderChoice, Settings) -> ProviderIdentity,
        program: @escaping @Sendable (ProviderChoice) -> CommandProgram? = { _ in nil }, speech: ProviderIdentity,
        fetch: ProviderIdentity, poster: ProviderIdentity, sheet: ProviderIdentity, preview: ProviderIdentity,
        variant: ProviderIdentity,
        shapedVariant: @escaping @Sendable (DrawnText) -> ProviderIdentity, alignment: ProviderIdentity,
        captions: ProviderIdentity, reel: @escaping @Sendable (DrawnText) -> ProviderIdentity
    ) {
        self.talkingHead = talkingHead
        self.program = program
        self.speech = speech
        self.fetch = fetch
        self.poster = poster
        self.sheet = sheet
        self.preview = preview
        self.variant = variant
        self.shapedVariant = shapedVariant
        self.alignment = alignment
        self.captions = captions
        self.reel = reel
    }
}

/// What is written in pictures.
package struct DrawnText: Hashable, Sendable {
    /// Empty for nothing; nil if it is not known before the captions are there.
    package let text: String?
    package let language: String?

    package init(text: String?, language: String?) {
        self.text = text
        self.language = language
    }
}
