package import AuroraProvenance
internal import CLibgit2

/// The history of a workspace's records in the git repository that contains it. Every call opens the repository anew.
///
/// Only objects and references are read: no hook, filter, text conversion or pager of the repository's configuration
/// has a part in it.
package struct GitRecordHistory: RecordHistory {
    /// No record is larger, in bytes.
    private static let largestRecord = 1 << 20

    private let workspace: String
    private let environment: GitEnvironment

    /// - Parameter workspace: the workspace's folder, absolute.
    package init(workspace: String, environment: GitEnvironment) {
        self.workspace = workspace
        self.environment = environment
    }

    package func revision(_ name: String) throws -> Revision {
        try RevisionFinder(try repository()).revision(name)
    }

    package func visitCommits(_ range: CommitRange, _ body: (RecordCommit) throws -> VisitStep) throws -> VisitEnd {
        let repository = try repository()
        let blobs = try GitBlobs(repository)
        var walk = try HistoryWalk(
            repository, newest: try repository.objectID(range.newest),
            excluding: try range.excluded.map { try repository.objectID($0) })
        while let (commit, parents) = try walk.next() {
            let changes = try changes(of: commit, parents, blobs, repository)
            guard !changes.isEmpty else { continue }
            let (author, time) = commit.author
            let told = RecordCommit(
                id: commit.id.commit, parents: parents.map(\.commit), author: author, time: time,
                subject: commit.subject, changes: changes)
            if try body(told) == .stop { return .stopped }
        }
        return walk.edges.isEmpty ? .complete : .shallow(walk.edges.map(\.commit))
    }

    package func records(at commit: CommitID) throws -> [String: [UInt8]] {
        let repository = try repository()
        let blobs = try GitBlobs(repository)
        guard let found = try GitCommit.find(try repository.objectID(commit), in: repository) else {
            throw RevisionError.missing(commit.short)
        }
        let comparison = TreeComparison(repository: repository)
        let files = try comparison.differences(from: nil, to: try records(in: found, repository))
        var records: [String: [UInt8]] = [:]
        for file in files {
            guard let id = file.after else { continue }
            records["records/" + file.path] = try blobs.bytes(id, limit: Self.largestRecord)
        }
        return records
    }

    package func tags() throws -> [AnnotatedTag] { try RevisionFinder(try repository()).tags() }

    package func tag(_ request: TagRequest) throws -> TagOutcome {
        try Tagger(try repository(), environment).tag(request)
    }

    private func repository() throws -> GitRepository {
        switch try GitRepository.open(containing: workspace) {
        case .ready(let repository): return repository
        case .none: throw RevisionError.noRepository
        case .bare: throw RevisionError.bareRepository
        }
    }

    /// What a commit changed: what differs from each of its parents.
    private func changes(
        of commit: GitCommit, _ parents: [ObjectID], _ blobs: GitBlobs, _ repository: GitRepository
    ) throws -> [RecordChange] {
        let comparison = TreeComparison(repository: repository)
        let after = try records(in: commit, repository)
        let before = try parents.map { parent in
            try GitCommit.find(parent, in: repository).flatMap { try records(in: $0, repository) }
        }
        var differences = try comparison.differences(from: before.first ?? nil, to: after)
        for other in before.dropFirst() where !differences.isEmpty {
            let changed = Set(try comparison.differences(from: other, to: after).map(\.path))
            differences.removeAll { !changed.contains($0.path) }
        }
        return try differences.map { difference in
            RecordChange(
                path: "records/" + difference.path,
                before: try difference.before.flatMap { try blobs.bytes($0, limit: Self.largestRecord) },
                after: try difference.after.flatMap { try blobs.bytes($0, limit: Self.largestRecord) })
        }
    }

    /// The folder of records in a commit; `nil` if it has none.
    private func records(in commit: GitCommit, _ repository: GitRepository) throws -> ObjectID? {
        let tree = try GitTree(repository, revision: commit.id.description)
        guard let entry = try tree.entry(try repository.fullPath("records")), entry.kind == .folder else { return nil }
        return entry.id
    }
}

extension ObjectID {
    var commit: CommitID { CommitID(hexadecimal: description) }
}

extension GitRepository {
    /// The object's name behind a commit's.
    func objectID(_ commit: CommitID) throws(GitError) -> ObjectID {
        try ObjectID("read the commit", path: commit.hexadecimal) {
            libgit2.oid_fromstr(&$0, commit.hexadecimal)
        }
    }
}
