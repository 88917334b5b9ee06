package import AuroraCore

/// What actions made, by their keys. Safe to call from any task.
///
/// An implementation is finished when it passes `ActionCacheSuite`.
package protocol ActionCache: Sendable {
    /// The result stored for `key`; `nil` if there is none, or one that cannot be trusted.
    func result(for key: ActionKey) throws -> ActionResult?

    /// Remembers a result. The first one stored for a key stays: storing another is not an error and changes nothing.
    func store(_ result: ActionResult, for key: ActionKey) throws
}
