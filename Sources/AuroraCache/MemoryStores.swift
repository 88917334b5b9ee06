package import AuroraCore
package import AuroraFiles
import Synchronization

/// A content store that forgets everything with the process; for tests of what stands above it.
package final class MemoryContentStore: ContentStore {
    fileprivate let entries = Mutex<[Digest: [UInt8]]>([:])

    package init() {}

    package func size(of digest: Digest) throws -> Int64? {
        entries.withLock { entries in entries[digest].map { Int64($0.count) } }
    }

    package func ingest(movingFrom path: String, durability: Files.Durability) throws -> Artifact {
        let bytes = try Files.read(path)
        try Files.remove(path)
        let digest = Digest(hashing: bytes)
        entries.withLock { $0[digest] = bytes }
        return Artifact(digest: digest, bytes: Int64(bytes.count))
    }

    package func materialize(_ digest: Digest, at destination: String) throws {
        guard let bytes = entries.withLock({ $0[digest] }) else { throw CacheError.missing(digest) }
        try Files.write(bytes, to: destination)
    }
}

extension MemoryContentStore: ContentUpkeep {
    package func digests() throws -> [Digest] { entries.withLock { Array($0.keys) } }

    package func verify(_ digest: Digest) throws -> Int64 {
        guard let size = try size(of: digest) else { throw CacheError.missing(digest) }
        return size
    }

    package func remove(_ digest: Digest) throws { entries.withLock { $0[digest] = nil } }
}

/// An action cache that forgets everything with the process; for tests of what stands above it.
package final class MemoryActionCache: ActionCache {
    fileprivate let entries = Mutex<[ActionKey: ActionResult]>([:])

    package init() {}

    package func result(for key: ActionKey) throws -> ActionResult? { entries.withLock { $0[key] } }

    package func store(_ result: ActionResult, for key: ActionKey) throws {
        entries.withLock { $0[key] = result }
    }
}

extension MemoryActionCache: ActionUpkeep {
    package func keys() throws -> [ActionKey] { entries.withLock { Array($0.keys) } }

    package func isDamaged(_ key: ActionKey) throws -> Bool { false }

    package func remove(_ key: ActionKey) throws { entries.withLock { $0[key] = nil } }
}
