internal import AuroraProvenance
internal import CLibgit2

/// Visits commits newest first, by the committer's time, as `git log` does; each is read when it is its turn.
///
/// libgit2's own walker fails at the edge of a shallow clone (1.5 knows nothing of them), so this is one of ours.
struct HistoryWalk {
    private let repository: GitRepository
    private let shallow: Set<ObjectID>
    private var seen: Set<ObjectID>
    /// What is to be visited, the next one last.
    private var frontier: [GitCommit] = []
    /// The commits visited so far at which a shallow clone ends.
    private(set) var edges: [ObjectID] = []

    /// Starts at `newest`, and leaves out `excluded` with all its ancestors.
    init(_ repository: GitRepository, newest: ObjectID, excluding excluded: ObjectID?) throws(GitError) {
        self.repository = repository
        shallow = try repository.shallowCommits()
        seen = []
        if let excluded {
            var others = try HistoryWalk(repository, newest: excluded, excluding: nil)
            while try others.next() != nil {}
            seen = others.seen
        }
        try add(newest)
    }

    /// The next commit, with the parents that are here.
    mutating func next() throws(GitError) -> (commit: GitCommit, parents: [ObjectID])? {
        guard let commit = frontier.popLast() else { return nil }
        guard !shallow.contains(commit.id) else {
            edges.append(commit.id)
            return (commit, [])
        }
        let parents = commit.parents
        for parent in parents { try add(parent) }
        return (commit, parents)
    }

    /// Puts a commit where its time belongs, after those of the same second that came before it.
    private mutating func add(_ id: ObjectID) throws(GitError) {
        guard seen.insert(id).inserted else { return }
        guard let commit = try GitCommit.find(id, in: repository) else {
            throw GitError.invalid("read the history", "the commit is not in the repository", path: id.description)
        }
        let time = commit.committedSeconds
        var low = 0
        var high = frontier.count
        while low < high {
            let middle = (low + high) / 2
            if frontier[middle].committedSeconds < time { low = middle + 1 } else { high = middle }
        }
        frontier.insert(commit, at: low)
    }
}

extension GitRepository {
    /// The commits whose parents a shallow clone does not have; empty for a whole one.
    func shallowCommits() throws(GitError) -> Set<ObjectID> {
        guard let folder = libgit2.repository_commondir(pointer) else { return [] }
        guard case .file(let file) = try WorkingFile.open("shallow", below: String(cString: folder)) else { return [] }
        var commits: Set<ObjectID> = []
        for line in String(decoding: try file.rest(), as: UTF8.self).split(separator: "\n") where line.count == 40 {
            commits.insert(
                try ObjectID("read the list of shallow commits of", path: root) {
                    libgit2.oid_fromstr(&$0, String(line))
                })
        }
        return commits
    }
}
