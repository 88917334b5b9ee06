import AuroraProvenance
import Foundation
import Testing

@testable import AuroraGit

/// What a cache must not forget, found in every corner where git keeps a commit.
@Suite struct GitRecordHoldersTests {
    private let sandbox: GitSandbox

    init() throws {
        sandbox = try GitSandbox()
        try commit("old")
        try commit("head")
    }

    @Test func everyCornerIsLookedInto() throws {
        try sandbox.git("checkout", "-q", "-b", "feature")
        try commit("branch")
        try sandbox.git("checkout", "-q", "main")
        try sandbox.git("checkout", "-q", "--detach")
        try commit("tagged")
        try sandbox.git("tag", "-a", "-m", "kept", "v1")
        try sandbox.git("checkout", "-q", "main")
        try commit("remote")
        try sandbox.git("update-ref", "refs/remotes/origin/main", "HEAD")
        try sandbox.git("reset", "-q", "--hard", "HEAD~1")
        for text in ["first stash", "second stash"] {
            try sandbox.write("records/draft/aa/a.json", text)
            try sandbox.git("stash", "-q")
        }
        let other = sandbox.elsewhere("worktree")
        try sandbox.git("worktree", "add", "-q", "--detach", other, "main")
        try Data("of another working tree".utf8).write(to: URL(filePath: other + "/records/draft/aa/a.json"))
        try sandbox.git("commit", "-q", "-am", "Elsewhere", in: other)
        let holders = GitRecordHolders(workspace: sandbox.root)
        #expect(
            try held(holders, .tips) == [
                "head", "branch", "tagged", "remote", "first stash", "second stash", "of another working tree",
            ])
        #expect(try held(holders, .history).subtracting(held(holders, .tips)) == ["old"])
        #expect(try holders.otherWorktrees() == [other])
        #expect(try GitRecordHolders(workspace: other).otherWorktrees() == [sandbox.root])
    }

    @Test func whereThereIsNothingNothingIsHeld() throws {
        let unborn = try GitSandbox()
        #expect(try held(GitRecordHolders(workspace: unborn.root), .history) == [])
        let none = try GitSandbox(branch: nil)
        #expect(try held(GitRecordHolders(workspace: none.root), .tips) == [])
        #expect(try GitRecordHolders(workspace: none.root).otherWorktrees() == [])
    }

    private func held(_ holders: GitRecordHolders, _ reach: RecordReach) throws -> Set<String> {
        var texts: [String] = []
        try holders.visitHeldRecords(reach) { texts.append(String(decoding: $0, as: UTF8.self)) }
        #expect(Set(texts).count == texts.count, "each content once")
        return Set(texts)
    }

    private func commit(_ text: String) throws {
        try sandbox.write("records/draft/aa/a.json", text)
        try sandbox.git("add", ".")
        try sandbox.git("commit", "-q", "-m", text)
    }
}
