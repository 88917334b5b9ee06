package import AuroraProvenance
internal import CLibgit2

/// The records of a workspace in the git repository that contains it. Every call opens the repository anew, which takes
/// less than a millisecond, so that it sees what other programs did meanwhile.
package struct GitRecordRepository: RecordRepository {
    let workspace: String
    private let environment: GitEnvironment
    private let lockWaitMilliseconds: Int

    /// - Parameters:
    ///   - workspace: the workspace's folder, absolute.
    ///   - lockWaitMilliseconds: how long to wait for another process that holds the index's lock.
    package init(workspace: String, environment: GitEnvironment, lockWaitMilliseconds: Int = 3000) {
        self.workspace = workspace
        self.environment = environment
        self.lockWaitMilliseconds = lockWaitMilliseconds
    }

    /// Makes a git repository of the folder, which must be in none.
    package static func create(at folder: String) throws {
        try GitRepository.create(at: folder)
    }

    package func state() throws -> RepositoryState {
        switch try GitRepository.open(containing: workspace) {
        case .none: return .none
        case .bare: return .bare
        case .ready(let repository):
            let identity = try CommitIdentity(environment: environment, configuration: repository.configuration())
            return .ready(
                RepositoryStatus(
                    root: repository.root, workspace: repository.workspace, head: try repository.head(),
                    operation: repository.operation, hasIdentity: identity != nil))
        }
    }

    package func commit(_ request: CommitRequest) throws -> CommitOutcome {
        precondition(request.mode == .all || request.files.isEmpty, "only mode `all` commits further files")
        if request.mode == .off { return CommitOutcome(result: .refused(.turnedOff)) }
        switch try GitRepository.open(containing: workspace) {
        case .none: return .refused(.noRepository, request.records)
        case .bare: return .refused(.bareRepository, request.records)
        case .ready(let repository):
            return try Committer(repository, environment, lockWaitMilliseconds).commit(request)
        }
    }

    package func contents(of paths: [String], at revision: String) throws -> [String: [UInt8]] {
        let repository = try ready()
        let tree = try GitTree(repository, revision: revision)
        let blobs = try GitBlobs(repository)
        var contents: [String: [UInt8]] = [:]
        for path in paths {
            guard let entry = try tree.entry(try repository.fullPath(path)),
                entry.kind == .file || entry.kind == .executable
            else { continue }
            contents[path] = try blobs.bytes(entry.id)
        }
        return contents
    }

    package func paths(under folder: String, at revision: String) throws -> [String] {
        let repository = try ready()
        let tree = try GitTree(repository, revision: revision)
        if folder.isEmpty { return try tree.files(under: repository.workspace) }
        return try tree.files(under: try repository.fullPath(folder)).map { folder + "/" + $0 }
    }

    /// The files below `folder` that two commits, in hexadecimal, do not have in common, relative to the workspace.
    package func changedFiles(under folder: String, from old: String, to new: String) throws -> [String] {
        let repository = try ready()
        let before = try GitTree(repository, revision: old)
        return try GitTree(repository, revision: new)
            .differences(from: before, under: repository.fullPath(folder), in: repository)
            .map { folder + "/" + $0 }
    }

    package func ignored(among paths: [String]) throws -> Set<String> {
        let repository = try ready()
        return try Set(paths.filter { try repository.ignores(try repository.fullPath($0)) })
    }

    private func ready() throws -> GitRepository {
        switch try GitRepository.open(containing: workspace) {
        case .ready(let repository): return repository
        case .none: throw GitError.invalid("read", "it is in no git repository", path: workspace)
        case .bare: throw GitError.invalid("read", "its git repository has no working tree", path: workspace)
        }
    }
}

extension CommitOutcome {
    /// Nothing was committed, and these records wait.
    static func refused(_ refusal: CommitRefusal, _ records: [RecordCandidate]) -> CommitOutcome {
        CommitOutcome(
            result: .refused(refusal),
            uncommitted: records.map { UncommittedRecord(path: $0.path, reason: .refused(refusal)) })
    }
}
