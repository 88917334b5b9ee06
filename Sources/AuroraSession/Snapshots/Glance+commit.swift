package import AuroraCore
import AuroraGit
import AuroraProvenance

extension Glance {
    /// The glance of a build that commits: with the units whose records HEAD may not hold as they are. `nil` if that
    /// cannot be told from the snapshot. `mode` is the one that the command line asks for, if it does.
    package func including(uncommittedUnder mode: CommitMode?, environment: SessionEnvironment) -> Glance? {
        let summary = snapshot.summary
        guard (mode ?? summary.commitMode) != .off else { return self }
        guard let head, let known = summary.head, mode == nil || mode == summary.commitMode else { return nil }
        let glance = including(summary.uncommittedUnits)
        return head == known ? glance : glance?.including(recordsMovedFrom: known, to: head, environment)
    }

    /// HEAD is another commit now: what it changed of the records is all that can matter. A record that it holds as it
    /// should be needs no commit, whatever became of the files that it speaks of.
    private func including(recordsMovedFrom old: String, to new: String, _ environment: SessionEnvironment) -> Glance? {
        let repository = GitRecordRepository(
            workspace: folder.path, environment: GitEnvironment(environment.variables))
        let records = "records/\(snapshot.summary.profile)"
        // A commit that is no longer there, or anything else: all records are looked at.
        guard let changed = try? repository.changedFiles(under: records, from: old, to: new) else { return nil }
        if changed.isEmpty { return self }
        guard snapshot.hasIntactUnits else { return nil }
        let units = snapshot.units(withRecords: Set(changed))
        let owned = Set(units.flatMap { snapshot.unit($0).records })
        // A record of no scene may have to be taken out of HEAD.
        guard changed.allSatisfy({ owned.contains($0) }) else { return nil }
        return including(units)
    }
}
