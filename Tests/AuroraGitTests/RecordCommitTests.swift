import AuroraProvenance
import Testing

@testable import AuroraGit

@Suite struct RecordCommitTests {
    @Test func aRecordWhoseInputsAreInHeadIsCommittedAlone() throws {
        let sandbox = try GitSandbox()
        try sandbox.addScene()
        try sandbox.commitAll()
        let parent = try sandbox.head()
        let record = try sandbox.record()
        try sandbox.write("notes.txt", "mine\n")
        try sandbox.git("add", "notes.txt")

        let outcome = try sandbox.repository.commit(.records([record]))

        guard case .committed(let commit, on: .branch("main", let now), paths: let paths) = outcome.result else {
            Issue.record("not committed: \(outcome)")
            return
        }
        #expect(commit == now)
        #expect(paths == [record.path])
        #expect(outcome.uncommitted.isEmpty)
        #expect(try sandbox.head() == commit.hexadecimal)
        #expect(try sandbox.git("rev-parse", "HEAD^") == parent + "\n")
        #expect(try sandbox.lastChanges() == "A\trecords/draft/baker.json\n")
        #expect(try sandbox.git("status", "--porcelain") == "A  notes.txt\n")
        #expect(
            try sandbox.git("log", "-1", "--format=%an %ae %aI%n%B") == """
                Ada Lovelace ada@example.org 2023-11-14T23:13:20+01:00
                Build 1 scenes (draft), $0.00

                Aurora-Profile: draft
                Aurora-Cost: 0.000000 USD


                """)
        #expect(try sandbox.git("log", "-1", "--format=%(trailers:key=Aurora-Profile,valueonly)") == "draft\n\n")
        #expect(try sandbox.git("reflog", "-1", "--format=%gs") == "commit: Build 1 scenes (draft), $0.00\n")
        #expect(try sandbox.fsck() == "")
    }

    @Test func aRecordWhoseInputIsNotInHeadIsLeftAndNamed() throws {
        let sandbox = try GitSandbox()
        try sandbox.addScene()
        try sandbox.addScene("smith")
        try sandbox.commitAll()
        let edited = "image: portrait.jpg\nprompt: new\n"
        try sandbox.write("scenes/smith/scene.yaml", edited)
        let baker = try sandbox.record()
        let smith = RecordCandidate(
            path: "records/draft/smith.json", content: .bytes([1]),
            inputs: [sandbox.input("scenes/smith/scene.yaml", edited), sandbox.input("scenes/smith/line.wav", "la")])

        let outcome = try sandbox.repository.commit(.records([baker, smith]))

        #expect(outcome.isCommitted)
        #expect(
            outcome.uncommitted == [
                UncommittedRecord(
                    path: smith.path,
                    reason: .inputs([
                        UncommittedInput(path: "scenes/smith/scene.yaml", reason: .differsFromHead),
                        UncommittedInput(path: "scenes/smith/line.wav", reason: .missingFromHead),
                    ]))
            ])
        #expect(try sandbox.lastChanges() == "A\trecords/draft/baker.json\n")
    }

    @Test func committingAgainCommitsNothing() throws {
        let sandbox = try GitSandbox()
        try sandbox.addScene()
        try sandbox.commitAll()
        let record = try sandbox.record()
        #expect(try sandbox.repository.commit(.records([record])).isCommitted)
        let head = try sandbox.head()
        let index = try sandbox.run(["sha256sum", ".git/index"])

        #expect(try sandbox.repository.commit(.records([record])) == CommitOutcome(result: .upToDate))

        #expect(try sandbox.head() == head)
        #expect(try sandbox.run(["sha256sum", ".git/index"]) == index)
    }
}
