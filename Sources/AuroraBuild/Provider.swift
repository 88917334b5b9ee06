package import AuroraCore
package import AuroraGraph
package import AuroraWorkspace

/// Runs one action. The engine decides whether; a provider only knows how.
///
/// An implementation is finished when it passes `ProviderSuite`.
package protocol Provider: Sendable {
    /// Everything about `action` that this provider cannot do, at the place where the user asked for it. Asked before
    /// anything is run.
    func objections(to action: Action) -> [Diagnostic]

    /// Makes the action's file. May be called again after a failure; must not bill twice for one key. Stops soon after
    /// the task is cancelled. Throws a `DiagnosticConvertible` error for everything a person can do something about,
    /// and `CacheError` for an input that cannot be taken out of the store: it is made again then.
    func run(_ request: ProviderRequest, progress: @escaping @Sendable (ActionProgress) -> Void) async throws
        -> ProvidedFile
}

/// An action with what is needed to run it.
package struct ProviderRequest: Sendable {
    package let action: Action
    package let key: ActionKey
    /// Where the bytes of each input are, by the name of its field: a provider runs on these bytes or not at all.
    package let inputs: [String: InputBytes]
    /// What a record says that this key made; `nil` if none does.
    package let recorded: Digest?

    package init(action: Action, key: ActionKey, inputs: [String: InputBytes], recorded: Digest? = nil) {
        self.action = action
        self.key = key
        self.inputs = inputs
        self.recorded = recorded
    }
}

/// Where the bytes of an input are.
package enum InputBytes: Hashable, Sendable {
    /// A file of the workspace, with the digest that went into the key.
    case file(InputFile, Digest)
    /// In the content store. `suffix` is what the file's name ends with, with its dot; `span` where the input is asked
    /// for.
    case stored(Artifact, suffix: String, span: SourceSpan)

    package var digest: Digest {
        switch self {
        case .file(_, let digest): digest
        case .stored(let artifact, _, _): artifact.digest
        }
    }

    /// What the file's name ends with, with its dot; empty for nothing.
    package var suffix: String {
        switch self {
        case .file(let file, _): file.suffix
        case .stored(_, let suffix, _): suffix
        }
    }

    /// Where the input is asked for.
    package var span: SourceSpan {
        switch self {
        case .file(let file, _): file.span
        case .stored(_, _, let span): span
        }
    }
}

/// A file that a provider has made.
package struct ProvidedFile: Sendable {
    /// Where its bytes are.
    package enum Place: Hashable, Sendable {
        /// A finished file that now belongs to the caller; it is moved away.
        case file(String)
        /// In the content store, since they were too dear to be in a folder for temporary files.
        case store(Artifact)
    }

    package let place: Place
    /// What it is, if it is a video.
    package let media: MediaFacts?
    package let cost: Cost
    /// What is known of the payment; `nil` for what is free.
    package let paid: PaidFacts?
    /// What was done otherwise than asked, to be told when it is made.
    package let warnings: [Diagnostic]

    package init(
        _ place: Place, media: MediaFacts?, cost: Cost, paid: PaidFacts? = nil, warnings: [Diagnostic] = []
    ) {
        self.place = place
        self.media = media
        self.cost = cost
        self.paid = paid
        self.warnings = warnings
    }

    package init(path: String, media: MediaFacts?, cost: Cost, warnings: [Diagnostic] = []) {
        self.init(.file(path), media: media, cost: cost, warnings: warnings)
    }

    /// The file that now belongs to the caller; `nil` if there is none.
    package var path: String? {
        if case .file(let path) = place { path } else { nil }
    }
}

/// How far an action is.
package struct ActionProgress: Sendable, Equatable {
    /// What it is doing, in one word for people: `analysing`, `rendering`, `encoding`.
    package let stage: String
    /// 0…1; `nil` while unknown.
    package let fraction: Double?

    package init(stage: String, fraction: Double?) {
        self.stage = stage
        self.fraction = fraction
    }
}
