import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraWorkspace

/// Watches a workspace between builds: says when it is worth building again, and lets other commands ask what changed.
package struct WorkspaceWatch: Sendable {
    /// What a workspace came to after a build.
    package enum Standing: Sendable {
        /// All is in order; so many folders are watched. `isComplete` is false if the kernel does not watch all of them:
        /// other commands then look at everything.
        case inOrder(folders: Int, isComplete: Bool)
        /// Something changed while it was built.
        case changedMeanwhile
        /// It is not in order, or nothing is known of it: the next change of any source is worth a try.
        case unsettled
    }

    private let folder: ContainedFolder
    private let place: SnapshotPlace?
    private let feed: ChangeFeed
    private let profile: String?
    private let overrides: [String: String]
    private let environment: SessionEnvironment
    /// The files that this process writes its messages to, if it does: they must not wake it.
    private let ownFiles: Set<UInt64>

    /// Begins to watch the workspace that contains `directory`. Throws `DiagnosticsError` if another process does.
    package init(
        _ directory: String, profile: String?, overrides: [String: String], environment: SessionEnvironment
    ) throws {
        let root = try WorkspaceFinder.find(from: directory)
        folder = try ContainedFolder(root)
        place = SnapshotOrigin(profile: profile, overrides: overrides, environment: environment).map {
            SnapshotPlace(root: root, profile: profile, overrides: overrides, origin: $0)
        }
        self.profile = profile
        self.overrides = overrides
        self.environment = environment
        // A stream that is closed writes to no file.
        ownFiles = Set([1, 2].compactMap { try? FileFacts.of(descriptor: $0, path: "a stream").inode })
        do { feed = try ChangeFeed(root: folder.path, socket: ChangeFeed.socket(of: folder.path)) } catch let error
            as FileError where error.isInUse
        {
            throw DiagnosticsError([
                Diagnostic("another `aurora watch` is at work here", hint: "end it first, or let it go on")
            ])
        }
    }

    package func stop() { feed.stop() }

    /// To be called before each build: what changes from now on counts.
    package func begin() throws {
        try feed.watch(sourceFolders())
        try feed.restart()
    }

    /// To be called after each build: finds out how things stand, and from then on knows what changes.
    package func settle() throws -> Standing {
        guard let snapshot = place.flatMap({ Snapshot.load($0.path, origin: $0.origin) }) else { return .unsettled }
        let folders = snapshot.folders
        try feed.watch(folders.map { $0.isEmpty ? "." : $0 })
        let sources = feed.changes.filter(isSource)
        try feed.restart()
        guard let glance = try glance(.files), glance.units.isEmpty, glance.snapshot.identity == snapshot.identity
        else {
            return sources.isEmpty ? .unsettled : .changedMeanwhile
        }
        // Folders whose facts are not certain yet have to be listed by whoever asks.
        feed.adopt(snapshot.identity, changed: glance.listings.keys.map { $0.isEmpty ? "." : $0 })
        return .inOrder(folders: folders.count, isComplete: feed.isComplete)
    }

    /// Waits until something changed that is worth building for, and no more comes for a moment. Throws
    /// `CancellationError` when cancelled.
    package func nextChange(after standing: Standing) async throws {
        if case .changedMeanwhile = standing { return }
        for await _ in feed.wakes {
            try await calm()
            if isWorthBuilding(after: standing) { return }
        }
        throw CancellationError()
    }

    /// Waits until nothing changes for a moment: an editor may write in steps, and what was written just before it is
    /// read is not certain to stay as it was read. What changes all the time is waited for for some seconds.
    private func calm() async throws {
        for _ in 0..<50 {
            let before = feed.noticeCount
            try await Task.sleep(for: .milliseconds(60))
            if feed.noticeCount == before { return }
        }
    }

    private func isWorthBuilding(after standing: Standing) -> Bool {
        guard case .inOrder = standing else { return feed.changes.contains(where: isSource) || !feed.isCertain }
        // Whatever cannot be looked at is for the build to tell. Names that do not count are no reason for one.
        guard let glance = try? glance(.watcher) else { return true }
        return !glance.units.isEmpty
    }

    private func glance(_ source: Glance.Source) throws -> Glance? {
        try Glance.at(
            folder.path, profile: profile, overrides: overrides, environment: environment, source: source)
    }

    /// What people write, apart from what Aurora does.
    private func isSource(_ path: String) -> Bool {
        guard !Self.isOurs(path) else { return false }
        // What is gone was no message of ours.
        let facts = (try? FileFacts.of(folder.absolute(path))) ?? nil
        return facts.map { !ownFiles.contains($0.inode) } ?? true
    }

    private static func isOurs(_ path: String) -> Bool {
        let first = path.split(separator: "/", maxSplits: 1).first.map(String.init) ?? ""
        return [".aurora", "out", "records", ".git", "."].contains(first)
    }

    /// All folders of the workspace in which people write: as long as there is no snapshot, any of them may count.
    private func sourceFolders() throws -> [String] {
        var found = ["."]
        var pending = try entries(".").filter { !Self.isOurs($0) }
        while let path = pending.popLast() {
            found.append(path)
            pending += try entries(path).map { "\(path)/\($0)" }
        }
        return found
    }

    /// The folders in a folder.
    private func entries(_ path: String) throws -> [String] {
        // One that cannot be listed, or is gone, has none.
        ((try? folder.entries(path)) ?? []).filter { $0.kind == .directory }.map(\.name)
    }
}
