import AuroraCache
package import AuroraCore
import AuroraFiles
import AuroraProvenance

/// What came of reading the cache and comparing its entries with their names.
package struct CacheCheck: Sendable {
    /// An entry that is not what its name says. It was put aside, and is never served.
    package struct DamagedEntry: Sendable {
        package let digest: Digest
        /// Where its bytes are now.
        package let quarantine: String
        /// The outputs that it is, by the paths of their records.
        package let records: [String]
        /// What it cost to make, as far as a result or a record tells.
        package let cost: Cost
        /// The published file that had the same bytes and put the entry right; workspace-relative.
        package let repairedFrom: String?
    }

    /// How many entries the content store has, and how many of them were read.
    package let objectCount: Int
    package let checkedCount: Int
    package let checkedBytes: Int64
    /// Sorted by digest.
    package let damaged: [DamagedEntry]
    package let resultCount: Int
    /// Keys whose entry cannot be believed; it was removed. Sorted.
    package let damagedResults: [ActionKey]

    package var isSound: Bool { damaged.isEmpty && damagedResults.isEmpty }
}

extension Session {
    /// Reads entries of the cache on all processors: all of them, or a random sample. What is damaged is put aside. If
    /// it still lies where people look for it, that copy takes its place; else the next build makes it again.
    ///
    /// - Parameter sample: which part of the entries to read, above 0 and up to 1. Each run takes others.
    package func checkCache(sample: Double = 1) async throws -> CacheCheck {
        let store = DiskContentStore(layout)
        let all = try store.digests()
        let chosen =
            sample < 1 ? Array(all.shuffled().prefix(max(1, Int((Double(all.count) * sample).rounded())))) : all
        let read = try await readEntries(chosen, of: store)
        let (resultCount, damagedResults) = try checkResults()
        let uses = try read.damaged.isEmpty ? [:] : usesByDigest()
        let damaged = try read.damaged.sorted { $0.digest < $1.digest }.map { entry in
            let uses = uses[entry.digest] ?? []
            return CacheCheck.DamagedEntry(
                digest: entry.digest, quarantine: entry.quarantine, records: uses.map(\.recordPath),
                cost: uses.map(\.record.cost).max() ?? .zero,
                repairedFrom: try uses.map(\.output).first { try takeIn(entry.digest, from: $0) })
        }
        layout.leaveTemporary()
        // What was in order a moment ago may not be any more: the next build looks at everything.
        if damaged.contains(where: { $0.repairedFrom == nil }) || !damagedResults.isEmpty {
            try Files.removeTree(folder.absolute(SnapshotPlace.folder))
        }
        return CacheCheck(
            objectCount: all.count, checkedCount: chosen.count, checkedBytes: read.bytes, damaged: damaged,
            resultCount: resultCount, damagedResults: damagedResults)
    }

    private struct EntriesRead: Sendable {
        var bytes: Int64 = 0
        var damaged: [(digest: Digest, quarantine: String)] = []
    }

    private func readEntries(_ digests: [Digest], of store: DiskContentStore) async throws -> EntriesRead {
        let lanes = max(1, environment.processorCount)
        return try await withThrowingTaskGroup(of: EntriesRead.self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    var result = EntriesRead()
                    for index in stride(from: lane, to: digests.count, by: lanes) {
                        try Task.checkCancellation()
                        do { result.bytes += try store.verify(digests[index]) } catch CacheError.corrupt(
                            let digest, let quarantine)
                        { result.damaged.append((digest, quarantine)) } catch CacheError.missing {
                            // Taken out by somebody else since it was listed.
                        }
                    }
                    return result
                }
            }
            var total = EntriesRead()
            for try await part in group {
                total.bytes += part.bytes
                total.damaged += part.damaged
            }
            return total
        }
    }

    /// An entry without a result that can be believed is removed: the action is then looked for among the records, or
    /// run again.
    private func checkResults() throws -> (count: Int, damaged: [ActionKey]) {
        let cache = DiskActionCache(layout)
        let keys = try cache.keys()
        let damaged = try keys.filter { try cache.isDamaged($0) }.sorted()
        for key in damaged { try cache.remove(key) }
        return (keys.count, damaged)
    }

    /// The outputs of all profiles as their records tell them, by digest.
    private func usesByDigest() throws -> [Digest: [RecordedOutput]] {
        Dictionary(grouping: try workspaceHistory.recordsOnDisk().outputs.values, by: \.record.output.digest)
            .mapValues { outputs in outputs.sorted { $0.recordPath < $1.recordPath } }
    }
}
