import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraGit
import AuroraProvenance

extension Glance {
    /// What a commit would come to, where the snapshot tells it without git; `nil` if it does not, or if anything that
    /// has a say in it is not as it was.
    var commitOutcome: CommitOutcome? {
        guard head == snapshot.summary.head else { return nil }
        if snapshot.summary.uncommittedUnits.isEmpty { return head == nil ? nil : CommitOutcome(result: .upToDate) }
        guard let waiting = snapshot.waiting, let records = waiting.uncommitted,
            Parallel.map(waiting.rules, { FilePrint(ofFile: $0.path) == $0.print }).allSatisfy(\.self)
        else { return nil }
        let isRefused = records.contains { $0.reason == .refused(.noRepository) }
        return CommitOutcome(result: isRefused ? .refused(.noRepository) : .upToDate, uncommitted: records)
    }
}

extension Session {
    /// What a commit left, for a snapshot to tell again: `nil` if it left nothing, or if it is not known what all that
    /// rests on. `head` is the commit at which that holds, if there is one.
    func waiting(_ commit: CommitOutcome, _ units: [SnapshotUnit], head: String?) -> SnapshotWaiting? {
        let owned = Set(units.flatMap(\.records))
        guard !commit.uncommitted.isEmpty, commit.uncommitted.allSatisfy({ owned.contains($0.path) }),
            let records = SnapshotWaiting.records(commit.uncommitted)
        else { return nil }
        let paths = units.filter { !$0.isCommitted }.flatMap { $0.paths + $0.records }.filter { !$0.hasPrefix("/") }
        let repository = GitRecordRepository(
            workspace: folder.path, environment: GitEnvironment(environment.variables))
        // A repository that cannot be asked is asked again by the next build.
        guard
            let files = try? repository.ruleFiles(
                of: paths, includesHead: head == nil, variables: environment.variables)
        else { return nil }
        return SnapshotWaiting(rules: Parallel.map(files, rules).flatMap(\.self), records: records)
    }

    /// A file's facts, and where it is a link those of what it leads to.
    private func rules(of path: String) -> [SnapshotWaiting.Rule] {
        func rule(_ path: String) -> SnapshotWaiting.Rule {
            // Written while git was asked, perhaps: it may have been asked before.
            let isRacy = (try? FileFacts.of(path))?.map { $0.isRacy(at: scope.startedAt) } ?? false
            return SnapshotWaiting.Rule(path: path, print: isRacy ? .unknown : FilePrint(ofFile: path))
        }
        guard let target = try? Files.realPath(path), target != path else { return [rule(path)] }
        return [rule(path), rule(target)]
    }
}

extension FilePrint {
    /// Of what is at an absolute path, links not followed; unlike any if that cannot be told.
    fileprivate init(ofFile path: String) {
        do throws(FileError) { self = FilePrint(try FileFacts.of(path)) } catch { self = .unknown }
    }
}

extension SnapshotWaiting {
    /// `nil` if one of them waits for something that may change without a trace in files.
    fileprivate static func records(_ records: [UncommittedRecord]) -> [Record]? {
        var found: [Record] = []
        for record in records {
            switch record.reason {
            case .inputs(let inputs):
                let noted = inputs.compactMap { input in
                    inputReasons.firstIndex(of: input.reason).map { Input(path: input.path, reason: UInt8($0)) }
                }
                guard noted.count == inputs.count else { return nil }
                found.append(Record(path: record.path, reason: 0, inputs: noted))
            case let reason:
                guard let place = otherReasons.firstIndex(of: reason) else { return nil }
                found.append(Record(path: record.path, reason: UInt8(place + 1), inputs: []))
            }
        }
        return found
    }

    /// What `records` was made of; `nil` if it is not understood.
    fileprivate var uncommitted: [UncommittedRecord]? {
        var found: [UncommittedRecord] = []
        for record in records {
            if record.reason == 0 {
                let inputs = record.inputs.compactMap { input in
                    Self.inputReasons.indices.contains(Int(input.reason))
                        ? UncommittedInput(path: input.path, reason: Self.inputReasons[Int(input.reason)]) : nil
                }
                guard inputs.count == record.inputs.count else { return nil }
                found.append(UncommittedRecord(path: record.path, reason: .inputs(inputs)))
            } else {
                guard Self.otherReasons.indices.contains(Int(record.reason) - 1) else { return nil }
                found.append(
                    UncommittedRecord(path: record.path, reason: Self.otherReasons[Int(record.reason) - 1]))
            }
        }
        return found
    }

    /// By their numbers in a snapshot; another order or meaning is another version of its format.
    private static let inputReasons: [UncommittedInput.Reason] = [
        .missingFromHead, .differsFromHead, .stillInHead, .insideSubmodule,
    ]
    private static let otherReasons: [UncommittedRecord.Reason] = [.ignored, .refused(.noRepository)]
}
