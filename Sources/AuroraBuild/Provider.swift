package import AuroraCore
package import AuroraGraph

/// Runs one action. The engine decides whether; a provider only knows how.
///
/// An implementation is finished when it passes `ProviderSuite`.
package protocol Provider: Sendable {
    /// Everything about `action` that this provider cannot do, at the place where the user asked for it. Asked before
    /// anything is run.
    func objections(to action: Action) -> [Diagnostic]

    /// What running `action` will cost.
    func estimate(_ action: Action) -> Cost

    /// Makes the video. May be called again after a failure; must not bill twice for one key. Stops soon after the
    /// task is cancelled. Throws a `DiagnosticConvertible` error for everything a person can do something about.
    func run(_ request: ProviderRequest, progress: @escaping @Sendable (ActionProgress) -> Void) async throws
        -> ProvidedVideo
}

/// An action with what is needed to run it.
package struct ProviderRequest: Sendable {
    package let action: Action
    package let key: ActionKey
    /// Digests of the inputs by path, as they went into the key: a provider runs on these bytes or not at all.
    package let inputs: [String: Digest]

    package init(action: Action, key: ActionKey, inputs: [String: Digest]) {
        self.action = action
        self.key = key
        self.inputs = inputs
    }
}

/// A video that a provider has made.
package struct ProvidedVideo: Sendable {
    /// A finished file that now belongs to the caller; it is moved away.
    package let path: String
    package let media: MediaFacts
    package let cost: Cost

    package init(path: String, media: MediaFacts, cost: Cost) {
        self.path = path
        self.media = media
        self.cost = cost
    }
}

/// How far an action is.
package struct ActionProgress: Sendable, Equatable {
    /// What it is doing, in one word for people: `analysing`, `rendering`.
    package let stage: String
    /// 0…1; `nil` while unknown.
    package let fraction: Double?

    package init(stage: String, fraction: Double?) {
        self.stage = stage
        self.fraction = fraction
    }
}
