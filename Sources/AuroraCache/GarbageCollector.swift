package import AuroraCore
import AuroraFiles

/// Finds what a cache on this machine no longer has to keep, and removes it.
///
/// A build may run meanwhile: what it takes in, or finds there already, is younger than any age that is collected
/// (`DiskContentStore.ingest` renews the time of what it finds).
package struct GarbageCollector: Sendable {
    /// What has to stay.
    package struct Needs: Sendable {
        /// Bytes that somebody refers to.
        package var digests: Set<Digest>
        /// What was stored at this time or later, in nanoseconds since 1970.
        package var storedSince: Int64

        package init(digests: Set<Digest>, storedSince: Int64) {
            self.digests = digests
            self.storedSince = storedSince
        }
    }

    /// What goes and what stays.
    package struct Harvest: Sendable, Hashable {
        package var removedObjects = 0
        package var removedBytes: Int64 = 0
        package var removedResults = 0
        package var keptObjects = 0
        package var keptBytes: Int64 = 0
        /// Entries that stay for no other reason than that they cost money.
        package var paidObjects = 0
        package var removedQuarantined = 0

        package init() {}

        package var isEmpty: Bool { removedObjects + removedResults + removedQuarantined == 0 }
    }

    private let layout: DiskLayout
    private let needs: Needs

    package init(_ layout: DiskLayout, needs: Needs) {
        self.layout = layout
        self.needs = needs
    }

    /// Counts what would go; removes it too, unless `isTrial`.
    package func collect(isTrial: Bool) throws -> Harvest {
        let store = DiskContentStore(layout)
        let cache = DiskActionCache(layout)
        var harvest = Harvest()
        var paid: Set<Digest> = []
        var free: [(key: ActionKey, digest: Digest)] = []
        for key in try cache.keys() {
            switch try cache.result(for: key) {
            case .some(let result) where result.cost > .zero: paid.insert(result.artifact.digest)
            case .some(let result): free.append((key, result.artifact.digest))
            // Damaged, or of a later version of Aurora, which may know what it is worth.
            case .none: continue
            }
        }
        var gone: Set<Digest> = []
        for digest in try store.digests() {
            guard let facts = try FileFacts.of(layout.object(digest)) else { continue }
            let isNeeded = needs.digests.contains(digest) || isYoung(facts)
            if isNeeded || paid.contains(digest) {
                harvest.keptObjects += 1
                harvest.keptBytes += facts.size
                if !isNeeded { harvest.paidObjects += 1 }
                continue
            }
            gone.insert(digest)
            harvest.removedObjects += 1
            harvest.removedBytes += facts.size
            if !isTrial { try store.remove(digest) }
        }
        // A result without its bytes still tells what depends on it which key it has: it stays as long as somebody
        // refers to it.
        for entry in free where !needs.digests.contains(entry.digest) {
            let isGone = try gone.contains(entry.digest) || store.size(of: entry.digest) == nil
            guard isGone, let facts = try FileFacts.of(layout.action(entry.key)), !isYoung(facts) else { continue }
            harvest.removedResults += 1
            if !isTrial { try cache.remove(entry.key) }
        }
        harvest.removedQuarantined = try clearQuarantine(isTrial: isTrial)
        return harvest
    }

    /// Damaged bytes are evidence for a while, and rubbish later.
    private func clearQuarantine(isTrial: Bool) throws -> Int {
        var count = 0
        for name in try Files.names(in: layout.quarantine) {
            let path = Paths.join(layout.quarantine, name)
            guard let facts = try FileFacts.of(path), !isYoung(facts) else { continue }
            count += 1
            if !isTrial { try Files.remove(path) }
        }
        return count
    }

    private func isYoung(_ facts: FileFacts) -> Bool {
        facts.modifiedNanoseconds >= needs.storedSince
    }
}
