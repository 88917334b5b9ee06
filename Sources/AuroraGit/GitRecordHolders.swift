package import AuroraProvenance
internal import CLibgit2

/// The holders of records in the git repository that contains a workspace.
package struct GitRecordHolders: RecordHolders {
    private let workspace: String

    /// - Parameter workspace: the workspace's folder, absolute.
    package init(workspace: String) { self.workspace = workspace }

    package func visitHeldRecords(_ reach: RecordReach, _ body: ([UInt8]) throws -> Void) throws {
        guard case .ready(let repository) = try GitRepository.open(containing: workspace) else { return }
        var collection = try HeldRecords(repository)
        var pending = Array(try repository.tips())
        var seen = Set(pending)
        while let id = pending.popLast() {
            // A shallow clone does not have the parents of its last commits.
            guard let commit = try GitCommit.find(id, in: repository) else { continue }
            try collection.add(id, body)
            guard reach == .history else { continue }
            for parent in commit.parents where seen.insert(parent).inserted { pending.append(parent) }
        }
    }

    package func otherWorktrees() throws -> [String] {
        guard case .ready(let repository) = try GitRepository.open(containing: workspace) else { return [] }
        let inside = repository.workspace
        return try repository.worktreeFolders()
            .filter { $0 != repository.root }
            .map { inside.isEmpty ? $0 : $0 + "/" + inside }
            .compactMap { SystemCall.realPath($0) }
    }
}

/// Collects records, each content and each folder of them once.
private struct HeldRecords {
    private let repository: GitRepository
    private let blobs: GitBlobs
    private var seen: Set<ObjectID> = []

    init(_ repository: GitRepository) throws(GitError) {
        self.repository = repository
        blobs = try GitBlobs(repository)
    }

    /// Calls `body` with the records of a commit that were not met before.
    mutating func add(_ commit: ObjectID, _ body: ([UInt8]) throws -> Void) throws {
        let tree = try GitTree(repository, revision: commit.description)
        guard let records = try tree.entry(try repository.fullPath("records")), records.kind == .folder else { return }
        var pending = [records.id]
        while let folder = pending.popLast() {
            guard seen.insert(folder).inserted else { continue }
            for entry in try GitTree.entries(of: folder, in: repository) {
                switch entry.kind {
                case .folder: pending.append(entry.id)
                case .file, .executable:
                    // A larger one is no record.
                    if seen.insert(entry.id).inserted, let bytes = try blobs.bytes(entry.id, limit: 1 << 20) {
                        try body(bytes)
                    }
                case .symbolicLink, .submodule: continue
                }
            }
        }
    }
}

extension GitTree {
    /// What one folder has, by the name of its tree.
    static func entries(of folder: ObjectID, in repository: GitRepository) throws(GitError) -> [TreeEntry] {
        var raw = folder.raw
        let tree = try GitHandle("read the folder", path: folder.description, free: libgit2.tree_free) {
            libgit2.tree_lookup(&$0, repository.pointer, &raw)
        }
        return (0..<libgit2.tree_entrycount(tree.pointer)).compactMap { index in
            guard let entry = libgit2.tree_entry_byindex(tree.pointer, index), let id = libgit2.tree_entry_id(entry)
            else { return nil }
            return TreeEntry(id: ObjectID(id.pointee), kind: kind(libgit2.tree_entry_filemode(entry)))
        }
    }
}

extension GitRepository {
    /// The commits from which everything is reached that somebody may still want: references, the stash, and the HEAD
    /// of each working tree.
    fileprivate func tips() throws(GitError) -> Set<ObjectID> {
        var tips: Set<ObjectID> = []
        for name in try references() + ["HEAD"] {
            if let commit = commit(named: name) { tips.insert(commit) }
        }
        // Only the newest stash has a reference; the others are in its log.
        tips.formUnion(try loggedCommits("refs/stash"))
        for name in try worktreeNames() {
            var found: OpaquePointer?
            // A working tree whose HEAD cannot be read holds nothing.
            guard libgit2.repository_head_for_worktree(&found, pointer, name) == 0, let found else { continue }
            let head = GitHandle(owning: found, free: libgit2.reference_free)
            if let id = libgit2.reference_target(head.pointer) { tips.insert(ObjectID(id.pointee)) }
        }
        return tips
    }

    /// The top folders of all working trees but bare ones, without symbolic links.
    fileprivate func worktreeFolders() throws(GitError) -> [String] {
        var folders: [String] = []
        if let common = libgit2.repository_commondir(pointer) {
            // The main working tree holds the common folder as its `.git`.
            let path = String(cString: common)
            if path.hasSuffix("/.git/") { folders.append(String(path.dropLast("/.git/".count))) }
        }
        for name in try worktreeNames() {
            var found: OpaquePointer?
            guard libgit2.worktree_lookup(&found, pointer, name) == 0, let found else { continue }
            let worktree = GitHandle(owning: found, free: libgit2.worktree_free)
            if let path = libgit2.worktree_path(worktree.pointer) { folders.append(String(cString: path)) }
        }
        return folders.compactMap { SystemCall.realPath($0) }
    }

    private func worktreeNames() throws(GitError) -> [String] {
        try strings("list the working trees of") { libgit2.worktree_list(&$0, pointer) }
    }

    /// The commit that a reference leads to; `nil` for none, or something else.
    private func commit(named name: String) -> ObjectID? {
        var found: OpaquePointer?
        guard libgit2.revparse_single(&found, pointer, name) == 0, let found else { return nil }
        let object = GitHandle(owning: found, free: libgit2.object_free)
        return commit(of: object.pointer)
    }

    private func loggedCommits(_ reference: String) throws(GitError) -> [ObjectID] {
        let log = try GitHandle("read the log of", path: reference, free: libgit2.reflog_free) {
            libgit2.reflog_read(&$0, pointer, reference)
        }
        return (0..<libgit2.reflog_entrycount(log.pointer)).compactMap { index in
            guard let entry = libgit2.reflog_entry_byindex(log.pointer, index),
                let id = libgit2.reflog_entry_id_new(entry)
            else { return nil }
            return ObjectID(id.pointee)
        }
    }
}
