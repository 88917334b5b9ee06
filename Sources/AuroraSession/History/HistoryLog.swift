package import AuroraCore
package import AuroraProvenance

/// The commits that changed outputs, newest first.
package struct HistoryLog: Sendable {
    /// One commit, as far as it is about the outputs that were asked for.
    package struct Entry: Sendable {
        package let commit: CommitID
        package let author: RecordCommit.Author
        package let time: CommitTime
        package let subject: String
        /// The annotated tags of this commit.
        package let tags: [String]
        package let changes: [OutputChange]
        /// What it did about pins.
        package let pins: [PinEvent]
        /// What its new results cost; nothing for those that an earlier commit had.
        package fileprivate(set) var cost: Cost
    }

    package let entries: [Entry]
    /// Whether there are older ones beyond the limit.
    package let isTruncated: Bool
    package let end: VisitEnd
}

extension WorkspaceHistory {
    /// What commits did to the outputs of a selection, newest first; at most `limit` of them. An output is followed
    /// through its renamings.
    ///
    /// Commits are read as they are needed; only what was paid for is looked for further back, since an earlier commit
    /// may have had it.
    package func log(_ range: RevisionRange?, selection: OutputSelection, limit: Int) throws -> HistoryLog {
        let commits = try commits(of: range)
        let tags = Dictionary(grouping: try history.tags(), by: \.commit).mapValues { $0.map(\.name) }
        var reader = LogReader(selection: selection, limit: limit, tags: tags)
        let end = try history.visitCommits(commits) { reader.read($0) }
        if let excluded = commits.excluded, reader.hasCosts {
            _ = try history.visitCommits(CommitRange(excluded)) { reader.lookForPayments($0) }
        }
        let entries = reader.settled()
        if entries.isEmpty, !selection.ids.isEmpty {
            // What is not in the newest commit may be misspelled, or older than the range.
            try check(selection, against: [try records(at: commits.newest)], in: ["that history"])
        }
        return HistoryLog(entries: entries, isTruncated: reader.isTruncated, end: end)
    }

    private func commits(of range: RevisionRange?) throws -> CommitRange {
        switch range {
        case .between(let older, let newer): CommitRange(newer.commit, excluding: older.commit)
        case .one(let revision): CommitRange(revision.commit)
        case nil: CommitRange(try revision("HEAD").commit)
        }
    }
}

/// Collects the entries of a log while commits are told.
private struct LogReader {
    let selection: OutputSelection
    let limit: Int
    let tags: [CommitID: [String]]
    private(set) var isTruncated = false
    private var entries: [HistoryLog.Entry] = []
    /// Earlier names of outputs that are followed.
    private var formerNames: Set<FormerName> = []
    /// What was paid for, with the oldest entry so far that brought it.
    private var payers: [RecordedOutput.Result: (entry: Int, cost: Cost)] = [:]

    private struct FormerName: Hashable {
        let profile: String
        let name: String
    }

    init(selection: OutputSelection, limit: Int, tags: [CommitID: [String]]) {
        self.selection = selection
        self.limit = limit
        self.tags = tags
    }

    var hasCosts: Bool { !payers.isEmpty }

    mutating func read(_ commit: RecordCommit) -> VisitStep {
        if entries.count >= limit {
            isTruncated = isTruncated || !wantedChanges(of: commit).isEmpty || !wantedPins(of: commit).isEmpty
            let step = lookForPayments(commit)
            return isTruncated ? step : .goOn
        }
        // Whoever had a result earlier has paid for it, selected or not.
        _ = lookForPayments(commit)
        let changes = wantedChanges(of: commit)
        let pins = wantedPins(of: commit)
        guard !changes.isEmpty || !pins.isEmpty else { return .goOn }
        for change in changes {
            if case .renamed(let name) = change.kind {
                formerNames.insert(FormerName(profile: change.output.profile, name: name))
            }
            if let output = change.after, output.record.cost != .zero {
                payers[output.result] = (entries.count, output.record.cost)
            }
        }
        entries.append(
            HistoryLog.Entry(
                commit: commit.id, author: commit.author, time: commit.time, subject: commit.subject,
                tags: tags[commit.id] ?? [], changes: changes, pins: pins, cost: .zero))
        return .goOn
    }

    /// Takes the cost from entries whose results this commit, which is older, had already. Stops when none is left.
    mutating func lookForPayments(_ commit: RecordCommit) -> VisitStep {
        guard !payers.isEmpty else { return .stop }
        for change in commit.changes {
            guard let bytes = change.after, let output = RecordedOutput(path: change.path, bytes: bytes) else {
                continue
            }
            payers[output.result] = nil
        }
        return payers.isEmpty ? .stop : .goOn
    }

    private func wantedChanges(of commit: RecordCommit) -> [OutputChange] {
        OutputComparison.changes(of: commit).filter { change in
            [change.before, change.after].compactMap { $0 }.contains { output in
                selection.takes(output)
                    || formerNames.contains(FormerName(profile: output.profile, name: output.name))
            }
        }
    }

    private func wantedPins(of commit: RecordCommit) -> [PinEvent] {
        PinEvent.events(of: commit).filter { event in
            selection.takes(event.pin)
                || formerNames.contains(FormerName(profile: event.pin.profile, name: event.pin.name))
        }
    }

    func settled() -> [HistoryLog.Entry] {
        var entries = entries
        for payer in payers.values { entries[payer.entry].cost += payer.cost }
        return entries
    }
}

extension OutputComparison {
    /// What a commit did to outputs, against its first parent.
    static func changes(of commit: RecordCommit) -> [OutputChange] {
        func records(_ side: (RecordChange) -> [UInt8]?) -> RecordSet {
            RecordSet(
                Dictionary(
                    commit.changes.compactMap { change in side(change).map { (change.path, $0) } },
                    uniquingKeysWith: { first, _ in first }))
        }
        return changes(from: records(\.before), to: records(\.after))
    }
}
