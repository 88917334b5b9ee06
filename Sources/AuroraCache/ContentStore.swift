package import AuroraCore
package import AuroraFiles

/// Bytes by the digest of their content. Safe to call from any task.
///
/// An implementation is finished when it passes `ContentStoreSuite`.
package protocol ContentStore: Sendable {
    /// How many bytes are stored under `digest`; `nil` if nothing is. Does not read them.
    func size(of digest: Digest) throws -> Int64?

    /// Takes in the file at `path`, which is moved if it can be and is gone afterwards. Taking in what is already here
    /// is cheap and not an error. Returns what was taken in.
    /// With `.powerCut`, it survives one once this returns.
    func ingest(movingFrom path: String, durability: Files.Durability) throws -> Artifact

    /// Makes `destination` a file with these bytes, replacing what was there at once; folders above it are made.
    /// The bytes are verified on the way: throws `CacheError.missing`, or `CacheError.corrupt` after putting the
    /// entry aside, and leaves `destination` untouched then.
    func materialize(_ digest: Digest, at destination: String) throws
}

extension ContentStore {
    /// Takes in a file that could be made again.
    package func ingest(movingFrom path: String) throws -> Artifact {
        try ingest(movingFrom: path, durability: .processCrash)
    }
}
