package import AuroraCore

/// Looking after a content store: listing it, reading all of it, taking things out of it. Safe to call from any task.
///
/// An implementation is finished when it passes `ContentUpkeepSuite`.
package protocol ContentUpkeep: Sendable {
    /// Every digest that is stored, in no particular order.
    func digests() throws -> [Digest]

    /// Reads the bytes stored under `digest` and compares them with it. Returns how many there are. Throws
    /// `CacheError.missing`, or `CacheError.corrupt` after putting the entry aside.
    func verify(_ digest: Digest) throws -> Int64

    /// Takes an entry out; content if there is none.
    func remove(_ digest: Digest) throws
}

/// Looking after an action cache. Safe to call from any task.
package protocol ActionUpkeep: Sendable {
    /// The key of every entry, good or damaged, in no particular order.
    func keys() throws -> [ActionKey]

    /// Whether the entry of `key` is not what was written; false if there is none, or one of another version.
    func isDamaged(_ key: ActionKey) throws -> Bool

    /// Takes an entry out; content if there is none.
    func remove(_ key: ActionKey) throws
}
