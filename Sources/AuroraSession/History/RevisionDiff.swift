package import AuroraCore
package import AuroraProvenance
import AuroraWorkspace

/// What differs between the outputs of two commits, or of a commit and the workspace as it is built.
package struct RevisionDiff: Sendable {
    package let older: Revision
    /// `nil` for the workspace.
    package let newer: Revision?
    /// By profile, then name.
    package let changes: [OutputChange]
    /// How many outputs both have alike.
    package let unchangedCount: Int
    /// Files among the records of either side that are none.
    package let unreadable: [String]
    /// What the results cost that only the newer side has, each once.
    package let cost: Cost
}

extension WorkspaceHistory {
    /// Compares the records of a revision with those in the workspace, or those of two revisions. Of releases, only
    /// what they cover is compared. Throws `DiagnosticsError` for an id that neither side knows.
    package func diff(_ range: RevisionRange, selection: OutputSelection) throws -> RevisionDiff {
        let older: Revision
        let newer: Revision?
        switch range {
        case .one(let revision): (older, newer) = (revision, nil)
        case .between(let one, let other): (older, newer) = (one, other)
        }
        let selection = selection.within([older] + (newer.map { [$0] } ?? []))
        let before = try records(at: older.commit)
        let after = try newer.map { try records(at: $0.commit) } ?? recordsOnDisk()
        try check(selection, against: [before, after], in: [older.name, newer?.name ?? "the workspace"])
        let changes = OutputComparison.changes(
            from: before.filtered(selection.takes), to: after.filtered(selection.takes))
        let same = after.outputs.values.filter { output in
            selection.takes(output) && before.outputs[output.recordPath]?.record == output.record
        }
        return RevisionDiff(
            older: older, newer: newer, changes: changes, unchangedCount: same.count,
            unreadable: Set(before.unreadable + after.unreadable).sorted(),
            cost: changes.cost(beyond: Set(before.outputs.values.map(\.result))))
    }

    /// Refuses ids and profiles of which no record speaks.
    func check(_ selection: OutputSelection, against sets: [RecordSet], in places: [String]) throws {
        let outputs = sets.flatMap { Array($0.outputs.values) }
        let place = Wording.list(places.map { PrintableText.sanitized($0) }, conjunction: "or")
        var problems: [Diagnostic] = []
        if let profile = selection.profile, !outputs.contains(where: { $0.profile == profile }) {
            let known = Set(outputs.map(\.profile)).sorted()
            problems.append(
                Diagnostic(
                    "no record of the profile `\(PrintableText.sanitized(profile))` is in \(place)",
                    hint: known.isEmpty ? "run `aurora build`: it writes records" : Wording.there(known)))
        }
        let names = Set(outputs.map(\.name)).union(outputs.map(\.record.scene))
        for id in selection.ids where !outputs.contains(where: { $0.isNamed(by: id) }) {
            problems.append(
                Diagnostic(
                    "no record of `\(PrintableText.sanitized(id))` is in \(place)",
                    hint: MeantIDs.hint(for: id, in: folder.path, among: names) { meant in
                        outputs.contains { $0.isNamed(by: meant) }
                    } ?? "`aurora status` lists the scenes"))
        }
        guard problems.isEmpty else { throw DiagnosticsError(problems) }
    }
}
