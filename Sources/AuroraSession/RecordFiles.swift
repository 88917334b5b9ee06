import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraProvenance

/// The records as they lie in the workspace.
struct RecordFiles: Sendable {
    let folder: ContainedFolder

    /// The record at a workspace path; `nil` if there is none that can be read.
    func read(_ path: String) -> ProvenanceRecord? {
        bytes(path).flatMap { ProvenanceRecord(file: $0) }
    }

    /// A record that has to be at its path.
    struct Due {
        let file: [UInt8]
        let isInPlace: Bool
        /// What is there in its place, if it can be read.
        let earlier: ProvenanceRecord?
    }

    /// The record of this result, and what is at its path.
    func due(_ keyed: KeyedAction, _ result: ActionResult, at path: String) -> Due {
        let found = bytes(path)
        let record = ProvenanceRecord(keyed, result)
        let due = record.file
        // Nearly always it is there as it is, or not at all: no need to read what it says.
        guard let found, found != due, let earlier = ProvenanceRecord(file: found) else {
            return Due(file: due, isInPlace: found == due, earlier: nil)
        }
        let kept = record.keepingOutput(of: earlier).file
        return found == kept
            ? Due(file: kept, isInPlace: true, earlier: nil) : Due(file: kept, isInPlace: false, earlier: earlier)
    }

    /// What the record of a published action says, as planning needs it.
    func recorded(_ action: Action) -> RecordedAction? {
        guard let path = action.publication?.record, let record = read(path) else { return nil }
        var products: [String: RecordedAction.Product] = [:]
        for (field, input) in record.inputs {
            guard let maker = input.madeBy else { continue }
            products[field] = RecordedAction.Product(
                key: maker.key, digest: input.sha256, fields: maker.parameters)
        }
        return RecordedAction(
            key: record.key, output: record.output.digest, fields: record.keyFields, products: products,
            milliseconds: record.media?.durationMilliseconds)
    }

    /// Workspace paths of all files below a folder of the workspace.
    func paths(under relative: String) throws -> [String] {
        var found: [String] = []
        var pending = [relative]
        while let directory = pending.popLast() {
            for name in try Files.names(in: folder.absolute(directory)) {
                let path = Paths.join(directory, name)
                switch try FileFacts.of(folder.absolute(path))?.kind {
                case .directory: pending.append(path)
                case .regular: found.append(path)
                default: continue
                }
            }
        }
        return found.sorted()
    }

    private func bytes(_ path: String) -> [UInt8]? {
        // A record that cannot be read counts as absent: it is written again.
        guard let file = try? folder.open(path) else { return nil }
        return try? file.contents(limit: 1 << 20)
    }
}
