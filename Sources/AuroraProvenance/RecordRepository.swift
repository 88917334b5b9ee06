package import AuroraCore

/// A version-controlled workspace: what its last commit holds, and one commit on top of it.
///
/// Every path is relative to the workspace, with `/` and without `.` or `..`. Calls block on the disk: make them where
/// blocking is allowed. Safe to call from any task; two commits at once, of one process or several, wait for each other.
package protocol RecordRepository: Sendable {
    /// Where the workspace stands: no repository, a bare one, or one that is ready.
    func state() throws -> RepositoryState

    /// Commits the records that are due on top of HEAD, in one commit, with what `request.mode` adds to them.
    ///
    /// Idempotent: what HEAD holds already makes no commit. Nothing else of the user's work changes: neither index
    /// entries of other paths, nor files. What could not be committed is in the outcome; only a fault is thrown.
    func commit(_ request: CommitRequest) throws -> CommitOutcome

    /// The bytes that `revision` (any spelling `git rev-parse` takes) holds at each path; paths it lacks are left out.
    func contents(of paths: [String], at revision: String) throws -> [String: [UInt8]]

    /// The files below `folder` (empty: the whole workspace) that `revision` holds, sorted by their bytes.
    func paths(under folder: String, at revision: String) throws -> [String]

    /// Those of the paths that the ignore rules exclude, whether they are tracked or not.
    func ignored(among paths: [String]) throws -> Set<String>
}

/// The name of a commit: 40 lower-case hexadecimal digits.
package struct CommitID: Hashable, Sendable, CustomStringConvertible {
    package let hexadecimal: String

    package init(hexadecimal: String) { self.hexadecimal = hexadecimal }

    /// The first ten digits, enough for a person to tell commits apart.
    package var short: String { String(hexadecimal.prefix(10)) }
    package var description: String { hexadecimal }
}

/// Where a workspace stands with version control.
package enum RepositoryState: Hashable, Sendable {
    /// No repository contains the workspace.
    case none
    /// The repository has no working tree, so it has nothing to commit from.
    case bare
    case ready(RepositoryStatus)
}

/// What is known of a repository with a working tree before anything is written.
package struct RepositoryStatus: Hashable, Sendable {
    /// The working tree's top folder, absolute.
    package let root: String
    /// The workspace below `root`; empty if it is `root` itself.
    package let workspace: String
    package let head: RepositoryHead
    /// An unfinished merge, rebase or the like.
    package let operation: RepositoryOperation?
    /// Whether a name and an e-mail address for commits are known.
    package let hasIdentity: Bool

    package init(
        root: String, workspace: String, head: RepositoryHead, operation: RepositoryOperation?, hasIdentity: Bool
    ) {
        self.root = root
        self.workspace = workspace
        self.head = head
        self.operation = operation
        self.hasIdentity = hasIdentity
    }
}

/// What HEAD names.
package enum RepositoryHead: Hashable, Sendable {
    /// A branch without a commit yet.
    case unborn(branch: String)
    case branch(String, CommitID)
    /// A commit that no branch follows.
    case detached(CommitID)

    package var commit: CommitID? {
        switch self {
        case .unborn: nil
        case .branch(_, let commit), .detached(let commit): commit
        }
    }
}

/// Something that git has begun and the user has to finish; the raw value is the git command.
package enum RepositoryOperation: String, Hashable, Sendable {
    case merge, revert, rebase, bisect, am
    case cherryPick = "cherry-pick"
}

/// One commit that is asked for.
package struct CommitRequest: Sendable {
    package let mode: CommitMode
    package let records: [RecordCandidate]
    /// Further files to commit as they are in the working tree, as `git commit --only` does; a missing file that HEAD
    /// has is removed. Only taken in mode `.all`.
    package let files: [String]
    /// What the commit says, given the paths that it changes.
    package let message: @Sendable ([String]) -> CommitMessage
    package let time: CommitTime

    package init(
        mode: CommitMode, records: [RecordCandidate], files: [String] = [], message: CommitMessage, time: CommitTime
    ) {
        self.init(mode: mode, records: records, files: files, messageOf: { _ in message }, time: time)
    }

    /// `messageOf` words the message once it is known which paths the commit changes.
    package init(
        mode: CommitMode, records: [RecordCandidate], files: [String] = [],
        messageOf message: @escaping @Sendable ([String]) -> CommitMessage, time: CommitTime
    ) {
        self.mode = mode
        self.records = records
        self.files = files
        self.message = message
        self.time = time
    }
}

/// A record that may be committed, with everything a commit must hold along with it.
package struct RecordCandidate: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case bytes([UInt8])
        /// The record goes, because its scene went.
        case removed
    }

    /// Below `records/`.
    package let path: String
    package let content: Content
    package let inputs: [RecordInput]

    package init(path: String, content: Content, inputs: [RecordInput]) {
        self.path = path
        self.content = content
        self.inputs = inputs
    }
}

/// A file that a record speaks of, as it was when the output was made.
package struct RecordInput: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// The SHA-256 of the file's bytes as they were read.
        case digest(Digest)
        /// There was no such file.
        case absent
    }

    package let path: String
    package let content: Content
    /// The state that the file was in when its digest was found, if that is known for certain: a repository that knows
    /// the same state of the file need not read it.
    package let stamp: FileStamp?

    package init(path: String, content: Content, stamp: FileStamp? = nil) {
        self.path = path
        self.content = content
        self.stamp = stamp
    }
}

/// A state of a file, told by what the file system says of it: equal stamps mean equal bytes.
package struct FileStamp: Hashable, Sendable {
    /// Bytes.
    package let size: Int64
    /// Time of the last change of content, nanoseconds since 1970.
    package let modifiedNanoseconds: Int64
    /// Time of the last change of content or of attributes, nanoseconds since 1970.
    package let changedNanoseconds: Int64
    package let inode: UInt64

    package init(size: Int64, modifiedNanoseconds: Int64, changedNanoseconds: Int64, inode: UInt64) {
        self.size = size
        self.modifiedNanoseconds = modifiedNanoseconds
        self.changedNanoseconds = changedNanoseconds
        self.inode = inode
    }
}

/// What a commit says: a summary line, perhaps a text, and trailers.
package struct CommitMessage: Hashable, Sendable {
    package struct Trailer: Hashable, Sendable {
        /// Letters, digits and hyphens: `Aurora-Cost`.
        package let key: String
        package let value: String

        package init(_ key: String, _ value: String) {
            self.key = key
            self.value = value
        }
    }

    package let summary: String
    package let body: String
    package let trailers: [Trailer]

    package init(summary: String, body: String = "", trailers: [Trailer] = []) {
        self.summary = summary
        self.body = body
        self.trailers = trailers
    }
}

/// A moment as git records it.
package struct CommitTime: Hashable, Sendable {
    package let secondsSince1970: Int64
    /// East of Greenwich is positive.
    package let offsetMinutes: Int32

    package init(secondsSince1970: Int64, offsetMinutes: Int32 = 0) {
        self.secondsSince1970 = secondsSince1970
        self.offsetMinutes = offsetMinutes
    }
}

/// What became of a `CommitRequest`.
package struct CommitOutcome: Hashable, Sendable {
    package enum Result: Hashable, Sendable {
        /// A commit was made; `paths` are those it changed, sorted.
        case committed(CommitID, on: RepositoryHead, paths: [String])
        /// HEAD holds everything that may be committed.
        case upToDate
        /// There was something to commit, and nothing was.
        case refused(CommitRefusal)
    }

    package let result: Result
    /// Records that HEAD does not hold, each with why; empty if all is committed.
    package let uncommitted: [UncommittedRecord]
    /// `CommitRequest.files` that the ignore rules exclude, and that were left out for that.
    package let ignoredFiles: [String]

    package init(result: Result, uncommitted: [UncommittedRecord] = [], ignoredFiles: [String] = []) {
        self.result = result
        self.uncommitted = uncommitted
        self.ignoredFiles = ignoredFiles
    }
}

/// Why no commit could be made at all.
package enum CommitRefusal: Hashable, Sendable {
    /// `git.commit` is `off`.
    case turnedOff
    case noRepository
    case bareRepository
    case operationInProgress(RepositoryOperation)
    case noIdentity
    /// `commit.gpgsign` is set, and Aurora runs no signing program.
    case signingRequired
    /// Another process holds the index's lock file, whose path this is.
    case indexLocked(String)
    /// Another process moved HEAD, twice in a row.
    case headMoved
    /// A file cannot be committed without a program that the repository's attributes name.
    case filteredFile(path: String, filter: String)
    /// A file to commit is a symbolic link, lies behind one, or is not a regular file.
    case notRegularFile(String)
    /// A file to commit is neither in the working tree nor in HEAD.
    case missingFile(String)
    /// A file to commit lies in a submodule, whose own repository has to commit it.
    case insideSubmodule(String)
}

/// A record that was written to the workspace and is not in HEAD.
package struct UncommittedRecord: Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// These inputs are not in HEAD as they were when the output was made, and could not be committed along.
        case inputs([UncommittedInput])
        /// The ignore rules exclude the record itself.
        case ignored
        /// The repository's attributes send records through a program, which Aurora never runs.
        case filtered(String)
        /// The whole commit was refused.
        case refused(CommitRefusal)
    }

    package let path: String
    package let reason: Reason

    package init(path: String, reason: Reason) {
        self.path = path
        self.reason = reason
    }
}

/// An input that HEAD does not hold as a record has it.
package struct UncommittedInput: Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// HEAD has no such file.
        case missingFromHead
        /// HEAD has other bytes.
        case differsFromHead
        /// HEAD still has a file that was gone when the output was made.
        case stillInHead
        /// The working tree's file is no longer what the output was made from.
        case changedSinceBuild
        /// The file lies in a submodule.
        case insideSubmodule
        /// Committing it needs this program of the repository's attributes, which Aurora never runs.
        case filtered(String)
        /// It is a symbolic link, lies behind one, or is not a regular file.
        case notRegularFile
    }

    package let path: String
    package let reason: Reason

    package init(path: String, reason: Reason) {
        self.path = path
        self.reason = reason
    }
}
