import AuroraCore
package import AuroraProvenance
import Testing

/// What a suite needs to make a history to read.
package protocol RecordHistoryStage {
    var history: any RecordHistory { get }

    /// Adds a commit by Ada Lovelace that holds just these files. No branch moves.
    func commit(_ files: [String: String], parents: [CommitID], time: CommitTime, subject: String) throws -> CommitID

    /// Lets a branch name a commit; `main` is what HEAD is on.
    func move(branch: String, to commit: CommitID) throws
}

/// What every history of records has to do. An implementation's own tests run this and add what is special about it.
package struct RecordHistorySuite {
    private let stage: any RecordHistoryStage
    private var history: any RecordHistory { stage.history }

    package init(_ stage: any RecordHistoryStage) { self.stage = stage }

    /// Commits by what they are called here.
    private struct Commits {
        let root, left, right, merge, settled, tip: CommitID
    }

    package func run() throws {
        try nothingIsThereAtFirst()
        let commits = try makeCommits()
        try commitsAreToldNewestFirstAndOnce(commits)
        try rangesLeaveOutWhatWasBefore(commits)
        try stoppingEndsTheVisit(commits)
        try recordsAreThoseOfTheCommit(commits)
        try revisionsHaveManyNames(commits)
        try tagsAreMadeOnceAndFound(commits)
        try tagsAreRefusedForWhatHeadDoesNotHold(commits)
    }

    private func nothingIsThereAtFirst() throws {
        #expect(throws: RevisionError.unborn(branch: "main")) { try history.revision("HEAD") }
        #expect(throws: RevisionError.unborn(branch: "main")) {
            try history.tag(TagRequest(name: "a/1", message: "x\n", time: Self.time(1), records: []))
        }
        #expect(try history.tags() == [])
    }

    /// A branch on either side of a merge that settles a conflict by a third content, and a merge that settles nothing.
    private func makeCommits() throws -> Commits {
        let root = try commit(["records/d/00/a.json": "1", "scenes/a.yaml": "a"], [], 1)
        let left = try commit(
            ["records/d/00/a.json": "2", "records/d/01/b.json": "1", "scenes/a.yaml": "a"], [root], 2)
        let right = try commit(
            ["records/d/00/a.json": "3", "records/d/02/c.json": "1", "scenes/a.yaml": "a"], [root], 3)
        let merge = try commit(
            [
                "records/d/00/a.json": "4", "records/d/01/b.json": "1", "records/d/02/c.json": "1",
                "scenes/a.yaml": "a",
            ], [left, right], 4)
        let settled = try commit(
            [
                "records/d/00/a.json": "4", "records/d/01/b.json": "1", "records/d/02/c.json": "1",
                "scenes/a.yaml": "other",
            ], [merge, right], 5)
        let tip = try commit(
            ["records/d/00/a.json": "4", "records/d/02/c.json": "1", "scenes/a.yaml": "x"], [settled], 6)
        try stage.move(branch: "main", to: tip)
        try stage.move(branch: "side", to: right)
        return Commits(root: root, left: left, right: right, merge: merge, settled: settled, tip: tip)
    }

    private func commit(_ files: [String: String], _ parents: [CommitID], _ number: Int64) throws -> CommitID {
        try stage.commit(files, parents: parents, time: Self.time(number), subject: "Commit \(number)")
    }

    private func visit(_ newest: CommitID, excluding: CommitID? = nil) throws -> [RecordCommit] {
        var told: [RecordCommit] = []
        let end = try history.visitCommits(CommitRange(newest, excluding: excluding)) {
            told.append($0)
            return .goOn
        }
        #expect(end == .complete)
        return told
    }

    private func commitsAreToldNewestFirstAndOnce(_ commits: Commits) throws {
        let told = try visit(commits.tip)
        #expect(told.map(\.id) == [commits.tip, commits.merge, commits.right, commits.left, commits.root])
        #expect(told.map(\.subject) == [6, 4, 3, 2, 1].map { "Commit \($0)" })
        #expect(told.map(\.time) == [6, 4, 3, 2, 1].map { Self.time($0) })
        #expect(told.allSatisfy { $0.author == .init(name: "Ada Lovelace", email: "ada@example.org") })
        #expect(
            told.map(\.parents) == [
                [commits.settled], [commits.left, commits.right], [commits.root], [commits.root], [],
            ])
        #expect(told[0].changes == [Self.change("01/b", "1", nil)])
        #expect(told[1].changes == [Self.change("00/a", "2", "4")], "only what differs from both parents")
        #expect(told[2].changes == [Self.change("00/a", "1", "3"), Self.change("02/c", nil, "1")])
        #expect(told[3].changes == [Self.change("00/a", "1", "2"), Self.change("01/b", nil, "1")])
        #expect(told[4].changes == [Self.change("00/a", nil, "1")])
    }

    private func rangesLeaveOutWhatWasBefore(_ commits: Commits) throws {
        #expect(
            try visit(commits.tip, excluding: commits.left).map(\.id) == [commits.tip, commits.merge, commits.right])
        #expect(try visit(commits.tip, excluding: commits.merge).map(\.id) == [commits.tip])
        #expect(try visit(commits.left, excluding: commits.tip) == [])
    }

    private func stoppingEndsTheVisit(_ commits: Commits) throws {
        var count = 0
        let end = try history.visitCommits(CommitRange(commits.tip)) { _ in
            count += 1
            return count == 2 ? .stop : .goOn
        }
        #expect(end == .stopped)
        #expect(count == 2)
    }

    private func recordsAreThoseOfTheCommit(_ commits: Commits) throws {
        let records = try history.records(at: commits.right)
        #expect(
            records == ["records/d/00/a.json": Array("3".utf8), "records/d/02/c.json": Array("1".utf8)])
        #expect(throws: RevisionError.self) {
            try history.records(at: CommitID(hexadecimal: String(repeating: "0", count: 40)))
        }
    }

    private func revisionsHaveManyNames(_ commits: Commits) throws {
        for (name, commit) in [
            ("HEAD", commits.tip), ("main", commits.tip), ("side", commits.right), ("HEAD~1", commits.settled),
            ("main~2", commits.merge), (commits.left.hexadecimal, commits.left), (commits.root.short, commits.root),
        ] {
            #expect(try history.revision(name) == Revision(name: name, commit: commit))
        }
        #expect(throws: RevisionError.unknown("sidf", nearest: "side")) { try history.revision("sidf") }
        #expect(throws: RevisionError.unknown("zzzzzzzz", nearest: nil)) { try history.revision("zzzzzzzz") }
        #expect(throws: RevisionError.self) { try history.revision("HEAD~99") }
        #expect(throws: RevisionError.self) { try history.revision("") }
    }

    private func tagsAreMadeOnceAndFound(_ commits: Commits) throws {
        let message = "Release a 1\n\n# kept\n\n\nto the last byte\n"
        let request = TagRequest(name: "a/v1.0", message: message, time: Self.time(7), records: [])
        let tag = AnnotatedTag(
            name: "a/v1.0", commit: commits.tip, message: message,
            tagger: .init(name: "Ada Lovelace", email: "ada@example.org"), time: Self.time(7))
        #expect(try history.tag(request) == .tagged(tag))
        #expect(try history.tag(request) == .refused(.exists("a/v1.0")))
        #expect(try history.tags() == [tag])
        #expect(try history.revision("a/v1.0") == Revision(name: "a/v1.0", commit: commits.tip, tag: tag))
        #expect(try history.revision("v1.0") == Revision(name: "v1.0", commit: commits.tip, tag: tag))
        for name in ["b/v2.0", "b/v1.0"] {
            let made = try history.tag(TagRequest(name: name, message: "x\n", time: Self.time(8), records: []))
            guard case .tagged = made else {
                Issue.record("\(made)")
                continue
            }
        }
        #expect(try history.tags().map(\.name) == ["a/v1.0", "b/v1.0", "b/v2.0"])
        #expect(throws: RevisionError.ambiguous("v1.0", candidates: ["a/v1.0", "b/v1.0"])) {
            try history.revision("v1.0")
        }
        for name in ["a b", "a..b", "-a"] {
            let outcome = try history.tag(TagRequest(name: name, message: "x\n", time: Self.time(8), records: []))
            #expect(outcome == .refused(.invalidName(name)))
        }
    }

    private func tagsAreRefusedForWhatHeadDoesNotHold(_ commits: Commits) throws {
        func record(_ path: String, _ text: String, _ inputs: [RecordInput]) -> RecordCandidate {
            RecordCandidate(path: path, content: .bytes(Array(text.utf8)), inputs: inputs)
        }
        func input(_ path: String, _ text: String) -> RecordInput {
            RecordInput(path: path, content: .digest(Digest(hashing: text)))
        }
        let held = record("records/d/00/a.json", "4", [input("scenes/a.yaml", "x")])
        let other = record("records/d/02/c.json", "2", [input("scenes/a.yaml", "x")])
        let lost = record("records/d/00/a.json", "4", [input("scenes/a.yaml", "y"), input("scenes/b.yaml", "b")])
        let outcome = try history.tag(
            TagRequest(name: "c/1", message: "x\n", time: Self.time(9), records: [held, other, lost]))
        #expect(
            outcome
                == .refused(
                    .uncommitted([
                        .init(record: other.path, inputs: []),
                        .init(
                            record: lost.path,
                            inputs: [
                                UncommittedInput(path: "scenes/a.yaml", reason: .differsFromHead),
                                UncommittedInput(path: "scenes/b.yaml", reason: .missingFromHead),
                            ]),
                    ])))
        #expect(try !history.tags().contains { $0.name == "c/1" })
        let tagged = try history.tag(TagRequest(name: "c/1", message: "x\n", time: Self.time(9), records: [held]))
        guard case .tagged(let tag) = tagged else {
            Issue.record("\(tagged)")
            return
        }
        #expect(tag.commit == commits.tip)
    }

    private static func time(_ number: Int64) -> CommitTime {
        CommitTime(secondsSince1970: 1_700_000_000 + number * 3600, offsetMinutes: 60)
    }

    private static func change(_ name: String, _ before: String?, _ after: String?) -> RecordChange {
        RecordChange(
            path: "records/d/\(name).json", before: before.map { Array($0.utf8) }, after: after.map { Array($0.utf8) })
    }
}
