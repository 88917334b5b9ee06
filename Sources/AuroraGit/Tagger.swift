internal import AuroraProvenance
internal import CLibgit2

/// Makes one annotated tag of HEAD.
struct Tagger {
    private let repository: GitRepository
    private let environment: GitEnvironment

    init(_ repository: GitRepository, _ environment: GitEnvironment) {
        self.repository = repository
        self.environment = environment
    }

    func tag(_ request: TagRequest) throws -> TagOutcome {
        let reference = "refs/tags/" + request.name
        guard try isValid(reference), !request.name.hasPrefix("-") else {
            return .refused(.invalidName(request.name))
        }
        if try exists(reference) { return .refused(.exists(request.name)) }
        let head = try repository.head()
        guard let commit = head.commit else {
            guard case .unborn(let branch) = head else { preconditionFailure("only an unborn branch has no commit") }
            throw RevisionError.unborn(branch: branch)
        }
        let uncommitted = try uncommitted(request.records, commit)
        guard uncommitted.isEmpty else { return .refused(.uncommitted(uncommitted)) }
        let configuration = try repository.configuration()
        if try configuration.bool("tag.gpgSign") == true { return .refused(.signingRequired) }
        guard let identity = try CommitIdentity(environment: environment, configuration: configuration) else {
            return .refused(.noIdentity)
        }
        guard try create(request, of: commit, identity.committer) else { return .refused(.exists(request.name)) }
        return .tagged(
            AnnotatedTag(
                name: request.name, commit: commit, message: request.message,
                tagger: RecordCommit.Author(name: identity.committer.name, email: identity.committer.email),
                time: request.time))
    }

    /// The records that the commit does not hold, or not with what they were made from.
    private func uncommitted(_ records: [RecordCandidate], _ commit: CommitID) throws(GitError)
        -> [TagRefusal.UncommittedOutput]
    {
        let tree = try GitTree(repository, revision: commit.hexadecimal)
        let pending = Set(try CommitEvaluator(repository, tree: tree, mode: .records).pending(records).map(\.path))
        let judge = InputJudge(
            repository: repository, tree: tree, files: try WorkspaceFiles(repository, tree: tree), mode: .records)
        var uncommitted: [TagRefusal.UncommittedOutput] = []
        for record in records {
            var inputs: [UncommittedInput] = []
            for input in record.inputs {
                if case .blocking(let reason) = try judge.verdict(input) {
                    inputs.append(UncommittedInput(path: input.path, reason: reason))
                }
            }
            guard pending.contains(record.path) || !inputs.isEmpty else { continue }
            uncommitted.append(.init(record: record.path, inputs: inputs))
        }
        return uncommitted
    }

    /// False if there is such a tag by now.
    private func create(_ request: TagRequest, of commit: CommitID, _ tagger: CommitIdentity.Person) throws(GitError)
        -> Bool
    {
        let operation = "make the tag"
        let target = try GitHandle(operation, path: request.name, free: libgit2.object_free) {
            libgit2.revparse_single(&$0, repository.pointer, commit.hexadecimal)
        }
        let signature = try GitSignature(tagger, at: request.time)
        do throws(GitError) {
            _ = try ObjectID(operation, path: request.name) {
                libgit2.tag_create(
                    &$0, repository.pointer, request.name, target.pointer, signature.pointer, request.message, 0)
            }
        } catch {
            if error.code == GIT_EEXISTS.rawValue { return false }
            throw error
        }
        return true
    }

    private func isValid(_ reference: String) throws(GitError) -> Bool {
        guard !reference.utf8.contains(0) else { return false }
        var isValid: Int32 = 0
        try git("check the name", path: reference) { libgit2.reference_name_is_valid(&isValid, reference) }
        return isValid == 1
    }

    private func exists(_ reference: String) throws(GitError) -> Bool {
        var found: OpaquePointer?
        let exists = try gitFinds("look for the tag", path: reference) {
            libgit2.reference_lookup(&found, repository.pointer, reference)
        }
        libgit2.reference_free(found)
        return exists
    }
}
