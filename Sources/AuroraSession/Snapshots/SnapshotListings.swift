import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraWorkspace

/// Folders whose lists of names have a say: those of scenes, and those of records.
extension Session {
    /// Files that everything rests on, whether they are there or not.
    func globalPaths(_ units: [SnapshotUnit]) -> [String] {
        // What was read and is nobody's own has a say in the whole.
        let owned = Set(units.flatMap(\.paths))
        var paths = [WorkspaceFinder.fileName] + workspace.texts.keys.filter { !owned.contains($0) }
        paths += [workspace.configuration.file].compactMap { $0 }
        // Pins decide what is made. Where there are none, it is noticed that their folder comes.
        if let pins = try? PinFiles(folder, profile: workspace.profile) {
            paths += pins.paths.isEmpty ? [pins.directory] : pins.paths
        }
        // A folder that is not there yet has no list of names: that it comes is noticed by itself.
        paths += ["scenes", "campaigns"].filter { workspace.folders[$0] == nil }
        return paths
    }

    /// All of them, as they are now.
    func listings(_ units: [SnapshotUnit]) -> [String: FolderListing] {
        let scenes = workspace.folders.sorted { $0.key < $1.key }
        var listings = Dictionary(
            uniqueKeysWithValues: zip(
                scenes.map(\.key), Parallel.map(scenes) { self.listing(ofScenes: $0.key, as: $0.value) }))
        var folders: Set<String> = []
        for record in units.flatMap(\.records) {
            var folder = Paths.parent(record) ?? "."
            while folder != "records", folder != ".", folders.insert(folder).inserted {
                folder = Paths.parent(folder) ?? "."
            }
        }
        if let pins = try? PinFiles(folder, profile: workspace.profile), !pins.paths.isEmpty {
            folders.formUnion(pins.directories)
        }
        listings.merge(self.listings(ofRecords: units, in: folders)) { _, records in records }
        return listings
    }

    /// The folders in which these units have records.
    func listings(ofRecords units: [SnapshotUnit]) -> [String: FolderListing] {
        self.listings(ofRecords: units, in: Set(units.flatMap(\.records).map { Paths.parent($0) ?? "." }))
    }

    /// Folders of records, of which these units have some.
    private func listings(ofRecords units: [SnapshotUnit], in folders: Set<String>) -> [String: FolderListing] {
        let expected = Dictionary(grouping: units.flatMap(\.records)) { Paths.parent($0) ?? "." }
        let sorted = folders.sorted()
        let found = Parallel.map(sorted) { folder in
            listing(of: folder) { _, present in
                expected[folder, default: []].allSatisfy { present.contains(Paths.name($0)) }
            }
        }
        return Dictionary(uniqueKeysWithValues: zip(sorted, found))
    }

    /// One folder of scenes, whose names had this mark when it was read.
    private func listing(ofScenes path: String, as mark: UInt64) -> FolderListing {
        // Older than the session: its names are those that were read.
        if let facts = try? FileFacts.of(folder.absolute(path)), !facts.isRacy(at: scope.startedAt) {
            return FolderListing(print: FilePrint(facts), names: mark)
        }
        return listing(of: path) { names, _ in names == mark }
    }

    /// A folder as it is now, if its names are as they should be; else one that is equal to no folder's.
    private func listing(of path: String, isAsExpected: (UInt64, Set<String>) -> Bool) -> FolderListing {
        let nothing = FolderListing(print: .unknown, names: 0)
        // The facts first: a name that comes or goes while the folder is listed changes them once more.
        guard let facts = try? FileFacts.of(folder.absolute(path)), let entries = try? folder.entries(path)
        else { return nothing }
        let names = FolderNames.mark(entries)
        guard isAsExpected(names, Set(entries.map(\.name))) else { return nothing }
        return FolderListing(print: facts.isRacy(at: environment.now()) ? .unknown : FilePrint(facts), names: names)
    }
}
