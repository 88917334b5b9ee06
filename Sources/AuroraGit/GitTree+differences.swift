internal import AuroraProvenance
internal import CLibgit2

extension GitTree {
    /// The files below `folder` that are not the same in both trees, with paths below it. Folders that are the same are
    /// not entered, so the work goes with what differs and not with what there is.
    func differences(from other: GitTree, under folder: String, in repository: GitRepository) throws(GitError)
        -> [String]
    {
        var differing: [String] = []
        var pending: [(prefix: String, old: ObjectID?, new: ObjectID?)] = [
            ("", try other.folder(folder), try self.folder(folder))
        ]
        while let (prefix, old, new) = pending.popLast() {
            guard old != new else { continue }
            let before = try Self.names(old, repository)
            let after = try Self.names(new, repository)
            for name in Set(before.keys).union(after.keys) where before[name] != after[name] {
                let (left, right) = (before[name], after[name])
                if left?.kind == .folder || right?.kind == .folder {
                    pending.append(
                        (
                            prefix + name + "/", left?.kind == .folder ? left?.id : nil,
                            right?.kind == .folder ? right?.id : nil
                        ))
                }
                if (left != nil && left?.kind != .folder) || (right != nil && right?.kind != .folder) {
                    differing.append(prefix + name)
                }
            }
        }
        return differing.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func folder(_ path: String) throws(GitError) -> ObjectID? {
        guard let entry = try entry(path), entry.kind == .folder else { return nil }
        return entry.id
    }

    private static func names(_ id: ObjectID?, _ repository: GitRepository) throws(GitError) -> [String: TreeEntry] {
        guard var raw = id?.raw else { return [:] }
        let tree = try GitHandle("read a folder", free: libgit2.tree_free) {
            libgit2.tree_lookup(&$0, repository.pointer, &raw)
        }
        var names: [String: TreeEntry] = [:]
        for index in 0..<libgit2.tree_entrycount(tree.pointer) {
            guard let entry = libgit2.tree_entry_byindex(tree.pointer, index),
                let name = libgit2.tree_entry_name(entry),
                let id = libgit2.tree_entry_id(entry)
            else { continue }
            names[String(cString: name)] = TreeEntry(
                id: ObjectID(id.pointee), kind: kind(libgit2.tree_entry_filemode(entry)))
        }
        return names
    }
}
