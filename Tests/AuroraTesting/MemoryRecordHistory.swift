import AuroraCore
package import AuroraProvenance
import Synchronization

/// A history that forgets everything with the process; for tests of what stands above it.
///
/// It takes full and abbreviated names of commits, branches, tags, `HEAD`, and `~n` after any of them.
package final class MemoryRecordHistory: RecordHistory {
    /// A commit with all the files that it holds.
    private struct Stored {
        var commit: RecordCommit
        var files: [String: [UInt8]]
        var order: Int
    }

    private struct State {
        var commits: [CommitID: Stored] = [:]
        var branches: [String: CommitID] = [:]
        var tags: [String: AnnotatedTag] = [:]
        var head = "main"
    }

    private let state = Mutex(State())

    package init() {}

    /// Adds a commit that holds these files, on top of these parents. No branch moves.
    package func commit(
        _ files: [String: String], parents: [CommitID], time: CommitTime, subject: String,
        author: RecordCommit.Author = .init(name: "Ada Lovelace", email: "ada@example.org")
    ) -> CommitID {
        state.withLock { state in
            let bytes = files.mapValues { Array($0.utf8) }
            let text = "\(files.sorted { $0.key < $1.key }) \(parents) \(time) \(subject) \(author)"
            let id = CommitID(hexadecimal: String(Digest(hashing: text).hexadecimal.prefix(40)))
            let before = parents.map { state.commits[$0]?.files ?? [:] }
            let paths = Set(([bytes] + before.prefix(1)).flatMap(\.keys)).filter { path in
                path.hasPrefix("records/") && !(before.isEmpty ? [[:]] : before).contains { $0[path] == bytes[path] }
            }
            let changes = paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map {
                RecordChange(path: $0, before: before.first?[$0], after: bytes[$0])
            }
            state.commits[id] = Stored(
                commit: RecordCommit(
                    id: id, parents: parents, author: author, time: time, subject: subject, changes: changes),
                files: bytes, order: state.commits.count)
            return id
        }
    }

    /// Lets a branch name a commit.
    package func move(branch: String, to commit: CommitID) { state.withLock { $0.branches[branch] = commit } }

    package func revision(_ name: String) throws -> Revision {
        try state.withLock { state in
            let parts = name.split(separator: "~", omittingEmptySubsequences: false)
            let base = String(parts[0])
            let tag = state.tags[base]
            var found = try Self.find(base, in: state)
            for _ in 0..<(parts.count < 2 ? 0 : Int(parts[1]) ?? 1) {
                guard let parent = state.commits[found.commit]?.commit.parents.first else {
                    throw RevisionError.unknown(name, nearest: nil)
                }
                found = Revision(name: name, commit: parent)
            }
            return Revision(name: name, commit: found.commit, tag: parts.count == 1 ? found.tag ?? tag : nil)
        }
    }

    private static func find(_ name: String, in state: State) throws -> Revision {
        if name == "HEAD" || name == state.head {
            guard let commit = state.branches[state.head] else { throw RevisionError.unborn(branch: state.head) }
            return Revision(name: name, commit: commit)
        }
        if let tag = state.tags[name] { return Revision(name: name, commit: tag.commit, tag: tag) }
        if let branch = state.branches[name] { return Revision(name: name, commit: branch) }
        let commits = name.count < 4 ? [] : state.commits.keys.filter { $0.hexadecimal.hasPrefix(name) }
        if commits.count == 1 { return Revision(name: name, commit: commits[0]) }
        guard commits.isEmpty else { throw RevisionError.ambiguous(name, candidates: []) }
        let releases = state.tags.values.filter { $0.name.hasSuffix("/" + name) }.sorted { $0.name < $1.name }
        if releases.count == 1 { return Revision(name: name, commit: releases[0].commit, tag: releases[0]) }
        guard releases.isEmpty else { throw RevisionError.ambiguous(name, candidates: releases.map(\.name)) }
        throw RevisionError.unknown(
            name, nearest: Wording.nearest(to: name, among: Array(state.tags.keys) + Array(state.branches.keys)))
    }

    package func visitCommits(_ range: CommitRange, _ body: (RecordCommit) throws -> VisitStep) throws -> VisitEnd {
        let state = state.withLock { $0 }
        let excluded = range.excluded.map { Self.ancestors(of: $0, in: state) } ?? []
        let commits = Self.ancestors(of: range.newest, in: state).subtracting(excluded).compactMap { state.commits[$0] }
        // What was made later comes first; of one second, what was added later.
        let sorted = commits.sorted {
            ($0.commit.time.secondsSince1970, $0.order) > ($1.commit.time.secondsSince1970, $1.order)
        }
        for stored in sorted where !stored.commit.changes.isEmpty {
            if try body(stored.commit) == .stop { return .stopped }
        }
        return .complete
    }

    private static func ancestors(of commit: CommitID, in state: State) -> Set<CommitID> {
        var found: Set<CommitID> = []
        var pending = [commit]
        while let next = pending.popLast() {
            if found.insert(next).inserted { pending += state.commits[next]?.commit.parents ?? [] }
        }
        return found
    }

    package func records(at commit: CommitID) throws -> [String: [UInt8]] {
        guard let stored = state.withLock({ $0.commits[commit] }) else { throw RevisionError.missing(commit.short) }
        return stored.files.filter { $0.key.hasPrefix("records/") }
    }

    package func tags() throws -> [AnnotatedTag] {
        state.withLock { $0.tags.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } }
    }

    package func tag(_ request: TagRequest) throws -> TagOutcome {
        try state.withLock { state in
            guard !request.name.contains(" "), !request.name.contains(".."), !request.name.hasPrefix("-") else {
                return .refused(.invalidName(request.name))
            }
            guard state.tags[request.name] == nil else { return .refused(.exists(request.name)) }
            guard let head = state.branches[state.head] else { throw RevisionError.unborn(branch: state.head) }
            let files = state.commits[head]?.files ?? [:]
            let uncommitted = request.records.compactMap { Self.uncommitted($0, files) }
            guard uncommitted.isEmpty else { return .refused(.uncommitted(uncommitted)) }
            let tag = AnnotatedTag(
                name: request.name, commit: head, message: request.message,
                tagger: .init(name: "Ada Lovelace", email: "ada@example.org"), time: request.time)
            state.tags[request.name] = tag
            return .tagged(tag)
        }
    }

    private static func uncommitted(_ record: RecordCandidate, _ files: [String: [UInt8]])
        -> TagRefusal.UncommittedOutput?
    {
        let inputs = record.inputs.compactMap { input -> UncommittedInput? in
            switch (input.content, files[input.path]) {
            case (.absent, nil): nil
            case (.absent, _): UncommittedInput(path: input.path, reason: .stillInHead)
            case (.digest, nil): UncommittedInput(path: input.path, reason: .missingFromHead)
            case (.digest(let digest), .some(let bytes)):
                Digest(hashing: bytes) == digest ? nil : UncommittedInput(path: input.path, reason: .differsFromHead)
            }
        }
        let isHeld = record.content == files[record.path].map { .bytes($0) } ?? .removed
        return isHeld && inputs.isEmpty ? nil : .init(record: record.path, inputs: inputs)
    }
}
