internal import AuroraCore
internal import AuroraProvenance
internal import CLibgit2

/// Finds what people name: commits, branches, tags, releases.
struct RevisionFinder {
    private let repository: GitRepository

    init(_ repository: GitRepository) { self.repository = repository }

    func revision(_ name: String) throws -> Revision {
        guard !name.isEmpty, !name.utf8.contains(0) else { throw RevisionError.unknown(name, nearest: nil) }
        var found: OpaquePointer?
        try Libgit2.start()
        let code = libgit2.revparse_single(&found, repository.pointer, name)
        if code == 0, let found {
            return try revision(name, GitHandle(owning: found, free: libgit2.object_free))
        }
        switch code {
        case GIT_EAMBIGUOUS.rawValue: throw RevisionError.ambiguous(name, candidates: [])
        // What does not exist, what is not spelled as a revision, and `HEAD~9` of five commits.
        case GIT_ENOTFOUND.rawValue, GIT_EINVALIDSPEC.rawValue, GIT_ERROR.rawValue, GIT_EPEEL.rawValue:
            return try release(name)
        default:
            try git("find the revision", path: name) { libgit2.revparse_single(&found, repository.pointer, name) }
            preconditionFailure("the same call fails twice")
        }
    }

    /// The one release whose name ends with `name`.
    private func release(_ name: String) throws -> Revision {
        let releases = try tags().filter { $0.name.hasSuffix("/" + name) }
        if let only = releases.first, releases.count == 1 {
            return Revision(name: name, commit: only.commit, tag: only)
        }
        guard releases.isEmpty else { throw RevisionError.ambiguous(name, candidates: releases.map(\.name)) }
        if case .unborn(let branch) = try repository.head(), ["HEAD", "@", branch].contains(base(of: name)) {
            throw RevisionError.unborn(branch: branch)
        }
        throw RevisionError.unknown(name, nearest: Wording.nearest(to: name, among: try names()))
    }

    private func revision(_ name: String, _ object: consuming GitHandle) throws -> Revision {
        let pointer = object.pointer
        let tag: AnnotatedTag? =
            libgit2.object_type(pointer) == GIT_OBJECT_TAG
            ? try libgit2.object_id(pointer).flatMap { try self.tag(ObjectID($0.pointee)) } : nil
        guard let commit = repository.commit(of: pointer) else { throw RevisionError.notACommit(name) }
        guard try GitCommit.find(commit, in: repository) != nil else { throw RevisionError.missing(name) }
        return Revision(name: name, commit: commit.commit, tag: tag)
    }

    /// Every annotated tag of a commit, sorted by the bytes of its name.
    func tags() throws -> [AnnotatedTag] {
        try tagReferences().compactMap { try annotatedTag($0.id, called: $0.name) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// The tag that the object is; `nil` if no reference names it.
    private func tag(_ id: ObjectID) throws -> AnnotatedTag? {
        try tagReferences().first { $0.id == id }.flatMap { try annotatedTag(id, called: $0.name) }
    }

    private func tagReferences() throws(GitError) -> [(name: String, id: ObjectID)] {
        let prefix = "refs/tags/"
        var found: [(name: String, id: ObjectID)] = []
        for reference in try references(prefix) {
            let id = try ObjectID("read the reference", path: reference) {
                libgit2.reference_name_to_id(&$0, repository.pointer, reference)
            }
            found.append((String(reference.dropFirst(prefix.count)), id))
        }
        return found
    }

    /// `nil` if the object is no tag, or one of something else than a commit. Its name is the reference's: what a tag
    /// says of its own name may be anything.
    private func annotatedTag(_ id: ObjectID, called name: String) throws -> AnnotatedTag? {
        var raw = id.raw
        var found: OpaquePointer?
        guard libgit2.tag_lookup(&found, repository.pointer, &raw) == 0, let found else { return nil }
        let tag = GitHandle(owning: found, free: libgit2.object_free)
        guard let commit = repository.commit(of: tag.pointer) else { return nil }
        let tagger = libgit2.tag_tagger(tag.pointer)
        return AnnotatedTag(
            name: name, commit: commit.commit,
            message: libgit2.tag_message(tag.pointer).map { String(cString: $0) } ?? "",
            tagger: tagger.map { RecordCommit.Author($0.pointee) }, time: tagger.map { CommitTime($0.pointee) })
    }

    /// What one may have wanted to type: branches and tags by their short names.
    private func names() throws(GitError) -> [String] {
        var names: [String] = []
        for prefix in ["refs/tags/", "refs/heads/", "refs/remotes/"] {
            names += try references(prefix).map { String($0.dropFirst(prefix.count)) }
        }
        return names
    }

    private func references(_ prefix: String) throws(GitError) -> [String] {
        try repository.references().filter { $0.hasPrefix(prefix) }
    }

    /// `HEAD` of `HEAD~3` and `HEAD^2`.
    private func base(of name: String) -> String { String(name.prefix { $0 != "~" && $0 != "^" && $0 != ":" }) }
}
