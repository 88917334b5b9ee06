import AuroraProvenance
import AuroraTesting
import Foundation
import Testing

@testable import AuroraGit

@Suite struct GitRecordHistoryTests {
    @Test func gitPassesTheSuite() throws { try RecordHistorySuite(GitHistoryStage()).run() }

    @Test func aWorkspaceBelowTheRootPassesTheSuite() throws {
        try RecordHistorySuite(GitHistoryStage(subfolder: "films/spring")).run()
    }

    @Test func withoutARepositoryThereIsNoHistory() throws {
        let sandbox = try GitSandbox(branch: nil)
        #expect(throws: RevisionError.noRepository) { try sandbox.history.revision("HEAD") }
        #expect(throws: RevisionError.noRepository) { try sandbox.history.tags() }
    }

    @Test func aBareRepositoryIsRefused() throws {
        let sandbox = try GitSandbox(branch: nil)
        try sandbox.git("init", "-q", "--bare", ".")
        #expect(throws: RevisionError.bareRepository) { try sandbox.history.revision("HEAD") }
    }

    @Test func aShallowCloneTellsWhereItEnds() throws {
        let stage = try GitHistoryStage()
        let root = try stage.commit(["records/a.json": "1"], parents: [], time: .hour(1), subject: "One")
        let second = try stage.commit(["records/a.json": "2"], parents: [root], time: .hour(2), subject: "Two")
        let third = try stage.commit(["records/a.json": "3"], parents: [second], time: .hour(3), subject: "Three")
        try stage.move(branch: "main", to: third)
        let clone = stage.sandbox.elsewhere("shallow")
        try stage.sandbox.git("clone", "-q", "--depth", "2", "file://" + stage.sandbox.root, clone)
        let history = GitRecordHistory(workspace: clone, environment: GitEnvironment())
        var subjects: [String] = []
        let end = try history.visitCommits(CommitRange(try history.revision("HEAD").commit)) {
            subjects.append($0.subject)
            return .goOn
        }
        #expect(subjects == ["Three", "Two"])
        #expect(end == .shallow([second]))
        #expect(throws: RevisionError.self) { try history.revision("HEAD~2") }
        #expect(throws: RevisionError.missing(root.short)) { try history.records(at: root) }
    }

    @Test func whatIsNoCommitIsToldApart() throws {
        let stage = try GitHistoryStage()
        let commit = try stage.commit(["records/a.json": "1"], parents: [], time: .hour(1), subject: "One")
        try stage.move(branch: "main", to: commit)
        #expect(throws: RevisionError.notACommit("HEAD:records")) { try stage.history.revision("HEAD:records") }
        try stage.sandbox.git("tag", "light")
        try stage.sandbox.git("tag", "-a", "-m", "of a folder", "folder", "HEAD:records")
        #expect(try stage.history.revision("light").tag == nil)
        #expect(throws: RevisionError.notACommit("folder")) { try stage.history.revision("folder") }
        #expect(try stage.history.tags() == [])
        #expect(try stage.history.revision(":/One").commit == commit)
        #expect(try stage.history.revision("@{0}").commit == commit)
    }

    @Test func gitReadsTheTagAndTheRepositoryStaysSound() throws {
        let stage = try GitHistoryStage()
        let commit = try stage.commit(["records/a.json": "1"], parents: [], time: .hour(1), subject: "One")
        try stage.move(branch: "main", to: commit)
        let message = "Release spring v1\n\nA text.\n"
        _ = try stage.history.tag(TagRequest(name: "spring/v1", message: message, time: .hour(2), records: []))
        let format = "%(objecttype) %(taggername) %(taggeremail) %(taggerdate:iso) %(*objectname) %(contents)"
        #expect(
            try stage.sandbox.git("for-each-ref", "--format=\(format)", "refs/tags")
                == "tag Ada Lovelace <ada@example.org> 2023-11-15 01:13:20 +0100 \(commit) \(message)\n")
        #expect(try stage.sandbox.fsck() == "")
    }

    @Test func whoSignsTagsIsRefused() throws {
        let stage = try GitHistoryStage()
        let commit = try stage.commit(["records/a.json": "1"], parents: [], time: .hour(1), subject: "One")
        try stage.move(branch: "main", to: commit)
        let request = TagRequest(name: "a/1", message: "x\n", time: .hour(2), records: [])
        try stage.sandbox.git("config", "tag.gpgSign", "true")
        #expect(try stage.history.tag(request) == .refused(.signingRequired))
        try stage.sandbox.git("config", "--unset", "tag.gpgSign")
        try stage.sandbox.git("config", "--unset", "user.name")
        #expect(try stage.history.tag(request) == .refused(.noIdentity))
        #expect(try stage.sandbox.git("tag") == "")
    }

    @Test func anOversizedRecordIsNotRead() throws {
        let stage = try GitHistoryStage()
        let large = String(repeating: "x", count: 1 << 20 + 1)
        let commit = try stage.commit(
            ["records/a.json": large, "records/b.json": "1"], parents: [], time: .hour(1), subject: "One")
        #expect(try stage.history.records(at: commit).keys.sorted() == ["records/b.json"])
    }
}

/// A repository in which commits are made from nothing but their files, parents and times.
struct GitHistoryStage: RecordHistoryStage {
    let sandbox: GitSandbox

    init(subfolder: String = "") throws { sandbox = try GitSandbox(subfolder: subfolder) }

    var history: any RecordHistory { sandbox.history }

    func commit(_ files: [String: String], parents: [CommitID], time: CommitTime, subject: String) throws -> CommitID {
        try sandbox.run(["sh", "-c", "find . -mindepth 1 -maxdepth 1 ! -name .git -exec rm -r {} +"])
        for (path, text) in files { try sandbox.write(path, text) }
        try sandbox.git("add", "-A")
        let tree = try sandbox.git("write-tree").trimmingCharacters(in: .whitespacesAndNewlines)
        let sign = time.offsetMinutes < 0 ? "-" : "+"
        let minutes = abs(Int(time.offsetMinutes))
        let zone = "\(sign)\(String(10000 + minutes / 60 * 100 + minutes % 60).dropFirst())"
        let date = "\(time.secondsSince1970) \(zone)"
        let command =
            ["env", "GIT_AUTHOR_DATE=\(date)", "GIT_COMMITTER_DATE=\(date)", "git", "commit-tree", tree, "-m", subject]
            + parents.flatMap { ["-p", $0.hexadecimal] }
        return CommitID(hexadecimal: try sandbox.run(command).trimmingCharacters(in: .whitespacesAndNewlines))
    }

    func move(branch: String, to commit: CommitID) throws {
        try sandbox.git("update-ref", "refs/heads/\(branch)", commit.hexadecimal)
        if branch == "main" { try sandbox.git("reset", "-q", "--hard") }
    }
}

extension GitSandbox {
    var history: GitRecordHistory { GitRecordHistory(workspace: workspace, environment: GitEnvironment()) }
}

extension CommitTime {
    static func hour(_ number: Int64) -> CommitTime {
        CommitTime(secondsSince1970: 1_700_000_000 + number * 3600, offsetMinutes: 60)
    }
}
