internal import CLibgit2

/// Compares folders of commits. What two of them share is not even read.
struct TreeComparison {
    let repository: GitRepository

    /// A file that differs.
    struct Difference {
        /// Below the folders that were compared.
        let path: String
        let before: ObjectID?
        let after: ObjectID?
    }

    /// The regular files that differ between two folders; `nil` stands for one that is not there. Sorted by the bytes
    /// of their paths. Walks with a stack of its own: the depth of a repository's tree is not ours to trust.
    func differences(from before: ObjectID?, to after: ObjectID?) throws(GitError) -> [Difference] {
        var found: [Difference] = []
        var pending: [(prefix: String, before: ObjectID?, after: ObjectID?)] = [("", before, after)]
        while let (prefix, before, after) = pending.popLast() {
            guard before != after else { continue }
            let old = try entries(before)
            let new = try entries(after)
            for name in Set(old.keys).union(new.keys) where old[name] != new[name] {
                let path = prefix + name
                let files = (old[name].flatMap(Self.file), new[name].flatMap(Self.file))
                if files.0 != files.1 { found.append(Difference(path: path, before: files.0, after: files.1)) }
                let folders = (old[name].flatMap(Self.folder), new[name].flatMap(Self.folder))
                if folders.0 != folders.1 { pending.append((path + "/", folders.0, folders.1)) }
            }
        }
        return found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    /// What a folder holds, by name.
    private func entries(_ folder: ObjectID?) throws(GitError) -> [String: TreeEntry] {
        guard let folder else { return [:] }
        var raw = folder.raw
        let tree = try GitHandle("read the folder", path: folder.description, free: libgit2.tree_free) {
            libgit2.tree_lookup(&$0, repository.pointer, &raw)
        }
        var entries: [String: TreeEntry] = [:]
        for index in 0..<libgit2.tree_entrycount(tree.pointer) {
            guard let entry = libgit2.tree_entry_byindex(tree.pointer, index),
                let name = libgit2.tree_entry_name(entry), let id = libgit2.tree_entry_id(entry)
            else { continue }
            entries[String(cString: name)] = TreeEntry(
                id: ObjectID(id.pointee), kind: GitTree.kind(libgit2.tree_entry_filemode(entry)))
        }
        return entries
    }

    private static func file(_ entry: TreeEntry) -> ObjectID? {
        entry.kind == .file || entry.kind == .executable ? entry.id : nil
    }

    private static func folder(_ entry: TreeEntry) -> ObjectID? { entry.kind == .folder ? entry.id : nil }
}
