internal import CLibgit2

/// Names of commits, and lists of names.
extension GitRepository {
    /// The full names of all references.
    func references() throws(GitError) -> [String] {
        try strings("list the references of") { libgit2.reference_list(&$0, pointer) }
    }

    /// The commit that an object is, or that it is a tag of; `nil` for anything else.
    func commit(of object: OpaquePointer) -> ObjectID? {
        var found: OpaquePointer?
        guard libgit2.object_peel(&found, object, GIT_OBJECT_COMMIT) == 0, let found else { return nil }
        let commit = GitHandle(owning: found, free: libgit2.object_free)
        return libgit2.object_id(commit.pointer).map { ObjectID($0.pointee) }
    }

    /// Takes what `list` stores in its argument.
    func strings(_ operation: String, _ list: (inout git_strarray) -> Int32) throws(GitError) -> [String] {
        var found = git_strarray()
        try git(operation, path: root) { list(&found) }
        defer { libgit2.strarray_dispose(&found) }
        return (0..<found.count).compactMap { index in found.strings[index].map { String(cString: $0) } }
    }
}
