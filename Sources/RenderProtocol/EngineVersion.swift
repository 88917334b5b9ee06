/// Which renderer this is: part of every action key of the embedded provider.
///
/// Kept here, so that deciding that nothing changed does not need the renderer to be started. The renderer refuses a
/// request that names another version.
package enum EngineVersion {
    /// The provider's model: this name in keys and records.
    package static let model = "aurora-embedded"

    /// Raised with every change of the renderer that can change a byte of its output, or what its safety check flags.
    package static let revision = 18

    /// The first digits of the SHA-256 of `scripts/engine.lock`, which pins every library and model by its own digest.
    /// A test keeps the two equal.
    package static let engineFiles = "89f6cb55e5"

    /// Of what is made of finished videos; each is raised with every change that can change a byte of its own output.
    package static let still = "1"
    package static let sheet = "1"
    package static let preview = "1"
    package static let container = "5"
    package static let variant = "2"
    package static let reel = "1"
    /// Of word times, beside `current`: the recogniser is the engine's.
    package static let alignment = "1"

    package static var current: String { "\(revision)-\(engineFiles)" }
}
