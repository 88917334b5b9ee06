import AuroraCache
import AuroraCore
import AuroraFiles

/// How much there is in the cache of a workspace, and how much room is left.
package struct CacheStatistics: Sendable {
    /// Files and their bytes.
    package struct Amount: Sendable, Hashable {
        package var count = 0
        package var bytes: Int64 = 0
    }

    /// The cache folder, absolute.
    package let folder: String
    package let objects: Amount
    package let results: Amount
    package let quarantined: Amount
    /// Bytes of the index of files.
    package let indexBytes: Int64
    /// Bytes that an ordinary user can still write to the disk it is on.
    package let freeBytes: Int64
}

extension Session {
    /// Counts what is in the cache. Looks at files, reads none.
    package func cacheStatistics() throws -> CacheStatistics {
        CacheStatistics(
            folder: layout.folder, objects: try amount(below: layout.objects),
            results: try amount(below: layout.actions),
            quarantined: try amount(below: layout.quarantine),
            indexBytes: try FileFacts.of(layout.index)?.size ?? 0,
            freeBytes: try Files.freeBytes(at: folder.path))
    }

    private func amount(below path: String) throws -> CacheStatistics.Amount {
        var amount = CacheStatistics.Amount()
        var pending = [path]
        while let directory = pending.popLast() {
            for name in try Files.names(in: directory) {
                let path = Paths.join(directory, name)
                guard let facts = try FileFacts.of(path) else { continue }
                if facts.kind == .directory {
                    pending.append(path)
                } else {
                    amount.count += 1
                    amount.bytes += facts.size
                }
            }
        }
        return amount
    }
}
