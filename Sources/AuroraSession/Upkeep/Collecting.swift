package import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraGit
package import AuroraProvenance

/// What went from a cache, and what stayed.
package typealias CacheHarvest = GarbageCollector.Harvest

/// What `aurora gc` is to keep.
package struct CollectOptions: Sendable {
    /// How far back the repository's records count.
    package var reach = RecordReach.tips
    /// What is younger stays whatever refers to it, in days.
    package var days = 30
    /// Only say what would go.
    package var isTrial = false

    package init() {}
}

extension Session {
    /// Removes from the cache what nothing refers to: no record of any tip of the repository (branches, tags, the
    /// stash, other working trees), none on disk, and nothing young. What cost money always stays.
    ///
    /// Throws if the repository cannot be read: what it refers to is then unknown, and nothing is removed.
    package func collectGarbage(_ options: CollectOptions) throws -> CacheHarvest {
        let day: Int64 = 24 * 3600 * 1_000_000_000
        // At least an hour: a build that runs meanwhile may not have written its records yet.
        let age = max(Int64(options.days) * day, day / 24)
        let needs = GarbageCollector.Needs(
            digests: try neededDigests(options.reach), storedSince: environment.now() - age)
        // Locks leave nothing behind; work of processes that were killed does.
        if !options.isTrial { try layout.sweepTemporaries() }
        return try GarbageCollector(layout, needs: needs).collect(isTrial: options.isTrial)
    }

    private func neededDigests(_ reach: RecordReach) throws -> Set<Digest> {
        let holders = GitRecordHolders(workspace: folder.path)
        var needed: Set<Digest> = []
        func need(_ bytes: [UInt8]) {
            guard let record = ProvenanceRecord(file: bytes) else {
                // What somebody has pinned stays, even if its record is of something else.
                if let pinned = PinFiles.digest(file: bytes) { needed.insert(pinned) }
                return
            }
            needed.insert(record.output.digest)
            // What another action made for it is kept too: the voice of a scene, a file from the network.
            for input in record.inputs.values { needed.insert(input.sha256) }
        }
        try holders.visitHeldRecords(reach, need)
        for workspace in [folder.path] + (try holders.otherWorktrees()) {
            let place = try ContainedFolder(workspace)
            for path in try RecordFiles(folder: place).paths(under: "records") {
                // A record that cannot be opened is none.
                if let bytes = try? place.open(path).contents(limit: 1 << 20) { need(bytes) }
            }
        }
        return needed
    }
}
