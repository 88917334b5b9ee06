/// What version control remembers of a workspace's records. Reading changes nothing; only `tag` writes.
///
/// Paths are relative to the workspace, those of records begin with `records/`. Calls block on the disk: make them
/// where blocking is allowed. Safe to call from any task. Every requirement throws `RevisionError` where there is
/// nothing to read: no repository, a bare one, no commit yet.
///
/// An implementation is finished when it passes `RecordHistorySuite`.
package protocol RecordHistory: Sendable {
    /// The commit that `name` stands for: any spelling that `git rev-parse` takes, or the last part of a release's
    /// name (`v1.2.0` for `spring/v1.2.0`) if no other release has it. Throws `RevisionError` if there is none.
    func revision(_ name: String) throws -> Revision

    /// Calls `body` with each commit of the range that changed records, newest first, until it answers `.stop`.
    ///
    /// All parents are followed and no commit comes twice. A commit of several parents changed what differs from
    /// each of them: what was merged is told where it was made. Commits are read when it is their turn, so that
    /// stopping early is cheap. Throws whatever `body` throws.
    func visitCommits(_ range: CommitRange, _ body: (RecordCommit) throws -> VisitStep) throws -> VisitEnd

    /// The files below `records/` that a commit holds, of at most a mebibyte each, by path.
    func records(at commit: CommitID) throws -> [String: [UInt8]]

    /// Every annotated tag of a commit, sorted by the bytes of its name.
    func tags() throws -> [AnnotatedTag]

    /// Makes an annotated tag of HEAD, if HEAD holds every record of the request together with its inputs. Nothing
    /// else changes. A tag that exists is never moved. Why there is none is in the outcome; only a fault is thrown.
    func tag(_ request: TagRequest) throws -> TagOutcome
}

/// A commit that somebody named.
package struct Revision: Hashable, Sendable {
    /// As it was spelled.
    package let name: String
    package let commit: CommitID
    /// The annotated tag, if one was named.
    package let tag: AnnotatedTag?

    package init(name: String, commit: CommitID, tag: AnnotatedTag? = nil) {
        self.name = name
        self.commit = commit
        self.tag = tag
    }
}

/// Which commits to visit: those from which one comes, without those from which another comes.
package struct CommitRange: Hashable, Sendable {
    package let newest: CommitID
    /// This commit and its ancestors are left out.
    package let excluded: CommitID?

    package init(_ newest: CommitID, excluding excluded: CommitID? = nil) {
        self.newest = newest
        self.excluded = excluded
    }
}

/// Whether to go on with the next commit.
package enum VisitStep: Hashable, Sendable { case goOn, stop }

/// How a visit ended.
package enum VisitEnd: Hashable, Sendable {
    /// Every commit of the range was looked at.
    case complete
    /// `body` had enough.
    case stopped
    /// The repository is a shallow clone: what was before these commits is not here, and all that they hold was told
    /// as if they had added it.
    case shallow([CommitID])
}

/// A commit that changed records.
package struct RecordCommit: Hashable, Sendable {
    package let id: CommitID
    package let parents: [CommitID]
    package let author: Author
    /// When the author made it.
    package let time: CommitTime
    /// The first line of its message.
    package let subject: String
    /// What it changed, sorted by the bytes of the paths; never empty.
    package let changes: [RecordChange]

    /// Who made a commit.
    package struct Author: Hashable, Sendable {
        package let name: String
        package let email: String

        package init(name: String, email: String) {
            self.name = name
            self.email = email
        }
    }

    package init(
        id: CommitID, parents: [CommitID], author: Author, time: CommitTime, subject: String, changes: [RecordChange]
    ) {
        self.id = id
        self.parents = parents
        self.author = author
        self.time = time
        self.subject = subject
        self.changes = changes
    }
}

/// One record that a commit changed.
package struct RecordChange: Hashable, Sendable {
    package let path: String
    /// The bytes in the first parent; `nil` if it has none.
    package let before: [UInt8]?
    /// `nil` if the commit removed it.
    package let after: [UInt8]?

    package init(path: String, before: [UInt8]?, after: [UInt8]?) {
        self.path = path
        self.before = before
        self.after = after
    }
}

/// A tag with a text of its own.
package struct AnnotatedTag: Hashable, Sendable {
    /// Without `refs/tags/`.
    package let name: String
    package let commit: CommitID
    package let message: String
    /// `nil` for a tag that does not say who made it.
    package let tagger: RecordCommit.Author?
    package let time: CommitTime?

    package init(
        name: String, commit: CommitID, message: String, tagger: RecordCommit.Author?, time: CommitTime?
    ) {
        self.name = name
        self.commit = commit
        self.message = message
        self.tagger = tagger
        self.time = time
    }
}

/// A tag that is asked for.
package struct TagRequest: Sendable {
    /// Without `refs/tags/`.
    package let name: String
    /// Kept as it is, byte for byte; must not be empty.
    package let message: String
    package let time: CommitTime
    /// What HEAD has to hold, with the inputs of each.
    package let records: [RecordCandidate]

    package init(name: String, message: String, time: CommitTime, records: [RecordCandidate]) {
        self.name = name
        self.message = message
        self.time = time
        self.records = records
    }
}

/// What became of a `TagRequest`.
package enum TagOutcome: Hashable, Sendable {
    case tagged(AnnotatedTag)
    case refused(TagRefusal)
}

/// Why no tag could be made.
package enum TagRefusal: Hashable, Sendable {
    /// There is a tag of this name, whatever it points at.
    case exists(String)
    case invalidName(String)
    case noIdentity
    /// `tag.gpgSign` is set, and Aurora runs no signing program.
    case signingRequired
    /// Records that HEAD does not hold, or not with their inputs.
    case uncommitted([UncommittedOutput])

    /// A record that HEAD does not hold as it is, or whose inputs it does not hold.
    package struct UncommittedOutput: Hashable, Sendable {
        package let record: String
        /// Empty if it is the record itself that is not in HEAD.
        package let inputs: [UncommittedInput]

        package init(record: String, inputs: [UncommittedInput]) {
            self.record = record
            self.inputs = inputs
        }
    }
}

/// Why a revision cannot be read.
package enum RevisionError: Error, Hashable, Sendable {
    case noRepository
    case bareRepository
    /// HEAD's branch has no commit yet.
    case unborn(branch: String)
    /// Nothing has this name; `nearest` may be what was meant.
    case unknown(String, nearest: String?)
    /// Several commits or releases could be meant; the names of those that have one.
    case ambiguous(String, candidates: [String])
    /// It names something else: a folder, a file.
    case notACommit(String)
    /// A shallow clone does not have it.
    case missing(String)
}
