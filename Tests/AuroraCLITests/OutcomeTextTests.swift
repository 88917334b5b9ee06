import AuroraBuild
import AuroraCore
import AuroraProvenance
import AuroraTesting
import Testing

@testable import AuroraCLI
@testable import AuroraSession

/// What a build and a commit say at their end.
@Suite struct OutcomeTextTests {
    private let plain = OutcomeText(style: Style(isColoured: false), isSkippingCommit: false)
    private let commitText = CommitText(style: Style(isColoured: false))

    @Test func everyEndOfABuild() throws {
        let failed = BuildReport.Outcome.failed([Samples.problem])
        let ends: [(String, BuildOutcome)] = [
            ("made", Samples.outcome([("a", .made(seconds: 2)), ("b", .current)], commit: Samples.committed())),
            ("made without a commit", Samples.outcome([("a", .made(seconds: 2))])),
            (
                "restored",
                Samples.outcome([("a", .restored(.file)), ("b", .restored(.file))], commit: Samples.committed(1))
            ),
            ("idle", Samples.outcome([("a", .current)], commit: CommitOutcome(result: .upToDate))),
            ("idle, uncommitted", Samples.outcome([("a", .current)], commit: Samples.uncommitted(.ignored))),
            ("no scenes", Samples.outcome([], commit: CommitOutcome(result: .upToDate))),
            ("nothing to commit", Samples.outcome([("a", .restored(.file))], commit: CommitOutcome(result: .upToDate))),
            (
                "adopted and rewritten",
                Samples.outcome([
                    ("a", .restored(.cacheEntry)), ("b", .restored(.cacheEntry)), ("c", .restored(.record)),
                ])
            ),
            ("failed", Samples.outcome([("a", failed), ("b", .skipped), ("c", .made(seconds: 1))])),
            ("put away", Samples.outcome([("a", .current)], commit: Samples.committed(1), removed: ["x", "y"])),
            ("interrupted", Samples.outcome([("a", .made(seconds: 1)), ("b", .skipped)], isInterrupted: true)),
            ("interrupted at once", Samples.outcome([("a", .skipped)], isInterrupted: true)),
            ("no repository", Samples.outcome([("a", .made(seconds: 1))], commit: Samples.refused(.noRepository))),
        ]
        let text = ends.map { "# \($0.0)\n\(plain.text($0.1))" }.joined(separator: "\n")
        #expect(try Golden.difference(text, from: "outcome.txt") == nil)
    }

    @Test func withoutCommittingNothingIsSaidOfCommits() {
        let outcome = Samples.outcome([("a", .made(seconds: 1))], commit: Samples.refused(.turnedOff))
        let quiet = OutcomeText(style: Style(isColoured: false), isSkippingCommit: true)
        #expect(quiet.text(outcome) == "1 made · $0.00\n")
        #expect(plain.text(outcome) == "1 made · $0.00\n")
    }

    @Test func everyRefusal() throws {
        let refusals: [CommitRefusal] =
            [.turnedOff, .noRepository, .bareRepository]
            + [.merge, .revert, .rebase, .bisect, .am, .cherryPick].map { .operationInProgress($0) }
            + [
                .noIdentity, .signingRequired, .indexLocked("/r/.git/index.lock"), .headMoved,
                .filteredFile(path: "a.wav", filter: "lfs"), .filteredFile(path: "a.wav", filter: "crypt"),
                .notRegularFile("a.png"), .missingFile("a.png"), .insideSubmodule("sub/a.png"),
            ]
        let text = refusals.map { "# \($0)\n" + commitText.text(Samples.refused($0)) }.joined(separator: "\n")
        #expect(try Golden.difference(text, from: "commit-refusals.txt") == nil)
    }

    @Test func everyCommit() throws {
        let outcomes: [(String, CommitOutcome)] = [
            ("a branch", Samples.committed()), ("one file", Samples.committed(1)),
            ("the first commit", Samples.committed(3, on: .unborn(branch: "main"))),
            ("detached", Samples.committed(1, on: .detached(Samples.commit))),
            ("nothing", CommitOutcome(result: .upToDate)),
        ]
        let text = outcomes.map { "# \($0.0)\n" + commitText.text($0.1) }.joined(separator: "\n")
        #expect(try Golden.difference(text, from: "commit.txt") == nil)
    }

    @Test func whatIsUncommittedIsALineARecordAndEachHintOnce() throws {
        let reasons: [UncommittedInput.Reason] = [
            .missingFromHead, .differsFromHead, .stillInHead, .changedSinceBuild, .insideSubmodule, .filtered("lfs"),
            .notRegularFile,
        ]
        let inputs = reasons.enumerated().map { UncommittedInput(path: "scenes/\($0.offset).wav", reason: $0.element) }
        let outcomes: [(String, CommitOutcome)] = [
            ("one each", Samples.uncommitted(.inputs([inputs[0]]), .ignored, .filtered("crypt"))),
            (
                "of inputs",
                CommitOutcome(
                    result: .upToDate,
                    uncommitted: inputs.map {
                        UncommittedRecord(path: "records/draft/00/a.json", reason: .inputs([$0]))
                    })
            ),
            ("the same hint", Samples.uncommitted(.inputs([inputs[0]]), .inputs([inputs[1]]))),
            ("many inputs", Samples.uncommitted(.inputs(inputs))),
            (
                "hundreds",
                CommitOutcome(
                    result: .upToDate,
                    uncommitted: (100..<400).map { number in
                        UncommittedRecord(
                            path: "records/draft/00/spring/\(number).json",
                            reason: .inputs([inputs[0], inputs[1 + number % 2]]))
                    } + [UncommittedRecord(path: "records/draft/00/a.json", reason: .ignored)])
            ),
            (
                "hostile names",
                Samples.uncommitted(
                    .inputs([UncommittedInput(path: Samples.hostile, reason: .filtered(Samples.hostile))]),
                    .filtered(Samples.hostile))
            ),
        ]
        let text = outcomes.map { "# \($0.0)\n" + commitText.text($0.1) }.joined(separator: "\n")
        #expect(try Golden.difference(text, from: "commit-uncommitted.txt") == nil)
    }
}
