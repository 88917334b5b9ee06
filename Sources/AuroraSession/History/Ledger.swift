package import AuroraCore
package import AuroraProvenance

/// What was spent, from records: each result once, however often it was moved, renamed or restored.
package struct Ledger: Sendable {
    /// One result, and when it first came into a commit.
    package struct Entry: Sendable {
        package let output: RecordedOutput
        /// `nil` if no commit holds it yet.
        package let time: CommitTime?
    }

    /// By profile, then name.
    package let entries: [Entry]
    /// What is missing because the clone is shallow, or `.complete`.
    package let end: VisitEnd

    package var total: Cost { entries.reduce(.zero) { $0 + $1.output.record.cost } }
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
        Dictionary(grouping: entries) { $0.name(by: grouping) }
            .map { name, entries in
                Group(
                    name: name, resultCount: entries.count, cost: entries.reduce(.zero) { $0 + $1.output.record.cost })
            }
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
        // A campaign's scenes lie below its name, as do those that share a folder.
        case .campaign: scene.firstIndex(of: "/").map { String(scene[..<$0]) }
        case .provider: output.record.provider.name
        case .month: time.map { String($0.date.prefix(7)) }
        }
    }
}

extension WorkspaceHistory {
    /// What was spent by all commits up to HEAD and by what lies uncommitted in the workspace; or, given a range, by
    /// the commits of one side that the other does not have.
    package func ledger(_ range: RevisionRange?, selection: OutputSelection) throws -> Ledger {
        var first: [RecordedOutput.Result: Ledger.Entry] = [:]
        var end = VisitEnd.complete
        switch range {
        case .between(let older, let newer):
            let before = try results(CommitRange(older.commit)).first
            (first, end) = try results(CommitRange(newer.commit, excluding: older.commit))
            for result in before.keys { first[result] = nil }
        case .one(let revision): (first, end) = try results(CommitRange(revision.commit))
        case nil:
            if let head = try head() { (first, end) = try results(CommitRange(head)) }
            for output in try recordsOnDisk().outputs.values where first[output.result] == nil {
                first[output.result] = Ledger.Entry(output: output, time: nil)
            }
        }
        let entries = first.values.filter { selection.takes($0.output) }
        return Ledger(entries: entries.sorted { RecordedOutput.precedes($0.output, $1.output) }, end: end)
    }

    /// Every result that commits brought, with the first of those commits.
    private func results(_ range: CommitRange) throws -> (first: [RecordedOutput.Result: Ledger.Entry], VisitEnd) {
        var first: [RecordedOutput.Result: Ledger.Entry] = [:]
        let end = try history.visitCommits(range) { commit in
            for change in commit.changes {
                guard let bytes = change.after, let output = RecordedOutput(path: change.path, bytes: bytes) else {
                    continue
                }
                // Newest first: the last one that is told is the first that was.
                first[output.result] = Ledger.Entry(output: output, time: commit.time)
            }
            return .goOn
        }
        return (first, end)
    }

    /// `nil` for a branch without a commit, or without a repository: nothing was committed yet.
    private func head() throws -> CommitID? {
        do { return try history.revision("HEAD").commit } catch let error as RevisionError {
            switch error {
            case .unborn, .noRepository, .bareRepository: return nil
            default: throw DiagnosticsError(error.diagnostics)
            }
        }
    }
}
