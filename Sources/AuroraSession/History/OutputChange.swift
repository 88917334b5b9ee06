package import AuroraBuild
import AuroraCore
import AuroraProvenance

/// How one output differs between two sets of records.
package struct OutputChange: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        case added
        case removed
        /// Another result, because these fields of its key differ; none if it was made again from the same.
        case made([FieldChange])
        /// The same result under another name.
        case renamed(from: String)
        /// The same result; only what the record calls its inputs differs.
        case rewritten
    }

    package let kind: Kind
    package let before: RecordedOutput?
    package let after: RecordedOutput?

    /// The output as it is afterwards, or was before it went.
    package var output: RecordedOutput {
        guard let output = after ?? before else { preconditionFailure("a change has a side") }
        return output
    }

    /// Whether there is a result now that was not there before.
    package var isNewResult: Bool {
        switch kind {
        case .added, .made: true
        case .removed, .renamed, .rewritten: false
        }
    }
}

/// Compares records.
package enum OutputComparison {
    /// What differs, by profile, then name. An output that went and one of the same result that came in the same
    /// profile are one that was renamed.
    package static func changes(from before: RecordSet, to after: RecordSet) -> [OutputChange] {
        var changes: [OutputChange] = []
        var gone: [RecordedOutput] = []
        for old in before.sorted {
            guard let new = after.outputs[old.recordPath] else {
                gone.append(old)
                continue
            }
            if let kind = kind(from: old, to: new) {
                changes.append(OutputChange(kind: kind, before: old, after: new))
            }
        }
        for new in after.sorted where before.outputs[new.recordPath] == nil {
            if let index = gone.firstIndex(where: { $0.result == new.result && $0.profile == new.profile }) {
                let old = gone.remove(at: index)
                changes.append(OutputChange(kind: .renamed(from: old.name), before: old, after: new))
            } else {
                changes.append(OutputChange(kind: .added, before: nil, after: new))
            }
        }
        changes += gone.map { OutputChange(kind: .removed, before: $0, after: nil) }
        return changes.sorted { RecordedOutput.precedes($0.output, $1.output) }
    }

    private static func kind(from old: RecordedOutput, to new: RecordedOutput) -> OutputChange.Kind? {
        if old.record == new.record { return nil }
        if old.result == new.result { return .rewritten }
        return .made(fields(from: old.record.keyFields, to: new.record.keyFields))
    }

    /// The fields that differ: what people see and hear first, then by name.
    private static func fields(from old: [String: String], to new: [String: String]) -> [FieldChange] {
        let first = ["image", "audio", "prompt"]
        let names = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
        let sorted = first.filter(names.contains) + names.subtracting(first).sorted()
        return sorted.map { FieldChange(name: $0, old: old[$0], new: new[$0]) }
    }
}

extension Sequence<OutputChange> {
    /// What the new results cost, each once; those among `known` were paid before.
    func cost(beyond known: Set<RecordedOutput.Result>) -> Cost {
        var seen = known
        var sum = Cost.zero
        for change in self where change.isNewResult {
            guard let output = change.after, seen.insert(output.result).inserted else { continue }
            sum += output.record.cost
        }
        return sum
    }
}
