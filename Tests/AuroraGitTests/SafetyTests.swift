import AuroraProvenance
import CLibgit2
import Foundation
import Testing

@testable import AuroraGit

/// A repository may come from a stranger.
@Suite struct SafetyTests {
    @Test func noProgramOfTheConfigurationEverRuns() throws {
        let sandbox = try GitSandbox()
        try sandbox.addScene()
        try sandbox.commitAll()
        let canary = sandbox.root + "/canary"
        let script = "#!/bin/sh\ntouch '\(canary)'\ncat\n"
        let hooks = try sandbox.git("rev-parse", "--git-path", "hooks").trimmingCharacters(in: .newlines)
        let names = [
            "pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "reference-transaction",
            "post-index-change", "fsmonitor-watchman", "post-rewrite", "pre-auto-gc",
        ]
        for name in names {
            try sandbox.write("\(hooks)/\(name)", script)
            try sandbox.run(["chmod", "+x", "\(hooks)/\(name)"])
        }
        try sandbox.write("included", "[user]\n\tname = Included\n")
        for (key, value) in [
            ("core.fsmonitor", hooks + "/fsmonitor-watchman"), ("core.hooksPath", sandbox.root + "/" + hooks),
            ("core.editor", "touch \(canary)"), ("core.pager", "touch \(canary)"),
            ("filter.evil.clean", "touch \(canary); cat"), ("filter.evil.smudge", "touch \(canary); cat"),
            ("filter.evil.process", "touch \(canary)"), ("diff.evil.textconv", "touch \(canary)"),
            ("diff.evil.command", "touch \(canary)"), ("merge.evil.driver", "touch \(canary)"),
            ("core.sshCommand", "touch \(canary)"), ("gpg.program", "touch \(canary)"),
            ("credential.helper", "!touch \(canary)"), ("alias.commit", "!touch \(canary)"),
            ("include.path", "../included"),
        ] { try sandbox.git("config", key, value) }
        try sandbox.write(
            ".gitattributes", "*.jpg filter=evil diff=evil merge=evil\n*.evil filter=evil\n*.json diff=evil\n")
        try sandbox.write("a.evil", "x")
        let record = try sandbox.record()

        _ = try sandbox.repository.state()
        #expect(try sandbox.repository.commit(.records([record])).isCommitted)
        let refused = try sandbox.repository.commit(.records([], mode: .all, files: ["a.evil"]))
        #expect(refused.result == .refused(.filteredFile(path: "a.evil", filter: "evil")))
        #expect(
            try sandbox.repository.commit(.records([], mode: .all, files: [".gitattributes", "included"])).isCommitted)
        _ = try sandbox.repository.contents(of: ["scenes/baker/portrait.jpg"], at: "HEAD")

        let head = try sandbox.history.revision("HEAD").commit
        #expect(try sandbox.history.visitCommits(CommitRange(head)) { _ in .goOn } == .complete)
        #expect(try sandbox.history.records(at: head).count == 1)
        let tag = try sandbox.history.tag(
            TagRequest(name: "a/1", message: "x\n", time: .hour(1), records: [record]))
        guard case .tagged = tag else {
            Issue.record("\(tag)")
            return
        }
        #expect(try sandbox.history.revision("a/1").commit == head)

        #expect(FileManager.default.fileExists(atPath: canary) == false)
    }

    @Test func aTagIsCalledWhatItsReferenceIsCalled() throws {
        let sandbox = try GitSandbox()
        try sandbox.addScene()
        try sandbox.commitAll()
        let text = "object \(try sandbox.head())\ntype commit\ntag ../../../out/draft\ntagger A <a@b> 1 +0000\n\nx\n"
        try sandbox.write("tag", text)
        let id = try sandbox.git("hash-object", "-t", "tag", "-w", "--literally", "tag")
            .trimmingCharacters(in: .newlines)
        try sandbox.git("update-ref", "refs/tags/plain", id)
        #expect(try sandbox.history.tags().map(\.name) == ["plain"])
        #expect(try sandbox.history.revision("plain").tag?.name == "plain")
    }

    @Test func ownersAreValidatedAndOnlyBuiltInFiltersExist() throws {
        try Libgit2.start()
        #expect(libgit2.validatesOwner() == 1)
    }

    @Test(.enabled(if: getuid() == 0, "only root can give a folder away"))
    func somebodyElsesRepositoryIsRefusedWithAHint() throws {
        let sandbox = try GitSandbox()
        try sandbox.addScene()
        try sandbox.commitAll()
        try sandbox.run(["chown", "-R", "nobody", "."])
        let error = #expect(throws: GitError.self) { try sandbox.repository.state() }
        #expect(error?.code == GIT_EOWNER.rawValue)
        #expect(error?.diagnostics.first?.hint?.hasSuffix("safe.directory '\(sandbox.root)'`") == true)
    }

    @Test func aWorkingTreeElsewhereIsRefused() throws {
        let sandbox = try GitSandbox()
        try sandbox.git("config", "core.worktree", "/usr")
        #expect(throws: GitError.self) { try sandbox.repository.state() }
    }

    @Test func recordsBehindALinkOrAFilterAreNotCommittedThroughIt() throws {
        let sandbox = try GitSandbox()
        try sandbox.addScene()
        try sandbox.write(".gitattributes", "records/** filter=lfs\n")
        try sandbox.commitAll()
        let outcome = try sandbox.repository.commit(.records([try sandbox.record()]))
        #expect(outcome.uncommitted.map(\.reason) == [.filtered("lfs")])

        let ignoring = try GitSandbox()
        try ignoring.addScene()
        try ignoring.write(".gitignore", "records/\n")
        try ignoring.commitAll()
        #expect(
            try ignoring.repository.commit(.records([try ignoring.record()])).uncommitted.map(\.reason) == [.ignored])
    }
}
