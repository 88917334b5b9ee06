package import AuroraCore
package import AuroraProvenance

/// What was spent: by records, each result once, however often it was moved, renamed or restored; and by the user's own journal
/// of paid tasks, as far as no record tells of them.
package struct Ledger: Sendable {
    /// One result, and when it first came into a commit.
    package struct Entry: Sendable {
        package let output: RecordedOutput
        /// `nil` if no commit holds it yet.
        package let time: CommitTime?
    }

    /// By profile, then name.
    package let entries: [Entry]
    /// Tasks that were paid and that no record tells of: their videos were flagged, or nobody asks for them any more, or the
    /// records are in other branches. Oldest first.
    package let unrecorded: [PaidJobs.Report]
    /// What is missing because the clone is shallow, or `.complete`.
    package let end: VisitEnd

    package var total: Cost { entries.reduce(unrecordedCost) { $0 + $1.output.record.cost } }
    package var unrecordedCost: Cost { unrecorded.reduce(.zero) { $0 + $1.spending } }
    package var resultCount: Int { entries.count + unrecorded.count }
    /// What no commit holds yet.
    package var uncommitted: Cost { entries.reduce(.zero) { $1.time == nil ? $0 + $1.output.record.cost : $0 } }

    /// What entries can be grouped by.
    package enum Grouping: String, Sendable, CaseIterable { case scene, campaign, provider, month }

    /// Entries that belong together.
    package struct Group: Hashable, Sendable {
        /// `nil` for those that belong to nothing: to no campaign, to no commit's month.
        package let name: String?
        package let resultCount: Int
        package let cost: Cost
    }

    /// Sorted by the bytes of their names; what belongs to nothing comes last.
    package func groups(by grouping: Grouping) -> [Group] {
        let costs =
            entries.map { (name: $0.name(by: grouping), cost: $0.output.record.cost) }
            + unrecorded.map { (name: $0.name(by: grouping), cost: $0.spending) }
        return Dictionary(grouping: costs, by: \.name)
            .map { Group(name: $0, resultCount: $1.count, cost: $1.reduce(.zero) { $0 + $1.cost }) }
            .sorted { left, right in
                guard let one = left.name, let other = right.name else { return left.name != nil }
                return one.utf8.lexicographicallyPrecedes(other.utf8)
            }
    }
}

extension Ledger.Entry {
    fileprivate func name(by grouping: Ledger.Grouping) -> String? {
        let scene = output.record.scene
        return switch grouping {
        case .scene: scene
        case .campaign: Ledger.campaign(of: scene)
        case .provider: output.record.provider.name
        case .month:
            // What was paid was so at a time that does not depend on when it was committed.
            output.record.paid.map { Ledger.month(of: UTCTime(milliseconds: $0.finished)) }
                ?? time.map { String($0.date.prefix(7)) }
        }
    }
}

extension PaidJobs.Report {
    fileprivate func name(by grouping: Ledger.Grouping) -> String? {
        switch grouping {
        case .scene: scene
        case .campaign: Ledger.campaign(of: scene)
        case .provider: provider
        case .month: Ledger.month(of: updated)
        }
    }
}

extension Ledger {
    /// A campaign's scenes lie below its name, as do those that share a folder.
    fileprivate static func campaign(of scene: String) -> String? {
        scene.firstIndex(of: "/").map { String(scene[..<$0]) }
    }

    /// `2026-11`, of the calendar that caps of a month go by.
    fileprivate static func month(of time: UTCTime) -> String { String(time.description.prefix(7)) }
}

extension WorkspaceHistory {
    /// What was spent by all commits up to HEAD and by what lies uncommitted in the workspace; or, given a range, by
    /// the commits of one side that the other does not have. `paid` tells of tasks without a record, which belong to no
    /// commit and no profile: they count without a range, for all profiles.
    package func ledger(_ range: RevisionRange?, selection: OutputSelection, paid: PaidJobs? = nil) throws -> Ledger {
        var first: [Charge: Ledger.Entry] = [:]
        var end = VisitEnd.complete
        switch range {
        case .between(let older, let newer):
            let before = try results(CommitRange(older.commit)).first
            (first, end) = try results(CommitRange(newer.commit, excluding: older.commit))
            for charge in before.keys { first[charge] = nil }
        case .one(let revision): (first, end) = try results(CommitRange(revision.commit))
        case nil:
            if let head = try head() { (first, end) = try results(CommitRange(head)) }
            for output in try recordsOnDisk().outputs.values where first[Charge(output)] == nil {
                first[Charge(output)] = Ledger.Entry(output: output, time: nil)
            }
        }
        let unrecorded = range == nil && selection.profile == nil ? try paid?.spent() ?? [] : []
        let entries = first.values.filter { selection.takes($0.output) }
        return Ledger(
            entries: entries.sorted { RecordedOutput.precedes($0.output, $1.output) },
            unrecorded: unrecorded.filter { first[.task($0.task)] == nil }, end: end)
    }

    /// Every result that commits brought, with the first of those commits.
    private func results(_ range: CommitRange) throws -> (first: [Charge: Ledger.Entry], VisitEnd) {
        var first: [Charge: Ledger.Entry] = [:]
        let end = try history.visitCommits(range) { commit in
            for change in commit.changes {
                guard let bytes = change.after, let output = RecordedOutput(path: change.path, bytes: bytes) else {
                    continue
                }
                // Newest first: the last one that is told is the first that was.
                first[Charge(output)] = Ledger.Entry(output: output, time: commit.time)
            }
            return .goOn
        }
        return (first, end)
    }

    /// What is charged once, whatever the number of records that tell of it.
    private enum Charge: Hashable {
        /// A paid task: action keys may be called otherwise by a later version, tasks never.
        case task(String)
        case result(RecordedOutput.Result)

        init(_ output: RecordedOutput) {
            self = output.record.paid.map { .task($0.task) } ?? .result(output.result)
        }
    }

    /// `nil` for a branch without a commit, or without a repository: nothing was committed yet.
    func head() throws -> CommitID? {
        do { return try history.revision("HEAD").commit } catch let error as RevisionError {
            switch error {
            case .unborn, .noRepository, .bareRepository: return nil
            default: throw DiagnosticsError(error.diagnostics)
            }
        }
    }
}
