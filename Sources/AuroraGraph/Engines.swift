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
    package let variant: ProviderIdentity

    package init(
        talkingHead: @escaping @Sendable (ProviderChoice, Settings) -> ProviderIdentity,
        program: @escaping @Sendable (ProviderChoice) -> CommandProgram? = { _ in nil }, speech: ProviderIdentity,
        fetch: ProviderIdentity, poster: ProviderIdentity, variant: ProviderIdentity
    ) {
        self.talkingHead = talkingHead
        self.program = program
        self.speech = speech
        self.fetch = fetch
        self.poster = poster
        self.variant = variant
    }
}
