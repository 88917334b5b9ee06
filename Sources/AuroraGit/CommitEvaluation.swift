internal import AuroraCore
internal import AuroraProvenance
internal import CLibgit2
internal import Glibc

/// What a commit on top of one HEAD would change, and what it may not hold.
struct CommitEvaluation {
    /// By path of the repository.
    private(set) var changes: [String: TreeChange.Content] = [:]
    /// Index entries that have to agree with the commit, by path.
    private(set) var indexEdits: [String: IndexEdit.Content] = [:]
    var uncommitted: [UncommittedRecord] = []
    var ignoredFiles: [String] = []
    /// Set if nothing at all can be committed.
    var refusal: CommitRefusal?

    mutating func write(_ path: String, _ id: ObjectID, isExecutable: Bool, status: stat?) {
        changes[path] = .file(id, isExecutable: isExecutable)
        indexEdits[path] = .file(id, isExecutable: isExecutable, status: status)
    }

    mutating func remove(_ path: String) {
        changes[path] = .removed
        indexEdits[path] = .removed
    }

    /// Only the index lags behind: HEAD has this already.
    mutating func refresh(_ path: String, _ id: ObjectID, isExecutable: Bool, status: stat?) {
        indexEdits[path] = .file(id, isExecutable: isExecutable, status: status)
    }

    /// In git's order of paths.
    var sortedChanges: [TreeChange] {
        changes.map { TreeChange(path: $0.key, content: $0.value) }
            .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    var sortedIndexEdits: [IndexEdit] {
        indexEdits.map { IndexEdit(path: $0.key, content: $0.value) }
            .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }
}

/// Compares a request with HEAD, the working tree and the ignore rules. For one HEAD, and used once.
struct CommitEvaluator {
    private let repository: GitRepository
    private let files: WorkspaceFiles
    private let tree: GitTree
    private let mode: CommitMode
    private var verdicts: [RecordInput: InputVerdict] = [:]

    init(_ repository: GitRepository, tree: GitTree, mode: CommitMode) throws(GitError) {
        self.repository = repository
        self.tree = tree
        self.mode = mode
        files = try WorkspaceFiles(repository, tree: tree)
    }

    /// The records that HEAD does not hold as they are, without a look at their inputs.
    func pending(_ records: [RecordCandidate]) throws(GitError) -> [RecordCandidate] {
        var pending: [RecordCandidate] = []
        for record in records {
            guard record.path.hasPrefix("records/") else {
                throw GitError.invalid("commit the record", "it is not below `records/`", path: record.path)
            }
            let entry = try tree.entry(try repository.fullPath(record.path))
            switch record.content {
            case .bytes(let bytes):
                let id = try GitBlobs.name(of: bytes)
                if entry?.kind != .file || entry?.id != id { pending.append(record) }
            case .removed:
                if entry != nil { pending.append(record) }
            }
        }
        return pending
    }

    /// Whether the index lacks a record that HEAD holds, as after a crash between a commit and the index.
    func indexLags(behind records: [RecordCandidate]) throws(GitError) -> Bool {
        for record in records {
            guard case .bytes = record.content else { continue }
            let path = try repository.fullPath(record.path)
            guard let entry = try tree.entry(path), try repository.indexedObject(path) != entry.id else { continue }
            return true
        }
        return false
    }

    /// Decides about everything that is asked for, and writes the objects of what will be committed.
    mutating func evaluate(_ request: CommitRequest) throws(GitError) -> CommitEvaluation {
        var result = CommitEvaluation()
        for path in request.files where result.refusal == nil { try add(file: path, to: &result) }
        let differing = try pending(request.records)
        let pending = Set(differing.map(\.path))
        for record in request.records {
            if pending.contains(record.path) {
                try add(record, to: &result)
            } else {
                try refresh(record, in: &result)
            }
        }
        return result
    }

    /// As `git commit --only` would: the working tree's content, or its absence.
    private func add(file path: String, to result: inout CommitEvaluation) throws(GitError) {
        let full = try repository.fullPath(path)
        let entry = try tree.entry(full)
        let staged = try repository.indexedObject(full)
        if entry == nil, staged == nil, try repository.ignores(full) {
            result.ignoredFiles.append(path)
            return
        }
        switch try files.store(full) {
        case .stored(let file):
            if entry?.id == file.id && entry?.kind == (file.isExecutable ? .executable : .file) {
                result.refresh(full, file.id, isExecutable: file.isExecutable, status: file.status)
            } else {
                result.write(full, file.id, isExecutable: file.isExecutable, status: file.status)
            }
        case .missing:
            if entry?.kind == .file || entry?.kind == .executable {
                result.remove(full)
            } else {
                result.refusal = .missingFile(path)
            }
        case .notRegular: result.refusal = .notRegularFile(path)
        case .insideSubmodule: result.refusal = .insideSubmodule(path)
        case .filtered(let program): result.refusal = .filteredFile(path: path, filter: program)
        }
    }

    private mutating func add(_ record: RecordCandidate, to result: inout CommitEvaluation) throws(GitError) {
        let full = try repository.fullPath(record.path)
        if try tree.entry(full) == nil, try repository.ignores(full) {
            result.uncommitted.append(UncommittedRecord(path: record.path, reason: .ignored))
            return
        }
        if let program = try files.program(full) {
            result.uncommitted.append(UncommittedRecord(path: record.path, reason: .filtered(program)))
            return
        }
        var blocking: [UncommittedInput] = []
        var along: [InputVerdict.Change] = []
        for input in record.inputs {
            switch try verdict(input) {
            case .held: continue
            case .committable(let change): along.append(change)
            case .blocking(let reason): blocking.append(UncommittedInput(path: input.path, reason: reason))
            }
        }
        guard blocking.isEmpty else {
            result.uncommitted.append(UncommittedRecord(path: record.path, reason: .inputs(blocking)))
            return
        }
        for change in along {
            switch change {
            case .file(let path, let file):
                result.write(path, file.id, isExecutable: file.isExecutable, status: file.status)
            case .removed(let path): result.remove(path)
            }
        }
        switch record.content {
        case .bytes(let bytes):
            let id = try files.blobs.write(bytes)
            result.write(full, id, isExecutable: false, status: try files.status(full, ifHolding: bytes))
        case .removed: result.remove(full)
        }
    }

    /// Lets the index follow a record that HEAD holds already, if the file is there as well.
    private func refresh(_ record: RecordCandidate, in result: inout CommitEvaluation) throws(GitError) {
        guard case .bytes(let bytes) = record.content else { return }
        let full = try repository.fullPath(record.path)
        let id = try GitBlobs.name(of: bytes)
        guard try repository.indexedObject(full) != id, let status = try files.status(full, ifHolding: bytes)
        else { return }
        result.refresh(full, id, isExecutable: false, status: status)
    }

    private mutating func verdict(_ input: RecordInput) throws(GitError) -> InputVerdict {
        if let known = verdicts[input] { return known }
        let verdict = try InputJudge(repository: repository, tree: tree, files: files, mode: mode).verdict(input)
        verdicts[input] = verdict
        return verdict
    }
}
