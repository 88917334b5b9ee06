import AuroraProvenance
import Foundation
import Testing

@testable import AuroraGit

/// Each state a repository can be in has a defined answer.
@Suite struct RepositoryStateTests {
    private func ready(_ sandbox: GitSandbox) throws -> RepositoryStatus? {
        guard case .ready(let status) = try sandbox.repository.state() else { return nil }
        return status
    }

    /// A repository with one scene in HEAD and a record that could be committed.
    private func prepared() throws -> (GitSandbox, RecordCandidate) {
        let sandbox = try GitSandbox()
        try sandbox.addScene()
        try sandbox.commitAll()
        return (sandbox, try sandbox.record())
    }

    private func expectRefusal(
        _ sandbox: GitSandbox, _ record: RecordCandidate, _ refusal: CommitRefusal,
        location: SourceLocation = #_sourceLocation
    ) throws {
        let head = try sandbox.head()
        let state = try sandbox.userState()
        let outcome = try sandbox.repository.commit(.records([record]))
        #expect(
            outcome
                == CommitOutcome(
                    result: .refused(refusal),
                    uncommitted: [UncommittedRecord(path: record.path, reason: .refused(refusal))]),
            sourceLocation: location)
        #expect(try sandbox.head() == head, sourceLocation: location)
        #expect(try sandbox.userState() == state, sourceLocation: location)
    }

    @Test func noRepositoryIsAnAnswer() throws {
        let sandbox = try GitSandbox(branch: nil)
        let record = try sandbox.record()
        #expect(try sandbox.repository.state() == .none)
        let outcome = try sandbox.repository.commit(.records([record]))
        #expect(outcome.result == .refused(.noRepository))
        #expect(outcome.uncommitted.map(\.path) == [record.path])
    }

    @Test func aNewRepositoryHasAnUnbornBranch() throws {
        let sandbox = try GitSandbox(branch: nil)
        try GitRecordRepository.create(at: sandbox.workspace)
        #expect(try ready(sandbox)?.head == .unborn(branch: "main"))
        #expect(try sandbox.git("status", "--porcelain") == "")
        #expect(throws: GitError.self) { try GitRecordRepository.create(at: sandbox.workspace) }
    }

    @Test func aBareRepositoryIsRefused() throws {
        let sandbox = try GitSandbox(branch: nil)
        try sandbox.git("init", "-q", "--bare", ".")
        let record = RecordCandidate(path: "records/a.json", content: .bytes([]), inputs: [])
        #expect(try sandbox.repository.state() == .bare)
        #expect(try sandbox.repository.commit(.records([record])).result == .refused(.bareRepository))
    }

    @Test func aSubfolderKnowsItsPlace() throws {
        let sandbox = try GitSandbox(subfolder: "films/spring")
        let status = try ready(sandbox)
        #expect(status?.workspace == "films/spring")
        #expect(status.map { sandbox.workspace.hasSuffix($0.root + "/films/spring") } == true)
        #expect(status?.operation == nil)
        #expect(status?.hasIdentity == true)
    }

    @Test func anUnbornBranchTakesRecordsOnlyWithTheirInputs() throws {
        let sandbox = try GitSandbox(branch: "trunk")
        try sandbox.addScene()
        try sandbox.write("notes.txt", "mine\n")
        try sandbox.git("add", "notes.txt")
        let record = try sandbox.record()

        let left = try sandbox.repository.commit(.records([record]))
        #expect(left.result == .upToDate)
        #expect(left.uncommitted.map(\.path) == [record.path])
        #expect(try ready(sandbox)?.head == .unborn(branch: "trunk"))

        let outcome = try sandbox.repository.commit(.records([record], mode: .all))
        guard case .committed(let commit, on: .branch("trunk", let now), paths: let paths) = outcome.result else {
            Issue.record("not committed: \(outcome)")
            return
        }
        #expect(commit == now)
        #expect(paths == [record.path, "scenes/baker/portrait.jpg", "scenes/baker/scene.yaml"])
        #expect(try sandbox.git("rev-list", "--count", "HEAD") == "1\n")
        #expect(try sandbox.git("reflog", "-1", "--format=%gs").hasPrefix("commit (initial): Build"))
        #expect(try sandbox.git("status", "--porcelain") == "A  notes.txt\n")
        #expect(try sandbox.fsck() == "")
    }

    @Test func aDetachedHeadMovesAndNoBranchDoes() throws {
        let (sandbox, record) = try prepared()
        try sandbox.git("checkout", "-q", "--detach")
        let branch = try sandbox.git("rev-parse", "main")

        let outcome = try sandbox.repository.commit(.records([record]))

        guard case .committed(let commit, on: .detached(let now), paths: _) = outcome.result else {
            Issue.record("not committed: \(outcome)")
            return
        }
        #expect(commit == now)
        #expect(try sandbox.head() == commit.hexadecimal)
        #expect(try sandbox.git("rev-parse", "main") == branch)
        #expect(try sandbox.git("status", "--porcelain") == "")
        #expect(try sandbox.git("reflog", "-1", "--format=%gs").hasPrefix("commit: Build"))
    }

    @Test func anUnfinishedOperationIsNotDisturbed() throws {
        let (sandbox, record) = try prepared()
        try sandbox.write("notes.txt", "base\n")
        try sandbox.commitAll("base")
        try sandbox.git("checkout", "-q", "-b", "side")
        try sandbox.write("notes.txt", "side\n")
        try sandbox.commitAll("side")
        try sandbox.git("checkout", "-q", "main")
        try sandbox.git("rm", "-q", "--cached", record.path)
        try sandbox.write("notes.txt", "main\n")
        try sandbox.git("add", "notes.txt")
        try sandbox.git("commit", "-q", "-m", "main")
        for (command, operation) in [
            ("merge", RepositoryOperation.merge), ("rebase", .rebase), ("cherry-pick", .cherryPick),
        ] {
            try sandbox.run(["sh", "-c", "rm -f \(record.path); git \(command) side >/dev/null 2>&1 || true"])
            _ = try sandbox.record(text: "new")
            #expect(try ready(sandbox)?.operation == operation)
            try expectRefusal(sandbox, try sandbox.record(text: "new"), .operationInProgress(operation))
            try sandbox.git(command, "--abort")
        }
    }

    @Test func withoutAnIdentityNothingIsCommitted() throws {
        let sandbox = try GitSandbox(identity: nil)
        try sandbox.addScene()
        try sandbox.git("add", "-A")
        try sandbox.git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "work")
        let record = try sandbox.record()
        #expect(try ready(sandbox)?.hasIdentity == false)
        try expectRefusal(sandbox, record, .noIdentity)

        let environment = [
            "GIT_AUTHOR_NAME": "Grace <Hopper>", "GIT_AUTHOR_EMAIL": "grace@example.org",
            "GIT_COMMITTER_NAME": "Build", "EMAIL": "build@example.org", "PATH": "/bin",
        ]
        let repository = sandbox.repository(at: sandbox.workspace, environment: environment)
        #expect(try repository.commit(.records([record])).isCommitted)
        #expect(
            try sandbox.git("log", "-1", "--format=%an %ae %cn %ce")
                == "Grace Hopper grace@example.org Build build@example.org\n")
    }

    @Test func aCommitThatMustBeSignedIsRefused() throws {
        let (sandbox, record) = try prepared()
        try sandbox.git("config", "commit.gpgsign", "true")
        try expectRefusal(sandbox, record, .signingRequired)
    }

    @Test func aRepositoryThatNeedsNothingIsNeverRefused() throws {
        let (sandbox, record) = try prepared()
        #expect(try sandbox.repository.commit(.records([record])).isCommitted)
        try sandbox.git("config", "commit.gpgsign", "true")
        #expect(try sandbox.repository.commit(.records([record])) == CommitOutcome(result: .upToDate))
    }

    @Test func modeOffTouchesNothing() throws {
        let (sandbox, record) = try prepared()
        #expect(
            try sandbox.repository.commit(.records([record], mode: .off))
                == CommitOutcome(result: .refused(.turnedOff)))
    }

    @Test(arguments: [
        "git config core.repositoryformatversion 1 && git config extensions.partialclone origin",
        "rm -rf .git && git init -q --object-format=sha256",
        "git update-index --split-index",
        "printf broken > .git/index",
        "printf broken > .git/HEAD",
    ])
    func whatTheLibraryDoesNotKnowIsAnErrorAndNoDamage(command: String) throws {
        let (sandbox, record) = try prepared()
        try sandbox.run(["sh", "-c", command])
        let before = try sandbox.run(["sh", "-c", "find .git -type f | sort | xargs sha256sum"])
        let error = #expect(throws: GitError.self) { try sandbox.repository.commit(.records([record])) }
        #expect(error?.diagnostics.first?.problem.isEmpty == false)
        #expect(try sandbox.run(["sh", "-c", "find .git -type f | sort | xargs sha256sum"]) == before)
    }
}
