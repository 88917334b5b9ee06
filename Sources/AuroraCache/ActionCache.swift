package import AuroraCore

/// What actions made, by their keys. Safe to call from any task.
///
/// An implementation is finished when it passes `ActionCacheSuite`.
package protocol ActionCache: Sendable {
    /// The result stored for `key`; `nil` if there is none, or one that cannot be trusted.
    func result(for key: ActionKey) throws -> ActionResult?

    /// Remembers a result, in place of an earlier one for the key (whose bytes may be lost). Storing the same result
    /// again writes nothing.
    func store(_ result: ActionResult, for key: ActionKey) throws
}
