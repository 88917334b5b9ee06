internal import CLibgit2

/// Collects the many small objects of a large commit in memory, to store them in one pack.
///
/// Every loose object is a file of its own that is synced twice, itself and its folder: a thousand records took nine
/// seconds, and take a fraction of one in a pack. git does the same with what it fetches (`fetch.unpackLimit`).
final class ObjectBatch {
    /// From so many records on a pack is worth its while; git's own limit.
    static let threshold = 100

    private let repository: GitRepository

    /// From now on, what libgit2 itself writes for this repository stays in memory.
    init(_ repository: GitRepository) throws(GitError) {
        self.repository = repository
        let operation = "open the object database of"
        let database = try GitHandle(operation, path: repository.root, free: libgit2.odb_free) {
            libgit2.repository_odb(&$0, repository.pointer)
        }
        var memory: OpaquePointer?
        try git(operation, path: repository.root) { libgit2.mempack_new(&memory) }
        // The database owns it from here on. It comes before all others, whose priorities have one digit.
        try git(operation, path: repository.root) { libgit2.odb_add_backend(database.pointer, memory, 99) }
    }

    /// Writes a pack of the commit, the folders that changed and the records, all of which are in memory. Anything else
    /// that the commit holds is on disk already.
    func store(commit: ObjectID, tree: ObjectID, changes: [TreeChange]) throws(GitError) {
        let operation = "write a pack for the commit in"
        let builder = try GitHandle(operation, path: repository.root, free: libgit2.packbuilder_free) {
            libgit2.packbuilder_new(&$0, repository.pointer)
        }
        func insert(_ id: ObjectID, _ name: String) throws(GitError) {
            var raw = id.raw
            try git(operation, path: repository.root) { libgit2.packbuilder_insert(builder.pointer, &raw, name) }
        }
        try insert(commit, "")
        try insert(tree, "")
        let files = try GitTree(repository, revision: commit.description)
        for folder in Self.folders(of: changes) {
            if let entry = try files.entry(folder), entry.kind == .folder { try insert(entry.id, folder) }
        }
        for change in changes where isRecord(change.path) {
            if case .file(let id, _) = change.content { try insert(id, change.path) }
        }
        try git(operation, path: repository.root) { libgit2.packbuilder_write(builder.pointer, nil, 0, nil, nil) }
    }

    private func isRecord(_ path: String) -> Bool {
        path.hasPrefix(repository.workspace.isEmpty ? "records/" : repository.workspace + "/records/")
    }

    /// Every folder above a changed path, once.
    private static func folders(of changes: [TreeChange]) -> [String] {
        var folders: Set<String> = []
        for change in changes {
            var path = change.path[...]
            while let slash = path.lastIndex(of: "/") {
                path = path[..<slash]
                guard folders.insert(String(path)).inserted else { break }
            }
        }
        return folders.sorted()
    }
}

extension GitRepository {
    /// Where objects are stored; linked worktrees share it.
    func objectsFolder() throws(GitError) -> String {
        var path = git_buf()
        try git("find the object database of", path: root) {
            libgit2.repository_item_path(&path, pointer, GIT_REPOSITORY_ITEM_OBJECTS)
        }
        defer { libgit2.buf_dispose(&path) }
        return String(cString: path.ptr)
    }
}
