internal import AuroraProvenance
internal import CLibgit2

/// Makes one commit on top of HEAD and lets the index follow.
struct Committer {
    private let repository: GitRepository
    private let environment: GitEnvironment
    private let lockWaitMilliseconds: Int

    init(_ repository: GitRepository, _ environment: GitEnvironment, _ lockWaitMilliseconds: Int) {
        self.repository = repository
        self.environment = environment
        self.lockWaitMilliseconds = lockWaitMilliseconds
    }

    func commit(_ request: CommitRequest) throws(GitError) -> CommitOutcome {
        guard let pending = try pending(request) else {
            try IndexLock.clearAbandoned(repository)
            return CommitOutcome(result: .upToDate)
        }
        let identity: CommitIdentity
        switch try permission() {
        case .granted(let granted): identity = granted
        case .denied(let refusal): return .refused(refusal, pending)
        }
        guard let lock = try IndexLock.take(repository, waitMilliseconds: lockWaitMilliseconds) else {
            return .refused(.indexLocked(try repository.indexPath() + ".lock"), pending)
        }
        defer { lock.release() }
        let batch = pending.count > ObjectBatch.threshold ? try ObjectBatch(repository) : nil
        // Twice, because only a program that moves branches without the index's lock can come in between.
        for _ in 0..<2 {
            let prepared = try prepare(request)
            if let refusal = prepared.evaluation.refusal { return .refused(refusal, pending) }
            try lock.prepare(prepared.evaluation.sortedIndexEdits)
            guard let tree = prepared.tree else {
                try lock.finish()
                return prepared.outcome(.upToDate)
            }
            let message = request.message(prepared.paths)
            let commit = try create(tree, on: prepared.head, message, request.time, identity)
            try batch?.store(commit: commit, tree: tree, changes: prepared.evaluation.sortedChanges)
            try lock.announceMove(of: Self.reference(of: prepared.head))
            guard try publish(commit, on: prepared.head, message, identity) else { continue }
            try lock.finish()
            return prepared.outcome(
                .committed(
                    CommitID(hexadecimal: commit.description), on: try repository.head(), paths: prepared.paths))
        }
        return .refused(.headMoved, pending)
    }

    /// The records that a commit would be about; `nil` if not even the index has to change.
    private func pending(_ request: CommitRequest) throws(GitError) -> [RecordCandidate]? {
        let tree = try GitTree(repository, revision: try repository.head().commit?.hexadecimal)
        let evaluator = try CommitEvaluator(repository, tree: tree, mode: request.mode)
        let pending = try evaluator.pending(request.records)
        if !pending.isEmpty || !request.files.isEmpty { return pending }
        // In the middle of a merge the index is the user's to finish.
        guard repository.operation == nil, try evaluator.indexLags(behind: request.records) else { return nil }
        return pending
    }

    private enum Permission {
        case granted(CommitIdentity)
        case denied(CommitRefusal)
    }

    /// Whether the repository's state and settings allow a commit.
    private func permission() throws(GitError) -> Permission {
        if let operation = repository.operation { return .denied(.operationInProgress(operation)) }
        let configuration = try repository.configuration()
        if try configuration.bool("commit.gpgSign") == true { return .denied(.signingRequired) }
        guard let identity = try CommitIdentity(environment: environment, configuration: configuration) else {
            return .denied(.noIdentity)
        }
        return .granted(identity)
    }

    /// A commit that is ready but for its last step.
    struct Prepared {
        let head: RepositoryHead
        let evaluation: CommitEvaluation
        /// `nil` if it would be HEAD's own.
        let tree: ObjectID?
        /// What changes, below the workspace where it is.
        let paths: [String]

        func outcome(_ result: CommitOutcome.Result) -> CommitOutcome {
            CommitOutcome(
                result: result, uncommitted: evaluation.uncommitted, ignoredFiles: evaluation.ignoredFiles)
        }
    }

    /// Evaluates the request against HEAD as it is now, and writes the objects.
    func prepare(_ request: CommitRequest) throws(GitError) -> Prepared {
        try repository.rereadIndex()
        let head = try repository.head()
        let tree = try GitTree(repository, revision: head.commit?.hexadecimal)
        var evaluator = try CommitEvaluator(repository, tree: tree, mode: request.mode)
        let evaluation = try evaluator.evaluate(request)
        let changes = evaluation.sortedChanges
        let isRefused = evaluation.refusal != nil
        let updated = changes.isEmpty || isRefused ? nil : try tree.updated(changes)
        let prefix = repository.workspace.isEmpty ? 0 : repository.workspace.utf8.count + 1
        let paths = changes.map { String($0.path.utf8.dropFirst(prefix)) ?? $0.path }
        return Prepared(head: head, evaluation: evaluation, tree: updated, paths: paths)
    }

    /// Writes the commit; no reference names it yet.
    func create(
        _ tree: ObjectID, on head: RepositoryHead, _ message: CommitMessage, _ time: CommitTime,
        _ identity: CommitIdentity
    ) throws(GitError) -> ObjectID {
        let operation = "write a commit in"
        var treeID = tree.raw
        let tree = try GitHandle(operation, path: repository.root, free: libgit2.tree_free) {
            libgit2.tree_lookup(&$0, repository.pointer, &treeID)
        }
        let author = try GitSignature(identity.author, at: time)
        let committer = try GitSignature(identity.committer, at: time)
        let message = try message.text()
        guard let parentID = head.commit else {
            return try ObjectID(operation, path: repository.root) {
                libgit2.commit_create(
                    &$0, repository.pointer, nil, author.pointer, committer.pointer, nil, message, tree.pointer, 0, nil)
            }
        }
        var parentName = try ObjectID(operation, path: parentID.hexadecimal) {
            libgit2.oid_fromstr(&$0, parentID.hexadecimal)
        }.raw
        let parent = try GitHandle(operation, path: parentID.hexadecimal, free: libgit2.commit_free) {
            libgit2.commit_lookup(&$0, repository.pointer, &parentName)
        }
        var parents: [OpaquePointer?] = [parent.pointer]
        return try ObjectID(operation, path: repository.root) {
            libgit2.commit_create(
                &$0, repository.pointer, nil, author.pointer, committer.pointer, nil, message, tree.pointer, 1,
                &parents)
        }
    }

    /// Moves the branch, or a detached HEAD, to the commit; false if it is no longer where the commit expects it.
    func publish(
        _ commit: ObjectID, on head: RepositoryHead, _ message: CommitMessage, _ identity: CommitIdentity
    ) throws(GitError) -> Bool {
        guard try repository.head() == head else { return false }
        let committer = identity.committer
        try git("write the reflog of", path: repository.root) {
            libgit2.repository_set_ident(repository.pointer, committer.name, committer.email)
        }
        let name = Self.reference(of: head)
        let note = "commit\(head.commit == nil ? " (initial)" : ""): \(message.summary)"
        var id = commit.raw
        var expected = git_oid()
        if let old = head.commit {
            expected = try ObjectID("read", path: name) { libgit2.oid_fromstr(&$0, old.hexadecimal) }.raw
        }
        var made: OpaquePointer?
        do throws(GitError) {
            try git("move the reference", path: name) {
                head.commit == nil
                    ? libgit2.reference_create(&made, repository.pointer, name, &id, 0, note)
                    : libgit2.reference_create_matching(&made, repository.pointer, name, &id, 1, &expected, note)
            }
        } catch {
            let moved = [GIT_EMODIFIED.rawValue, GIT_EEXISTS.rawValue]
            if moved.contains(error.code) { return false }
            throw error
        }
        libgit2.reference_free(made)
        return true
    }

    /// What a commit on HEAD moves.
    private static func reference(of head: RepositoryHead) -> String {
        switch head {
        case .detached: "HEAD"
        case .unborn(let branch), .branch(let branch, _):
            branch.hasPrefix("refs/") ? branch : "refs/heads/\(branch)"
        }
    }
}

/// A person and a moment, as a commit names them.
final class GitSignature {
    let pointer: UnsafeMutablePointer<git_signature>

    init(_ person: CommitIdentity.Person, at time: CommitTime) throws(GitError) {
        var made: UnsafeMutablePointer<git_signature>?
        try git("sign a commit as", path: person.name) {
            libgit2.signature_new(&made, person.name, person.email, time.secondsSince1970, time.offsetMinutes)
        }
        guard let made else { preconditionFailure("libgit2 reported success without a signature") }
        pointer = made
    }

    deinit { libgit2.signature_free(pointer) }
}

extension CommitMessage {
    /// The whole message, with one empty line between its parts. Throws for a message without a summary.
    func text() throws(GitError) -> String {
        func oneLine(_ text: String) -> String {
            let words = text.unicodeScalars.map { $0.value < 0x20 ? " " : Character($0) }
            return String(words).split(separator: " ").joined(separator: " ")
        }
        let summary = oneLine(summary)
        guard !summary.isEmpty else { throw GitError.invalid("commit", "the message is empty") }
        let body = String(self.body.split(separator: "\0").joined())
        let lines = trailers.map { "\(oneLine($0.key)): \(oneLine($0.value))" }.joined(separator: "\n")
        let text = [summary, body, lines].filter { !$0.allSatisfy(\.isWhitespace) }.joined(separator: "\n\n")
        var result = git_buf()
        try git("commit") { libgit2.message_prettify(&result, text, 0, 0) }
        defer { libgit2.buf_dispose(&result) }
        return String(cString: result.ptr)
    }
}
