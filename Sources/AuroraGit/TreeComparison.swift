internal import CLibgit2
internal import Glibc

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
            let (old, new) = try differingEntries(before, after)
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

    /// What two folders hold, by name, without what they share at their beginnings and ends: mostly one entry of
    /// hundreds differs, and no other has to become a text.
    private func differingEntries(_ before: ObjectID?, _ after: ObjectID?) throws(GitError)
        -> (old: [String: TreeEntry], new: [String: TreeEntry])
    {
        let old = try before.map { id throws(GitError) in try folder(id) }
        let new = try after.map { id throws(GitError) in try folder(id) }
        let counts = (old?.count ?? 0, new?.count ?? 0)
        let shorter = min(counts.0, counts.1)
        var start = 0
        var end = 0
        if let old, let new {
            while start < shorter, Self.isSame(old[start], new[start]) { start += 1 }
            while end < shorter - start, Self.isSame(old[counts.0 - 1 - end], new[counts.1 - 1 - end]) { end += 1 }
        }
        return (
            old?.entries(start..<(counts.0 - end)) ?? [:], new?.entries(start..<(counts.1 - end)) ?? [:]
        )
    }

    private func folder(_ id: ObjectID) throws(GitError) -> OpenFolder {
        var raw = id.raw
        return OpenFolder(
            try GitHandle("read the folder", path: id.description, free: libgit2.tree_free) {
                libgit2.tree_lookup(&$0, repository.pointer, &raw)
            })
    }

    private static func isSame(_ left: OpaquePointer?, _ right: OpaquePointer?) -> Bool {
        guard let left, let right, let one = libgit2.tree_entry_id(left), let other = libgit2.tree_entry_id(right),
            let name = libgit2.tree_entry_name(left), let otherName = libgit2.tree_entry_name(right)
        else { return false }
        return memcmp(one, other, MemoryLayout<git_oid>.size) == 0 && strcmp(name, otherName) == 0
            && libgit2.tree_entry_filemode(left) == libgit2.tree_entry_filemode(right)
    }

    private static func file(_ entry: TreeEntry) -> ObjectID? {
        entry.kind == .file || entry.kind == .executable ? entry.id : nil
    }

    private static func folder(_ entry: TreeEntry) -> ObjectID? { entry.kind == .folder ? entry.id : nil }
}

/// A folder of a commit, open for reading.
private final class OpenFolder {
    private let handle: GitHandle
    let count: Int

    init(_ handle: consuming GitHandle) {
        count = libgit2.tree_entrycount(handle.pointer)
        self.handle = handle
    }

    /// Belongs to the folder, and is valid as long as that.
    subscript(index: Int) -> OpaquePointer? { libgit2.tree_entry_byindex(handle.pointer, index) }

    func entries(_ range: Range<Int>) -> [String: TreeEntry] {
        var entries: [String: TreeEntry] = [:]
        for index in range {
            guard let entry = self[index], let name = libgit2.tree_entry_name(entry),
                let id = libgit2.tree_entry_id(entry)
            else { continue }
            entries[String(cString: name)] = TreeEntry(
                id: ObjectID(id.pointee), kind: GitTree.kind(libgit2.tree_entry_filemode(entry)))
        }
        return entries
    }
}
