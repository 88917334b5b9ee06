internal import AuroraCore
internal import AuroraProvenance

/// Whether a commit that holds a record would hold one of its inputs too.
enum InputVerdict {
    enum Change {
        case file(path: String, StoredFile)
        case removed(path: String)
    }

    /// HEAD has it, or git ignores it and its digest in the record is all there is to hold.
    case held
    /// Not in HEAD; this change puts it there.
    case committable(Change)
    case blocking(UncommittedInput.Reason)
}

/// Decides about inputs, one at a time.
struct InputJudge {
    let repository: GitRepository
    let tree: GitTree
    let files: WorkspaceFiles
    let mode: CommitMode

    func verdict(_ input: RecordInput) throws(GitError) -> InputVerdict {
        let path = try repository.fullPath(input.path)
        let entry = try tree.entry(path)
        switch input.content {
        case .absent:
            guard entry != nil else { return .held }
            guard mode == .all else { return .blocking(.stillInHead) }
            guard case .missing = try WorkingFile.open(path, below: repository.root) else {
                return .blocking(.changedSinceBuild)
            }
            return .committable(.removed(path: path))
        case .digest(let digest):
            // git itself stored the file in this very state as what HEAD has: nothing has to be read.
            if let stamp = input.stamp, let entry, entry.kind == .file || entry.kind == .executable,
                try repository.indexedObject(path, ifDescribing: stamp) == entry.id
            {
                return .held
            }
            if let reason = try objection(path, digest, entry) {
                return mode == .all ? try storing(path, digest, otherwise: reason) : .blocking(reason)
            }
            return .held
        }
    }

    /// Why HEAD does not hold these bytes at the path; `nil` if it does, or need not.
    private func objection(
        _ path: String, _ digest: Digest, _ entry: TreeEntry?
    ) throws(GitError) -> UncommittedInput.Reason? {
        guard let entry else {
            if try repository.ignores(path) { return nil }
            return try tree.isInsideSubmodule(path) ? .insideSubmodule : .missingFromHead
        }
        guard entry.kind == .file || entry.kind == .executable else { return .differsFromHead }
        if try files.blobs.digest(entry.id) == digest { return nil }
        if try files.blobs.largeFileDigest(entry.id) == digest { return nil }
        // git may store other bytes than the working tree shows, such as other line endings.
        return try files.isStored(path, digest: digest, as: entry.id) ? nil : .differsFromHead
    }

    private func storing(
        _ path: String, _ digest: Digest, otherwise reason: UncommittedInput.Reason
    ) throws(GitError) -> InputVerdict {
        switch try files.store(path) {
        case .stored(let file):
            guard file.digest == digest else { return .blocking(.changedSinceBuild) }
            return .committable(.file(path: path, file))
        case .missing: return .blocking(reason)
        case .notRegular: return .blocking(.notRegularFile)
        case .insideSubmodule: return .blocking(.insideSubmodule)
        case .filtered(let program): return .blocking(.filtered(program))
        }
    }
}
