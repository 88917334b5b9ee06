/// Where version control still holds records and pins: what a cache must not forget.
package protocol RecordHolders: Sendable {
    /// Calls `body` with each distinct content of a record or a pin that is held, in no particular order.
    ///
    /// Blocks on the disk. A folder without a repository, or with one that has no commit, holds none.
    func visitHeldRecords(_ reach: RecordReach, _ body: ([UInt8]) throws -> Void) throws

    /// The workspace's folder in every other working tree of the repository, absolute; each may have records that are
    /// not committed. Folders that are gone are left out.
    func otherWorktrees() throws -> [String]
}

/// How far back records are held.
package enum RecordReach: Hashable, Sendable {
    /// What branches, tags, remotes, the stash and the HEAD of each working tree hold.
    case tips
    /// What any commit holds that can be reached from those.
    case history
}
