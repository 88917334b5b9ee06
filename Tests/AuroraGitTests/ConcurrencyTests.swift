import AuroraProvenance
import AuroraTesting
import Foundation
import Testing

@testable import AuroraGit

/// Other programs work on the same repository.
@Suite struct ConcurrencyTests {
    private func prepared() throws -> (GitSandbox, RecordCandidate) {
        let sandbox = try GitSandbox()
        try sandbox.addScene()
        try sandbox.commitAll()
        return (sandbox, try sandbox.record())
    }

    @Test func aLockedIndexIsAnAnswerAndNothingIsCommitted() throws {
        let (sandbox, record) = try prepared()
        let head = try sandbox.head()
        try sandbox.write(".git/index.lock", "")
        let outcome = try sandbox.repository.commit(.records([record]))
        guard case .refused(.indexLocked(let path)) = outcome.result else {
            Issue.record("not refused: \(outcome)")
            return
        }
        #expect(path.hasSuffix("/.git/index.lock"))
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(try sandbox.head() == head)
        try sandbox.delete(".git/index.lock")
        #expect(try sandbox.repository.commit(.records([record])).isCommitted)
        #expect(FileManager.default.fileExists(atPath: path) == false)
        #expect(FileManager.default.fileExists(atPath: sandbox.root + "/.git/index.aurora") == false)
    }

    @Test func theLockOfAKilledBuildIsTakenOver() throws {
        let (sandbox, record) = try prepared()
        try sandbox.write(".git/index.lock", "locked by aurora\n")
        #expect(try sandbox.repository.commit(.records([record])).isCommitted)
        #expect(FileManager.default.fileExists(atPath: sandbox.root + "/.git/index.lock") == false)
    }

    @Test func theLockOfABuildThatWasKilledAtItsVeryEndIsRemovedThoughNothingIsLeftToCommit() throws {
        let (sandbox, record) = try prepared()
        #expect(try sandbox.repository.commit(.records([record])).isCommitted)
        try sandbox.write(".git/index.lock", "locked by aurora\nrefs/heads/main")
        try sandbox.write(".git/index.aurora", "half an index")
        #expect(try sandbox.repository.commit(.records([record])).result == .upToDate)
        #expect(FileManager.default.fileExists(atPath: sandbox.root + "/.git/index.lock") == false)
        #expect(FileManager.default.fileExists(atPath: sandbox.root + "/.git/index.aurora") == false)
        // One of git's stays: it is not ours to judge.
        try sandbox.write(".git/index.lock", "")
        #expect(try sandbox.repository.commit(.records([record])).result == .upToDate)
        #expect(FileManager.default.fileExists(atPath: sandbox.root + "/.git/index.lock"))
    }

    @Test func theBranchLockOfAKilledBuildIsRemovedAndNoOther() throws {
        let (sandbox, record) = try prepared()
        try sandbox.write(".git/index.lock", "locked by aurora\nrefs/heads/main")
        try sandbox.write(".git/refs/heads/main.lock", "")
        #expect(try sandbox.repository.commit(.records([record])).isCommitted)

        try sandbox.write(".git/index.lock", "locked by aurora\nrefs/heads/main")
        try sandbox.run(["touch", "-d", "1 hour ago", ".git/index.lock"])
        try sandbox.write(".git/refs/heads/main.lock", "")
        let error = #expect(throws: GitError.self) {
            try sandbox.repository.commit(.records([try sandbox.record(text: "2")]))
        }
        #expect(error?.isRetryable == true)
        #expect(error?.diagnostics.first?.hint?.contains("`.lock`") == true)
    }

    @Test func theLockOfALivingBuildIsRespectedByBoth() throws {
        let (sandbox, record) = try prepared()
        let lock = try #require(try LockFile.take(sandbox.root + "/.git/index.lock", waitMilliseconds: 0))
        #expect(try sandbox.run(["cat", ".git/index.lock"]) == "locked by aurora\n")
        #expect(throws: GitSandbox.Failure.self) { try sandbox.git("add", "-A") }
        guard case .refused(.indexLocked) = try sandbox.repository.commit(.records([record])).result else {
            Issue.record("not refused")
            return
        }
        lock.release()
        try sandbox.git("add", "-A")
    }

    @Test func aHeadThatMovedIsNoticed() throws {
        let (sandbox, record) = try prepared()
        guard case .ready(let repository) = try GitRepository.open(containing: sandbox.workspace) else {
            Issue.record("no repository")
            return
        }
        let committer = Committer(repository, GitEnvironment(), 100)
        let request = CommitRequest.records([record])
        let identity = try #require(
            try CommitIdentity(environment: GitEnvironment(), configuration: repository.configuration()))
        let prepared = try committer.prepare(request)
        let commit = try committer.create(
            try #require(prepared.tree), on: prepared.head, request.message([]), request.time, identity)
        try sandbox.git("commit", "-q", "--allow-empty", "-m", "meanwhile")
        let moved = try sandbox.head()
        #expect(try committer.publish(commit, on: prepared.head, request.message([]), identity) == false)
        #expect(try sandbox.head() == moved)
        // The next attempt starts from the new HEAD.
        #expect(try sandbox.repository.commit(.records([record])).isCommitted)
        #expect(try sandbox.git("rev-parse", "HEAD^") == moved + "\n")
    }

    @Test func aCrashBeforeTheIndexIsWrittenHealsItself() throws {
        let (sandbox, record) = try prepared()
        #expect(try sandbox.repository.commit(.records([record])).isCommitted)
        // As if the process had ended between moving the branch and replacing the index.
        try sandbox.git("rm", "-q", "--cached", record.path)
        try sandbox.write(".git/index.aurora", "rest of a crash")
        try sandbox.write(".git/index.aurora.lock", "rest of a crash")
        #expect(try sandbox.repository.commit(.records([record])).result == .upToDate)
        #expect(try sandbox.git("status", "--porcelain") == "")
        #expect(try sandbox.git("rev-list", "--count", "HEAD") == "2\n")
    }

    @Test func aRecordOfAnInterruptedRunIsCommittedByTheNext() throws {
        let (sandbox, record) = try prepared()
        // On disk, and even staged, but never committed.
        try sandbox.git("add", "records")
        #expect(try sandbox.repository.commit(.records([record])).isCommitted)
        #expect(try sandbox.git("status", "--porcelain") == "")
    }

    @Test func buildsAtTheSameTimeMakeALinearHistory() async throws {
        let sandbox = try GitSandbox()
        try sandbox.addScene()
        try sandbox.commitAll()
        let workspace = sandbox.workspace
        let inputs = try sandbox.record().inputs
        try sandbox.run(["rm", "-r", "records"])
        let committed = try await withThrowingTaskGroup(of: Int.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    let repository = GitRecordRepository(
                        workspace: workspace, environment: GitEnvironment(), lockWaitMilliseconds: 60_000)
                    var count = 0
                    for round in 0..<5 {
                        let record = RecordCandidate(
                            path: "records/\(worker)/\(round).json", content: .bytes([UInt8(round)]), inputs: inputs)
                        if try repository.commit(.records([record])).isCommitted { count += 1 }
                    }
                    return count
                }
            }
            var sum = 0
            for try await count in group { sum += count }
            return sum
        }
        #expect(committed == 20)
        #expect(try sandbox.git("rev-list", "--count", "--first-parent", "HEAD") == "21\n")
        #expect(try sandbox.git("ls-files", "records").split(separator: "\n").count == 20)
        #expect(try sandbox.fsck() == "")
    }

    @Test func aThousandRecordsGoIntoOneCommitQuickly() throws {
        let sandbox = try GitSandbox()
        try sandbox.addScene()
        try sandbox.commitAll()
        let inputs = try sandbox.record().inputs
        let repository = sandbox.repository
        var round = 0
        let isQuick = try Patience.atBest(within: .seconds(10), tries: 5) {
            round += 1
            let outcome = try repository.commit(.records(try Self.thousandRecords(round, inputs, in: sandbox)))
            #expect(outcome.isCommitted)
        }
        #expect(isQuick, "committing 1,000 records took more than 10 s each time")
        let records = try Self.thousandRecords(round, inputs, in: sandbox)
        let isQuicker = try Patience.atBest(within: .seconds(2)) {
            let outcome = try repository.commit(.records(records))
            #expect(outcome.result == .upToDate)
        }
        #expect(isQuicker, "finding nothing to do took more than 2 s each time")
        #expect(try sandbox.git("rev-list", "--count", "HEAD") == "\(1 + round)\n")
        #expect(try sandbox.git("status", "--porcelain") == "?? records/draft/baker.json\n")
        #expect(try sandbox.fsck() == "")
    }

    /// Records that no other round has, written to the workspace.
    private static func thousandRecords(_ round: Int, _ inputs: [RecordInput], in sandbox: GitSandbox) throws
        -> [RecordCandidate]
    {
        let text = String(repeating: "{\"digest\":\"0123456789abcdef\"}", count: 60)
        return try (0..<1000).map { number in
            let path = "records/draft/\(String(number % 256, radix: 16))/scene\(number).json"
            let content = "\(round) \(number)\(text)\n"
            try sandbox.write(path, content)
            return RecordCandidate(path: path, content: .bytes(Array(content.utf8)), inputs: inputs)
        }
    }

    @Test func recordedTextCanBeReadBack() throws {
        let sandbox = try GitSandbox(subfolder: "films")
        try sandbox.write("scenes/a.yaml", "one\n")
        try sandbox.write("scenes/b/scene.yaml", "two\n")
        try sandbox.commitAll()
        try sandbox.git("tag", "-a", "v1", "-m", "v1")
        try sandbox.write("scenes/a.yaml", "changed\n")
        try sandbox.commitAll()
        let repository = sandbox.repository
        #expect(
            try repository.contents(of: ["scenes/a.yaml", "scenes", "none"], at: "HEAD")
                == ["scenes/a.yaml": Array("changed\n".utf8)])
        #expect(try repository.contents(of: ["scenes/a.yaml"], at: "v1") == ["scenes/a.yaml": Array("one\n".utf8)])
        #expect(try repository.contents(of: ["scenes/a.yaml"], at: "HEAD~1").count == 1)
        #expect(try repository.paths(under: "scenes", at: "v1") == ["scenes/a.yaml", "scenes/b/scene.yaml"])
        #expect(try repository.paths(under: "", at: "HEAD") == ["scenes/a.yaml", "scenes/b/scene.yaml"])
        #expect(try repository.paths(under: "none", at: "HEAD") == [])
        #expect(throws: GitError.self) { try repository.contents(of: ["scenes/a.yaml"], at: "no-such-tag") }
    }
}
