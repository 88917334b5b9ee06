internal import AuroraProvenance
internal import CLibgit2

/// One commit, read.
final class GitCommit {
    private let handle: GitHandle
    let id: ObjectID

    /// `nil` if the repository does not have it, as in a shallow clone.
    static func find(_ id: ObjectID, in repository: GitRepository) throws(GitError) -> GitCommit? {
        var raw = id.raw
        var found: OpaquePointer?
        let exists = try gitFinds("read the commit", path: id.description) {
            libgit2.commit_lookup(&found, repository.pointer, &raw)
        }
        guard exists, let found else { return nil }
        return GitCommit(GitHandle(owning: found, free: libgit2.commit_free), id)
    }

    private init(_ handle: consuming GitHandle, _ id: ObjectID) {
        self.handle = handle
        self.id = id
    }

    var parents: [ObjectID] {
        (0..<libgit2.commit_parentcount(handle.pointer)).compactMap { index in
            libgit2.commit_parent_id(handle.pointer, index).map { ObjectID($0.pointee) }
        }
    }

    /// The committer's time, in seconds since 1970: what histories are sorted by.
    var committedSeconds: Int64 { libgit2.commit_time(handle.pointer) }

    var tree: ObjectID {
        guard let id = libgit2.commit_tree_id(handle.pointer) else { preconditionFailure("every commit has a tree") }
        return ObjectID(id.pointee)
    }

    var subject: String { libgit2.commit_summary(handle.pointer).map { String(cString: $0) } ?? "" }

    var author: (RecordCommit.Author, CommitTime) {
        guard let author = libgit2.commit_author(handle.pointer) else {
            preconditionFailure("every commit has an author")
        }
        return (RecordCommit.Author(author.pointee), CommitTime(author.pointee))
    }
}

extension RecordCommit.Author {
    init(_ signature: git_signature) {
        self.init(name: String(cString: signature.name), email: String(cString: signature.email))
    }
}

extension CommitTime {
    init(_ signature: git_signature) {
        self.init(secondsSince1970: signature.when.time, offsetMinutes: signature.when.offset)
    }
}
