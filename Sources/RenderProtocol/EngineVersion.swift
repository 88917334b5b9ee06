/// Which renderer this is: part of every action key of the embedded provider.
///
/// Kept here, so that deciding that nothing changed does not need the renderer to be started. The renderer refuses a
/// request that names another version.
package enum EngineVersion {
    /// Raised with every change of the renderer that can change a byte of its output.
    package static let revision = 1

    /// The provider's model: this name in keys and records.
    package static let model = "aurora-embedded"

    /// Revision of the renderer, then the first digits of the digest over its models and libraries.
    package static var current: String { "\(revision)" }
}
