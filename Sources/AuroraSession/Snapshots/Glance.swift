package import AuroraBuild
import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraGit
import AuroraWorkspace

/// A workspace beside the snapshot of it in which everything was in order: what has to be looked at, and what need not
/// be. Taking one reads no file of the workspace but folders that changed.
package struct Glance: Sendable {
    let folder: ContainedFolder
    let snapshot: Snapshot
    let place: SnapshotPlace
    /// Positions of the units that may not be in order any more.
    let units: Set<UInt32>
    /// Folders whose facts changed though the names that count did not, as they are now.
    let listings: [String: FolderListing]
    /// The commit that HEAD names; `nil` if that is not known.
    let head: String?

    /// Where knowledge of what changed comes from.
    package enum Source: Sendable {
        /// A watcher, if one is at work and knows; else a look at everything.
        case watcher
        case files
    }

    /// The glance at the workspace that contains `directory`; `nil` if there is no snapshot of it that helps, so that
    /// all of it has to be looked at.
    package static func at(
        _ directory: String, profile: String?, overrides: [String: String], environment: SessionEnvironment,
        source: Source = .watcher
    ) throws -> Glance? {
        let root = try WorkspaceFinder.find(from: directory)
        guard let origin = SnapshotOrigin(profile: profile, overrides: overrides, environment: environment) else {
            return nil
        }
        let folder = try ContainedFolder(root)
        let place = SnapshotPlace(root: root, profile: profile, overrides: overrides, origin: origin)
        guard let snapshot = Snapshot.open(place.path, origin: origin.digest),
            let differences = differences(from: snapshot, in: folder, source), !differences.affectsAll,
            let listings = unchanged(differences.folders, folder, environment.now())
        else { return nil }
        let recordFolders = listings.keys.filter { $0.hasPrefix("records/") }
        let glance = Glance(
            folder: folder, snapshot: snapshot, place: place, units: [], listings: listings,
            head: HeadFile.commit(containing: folder.path))
        return glance.including(differences.units)?
            .including(restingOn: Set(differences.shared))?.including(recordsIn: Set(recordFolders))
    }

    /// What changed since the snapshot: as a watcher tells, or else by a look at everything. `nil` if the snapshot turns
    /// out to be damaged.
    private static func differences(from snapshot: Snapshot, in folder: ContainedFolder, _ source: Source)
        -> SnapshotDifferences?
    {
        let told: ChangeFeed.Answer =
            switch source {
            case .watcher: ChangeFeed.ask(ChangeFeed.socket(of: folder.path), since: snapshot.identity)
            case .files: .unknown
            }
        if case .changed([]) = told { return SnapshotDifferences() }
        guard snapshot.hasIntactFacts else { return nil }
        return switch told {
        case .changed(let paths): snapshot.differences(in: folder, among: paths)
        case .unknown: snapshot.differences(in: folder)
        }
    }

    /// The same with more units to look at; `nil` if what the snapshot says of units cannot be trusted.
    func including(_ more: some Collection<UInt32>) -> Glance? {
        if more.isEmpty { return self }
        guard !units.isEmpty || snapshot.hasIntactUnits else { return nil }
        return Glance(
            folder: folder, snapshot: snapshot, place: place, units: units.union(more), listings: listings, head: head)
    }

    private func including(restingOn paths: Set<String>) -> Glance? {
        if paths.isEmpty { return self }
        return snapshot.hasIntactUnits ? including(snapshot.units(restingOn: paths)) : nil
    }

    /// Names alone do not tell whether a record was written anew.
    private func including(recordsIn folders: Set<String>) -> Glance? {
        if folders.isEmpty { return self }
        return snapshot.hasIntactUnits ? including(snapshot.units(withRecordsIn: folders)) : nil
    }

    /// What need not be looked at.
    package var untouched: UntouchedOutputs {
        units.reduce(UntouchedOutputs(count: snapshot.summary.outputCount, derivedCount: snapshot.summary.derivedCount))
        {
            let unit = snapshot.unit($1)
            return UntouchedOutputs(
                count: $0.count - unit.outputCount, derivedCount: $0.derivedCount - unit.derivedCount)
        }
    }

    /// Folders that changed, listed again; `nil` if one of them has other names now.
    private static func unchanged(
        _ folders: [(path: String, listing: FolderListing)], _ workspace: ContainedFolder, _ now: Int64
    ) -> [String: FolderListing]? {
        var listings: [String: FolderListing] = [:]
        for (path, remembered) in folders {
            // The facts first: a name that comes while the folder is listed changes them once more.
            let facts = try? FileFacts.of(workspace.absolute(path.isEmpty ? "." : path))
            guard let facts, let entries = try? workspace.entries(path.isEmpty ? "." : path),
                FolderNames.mark(entries) == remembered.names
            else { return nil }
            listings[path] = FolderListing(
                print: facts.isRacy(at: now) ? .unknown : FilePrint(facts), names: remembered.names)
        }
        return listings
    }
}

/// Where a snapshot is kept, and who may read it.
struct SnapshotPlace: Sendable {
    /// Where all snapshots are, workspace-relative.
    static let folder = ".aurora/snapshots"

    let path: String
    let origin: Digest

    init(root: String, profile: String?, overrides: [String: String], origin: SnapshotOrigin) {
        path = "\(root)/\(Self.folder)/\(SnapshotOrigin.fileName(profile: profile, overrides: overrides))"
        self.origin = origin.digest
    }
}
