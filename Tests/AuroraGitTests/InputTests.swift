import AuroraCore
import AuroraProvenance
import Foundation
import Testing

@testable import AuroraGit

/// When HEAD counts as holding an input.
@Suite struct InputTests {
    /// Commits a record with this one input; gives the input's objection, or `nil` if the record went in.
    private func objection(
        _ sandbox: GitSandbox, _ input: RecordInput, mode: CommitMode = .records
    ) throws -> UncommittedInput.Reason? {
        let record = RecordCandidate(
            path: "records/\(UUID().uuidString).json", content: .bytes(Array(UUID().uuidString.utf8)), inputs: [input])
        let outcome = try sandbox.repository.commit(.records([record], mode: mode))
        guard let left = outcome.uncommitted.first else {
            #expect(outcome.isCommitted)
            return nil
        }
        guard case .inputs(let inputs) = left.reason else {
            Issue.record("not about inputs: \(left)")
            return nil
        }
        return inputs.first?.reason
    }

    @Test func anIgnoredInputCountsByItsDigest() throws {
        let sandbox = try GitSandbox(subfolder: "films")
        try sandbox.write(".gitignore", "/raw/\n*.wav\n!kept.wav\n")
        try sandbox.commitAll()
        try sandbox.write("raw/portrait.png", "pixels")
        #expect(try objection(sandbox, sandbox.input("raw/portrait.png", "pixels")) == nil)
        #expect(try objection(sandbox, sandbox.input("line.wav", "la")) == nil)
        #expect(try objection(sandbox, sandbox.input("kept.wav", "la")) == .missingFromHead)
        #expect(
            try sandbox.repository.ignored(among: ["raw/portrait.png", "line.wav", "kept.wav", "aurora.yaml"])
                == ["raw/portrait.png", "line.wav"])
    }

    @Test func anIgnoredFileThatIsTrackedMustBeInHead() throws {
        let sandbox = try GitSandbox()
        try sandbox.write(".gitignore", "*.wav\n")
        try sandbox.write("line.wav", "la")
        try sandbox.git("add", "-f", "line.wav", ".gitignore")
        try sandbox.git("commit", "-q", "-m", "work")
        #expect(try objection(sandbox, sandbox.input("line.wav", "la")) == nil)
        #expect(try objection(sandbox, sandbox.input("line.wav", "other")) == .differsFromHead)
    }

    @Test func headCountsNotTheWorkingTreeAndNotTheIndex() throws {
        let sandbox = try GitSandbox()
        try sandbox.write("prompt.txt", "old\n")
        try sandbox.commitAll()
        try sandbox.write("prompt.txt", "new\n")
        try sandbox.git("add", "-A")
        #expect(try objection(sandbox, sandbox.input("prompt.txt", "new\n")) == .differsFromHead)
        #expect(try objection(sandbox, sandbox.input("prompt.txt", "old\n")) == nil)
    }

    @Test func aFileThatWasGoneMustBeGoneFromHead() throws {
        let sandbox = try GitSandbox()
        try sandbox.write("prompt.txt", "old\n")
        try sandbox.write("other.txt", "old\n")
        try sandbox.commitAll()
        let gone = RecordInput(path: "prompt.txt", content: .absent)
        try sandbox.delete("prompt.txt")
        #expect(try objection(sandbox, gone) == .stillInHead)
        #expect(try objection(sandbox, gone, mode: .all) == nil)
        #expect(try sandbox.lastChanges().contains("D\tprompt.txt\n"))
        #expect(try objection(sandbox, gone) == nil)
        #expect(
            try objection(sandbox, RecordInput(path: "other.txt", content: .absent), mode: .all) == .changedSinceBuild)
        #expect(try sandbox.git("status", "--porcelain", "prompt.txt", "other.txt") == "")
    }

    @Test(arguments: ["true", "input"])
    func lineEndingsThatGitConvertsMakeNoDifference(setting: String) throws {
        let sandbox = try GitSandbox()
        try sandbox.git("config", "core.autocrlf", setting)
        try sandbox.write("prompt.txt", "one\r\ntwo\r\n")
        try sandbox.git("add", "-A")
        try sandbox.git("commit", "-q", "-m", "work")
        #expect(try sandbox.git("cat-file", "blob", "HEAD:prompt.txt") == "one\ntwo\n")
        #expect(try objection(sandbox, sandbox.input("prompt.txt", "one\r\ntwo\r\n")) == nil)
        #expect(try objection(sandbox, sandbox.input("prompt.txt", "one\ntwo\n")) == nil)
        #expect(try objection(sandbox, sandbox.input("prompt.txt", "one\r\n")) == .differsFromHead)
    }

    @Test func aLargeFilePointerStandsForItsFile() throws {
        let sandbox = try GitSandbox()
        let digest = Digest(hashing: "a big picture")
        try sandbox.write(
            "big.png", "version https://git-lfs.github.com/spec/v1\noid sha256:\(digest)\nsize 13\n")
        try sandbox.commitAll()
        try sandbox.write(".gitattributes", "*.png filter=lfs diff=lfs merge=lfs -text\n")
        try sandbox.write("big.png", "a big picture")
        #expect(try objection(sandbox, sandbox.input("big.png", "a big picture")) == nil)
        #expect(try objection(sandbox, sandbox.input("big.png", "another picture")) == .differsFromHead)
        // A pointer that HEAD has already is also what `aurora commit` would store.
        let outcome = try sandbox.repository.commit(.records([], mode: .all, files: ["big.png", ".gitattributes"]))
        #expect(outcome.isCommitted)
        #expect(try sandbox.lastChanges() == "A\t.gitattributes\n")
    }

    @Test func aLargeFileIsNeverCommittedRaw() throws {
        let sandbox = try GitSandbox()
        try sandbox.write(".gitattributes", "*.png filter=lfs diff=lfs merge=lfs -text\n")
        try sandbox.commitAll()
        try sandbox.write("big.png", "a big picture")
        #expect(
            try objection(sandbox, sandbox.input("big.png", "a big picture"), mode: .all) == .filtered("lfs"))
        #expect(
            try sandbox.repository.commit(.records([], mode: .all, files: ["big.png"])).result
                == .refused(.filteredFile(path: "big.png", filter: "lfs")))
    }

    @Test func whatGitItselfFilteredIsTrusted() throws {
        let sandbox = try GitSandbox()
        try sandbox.git("config", "filter.rot.clean", "tr a-z n-za-m")
        try sandbox.write(".gitattributes", "*.secret filter=rot\n")
        try sandbox.write("voice.secret", "hello\n")
        // The index must be younger than the file for it to be certain.
        try sandbox.run(["touch", "-d", "2001-01-01", "voice.secret"])
        try sandbox.git("add", "-A")
        let input = sandbox.input("voice.secret", "hello\n")
        #expect(try objection(sandbox, input) == .missingFromHead)
        #expect(try objection(sandbox, input, mode: .all) == nil)
        #expect(try sandbox.git("cat-file", "blob", "HEAD:voice.secret") == "uryyb\n")
        #expect(try objection(sandbox, input) == nil)
        #expect(try sandbox.git("status", "--porcelain", "voice.secret") == "")
        try sandbox.write("voice.secret", "other\n")
        #expect(try objection(sandbox, sandbox.input("voice.secret", "other\n"), mode: .all) == .filtered("rot"))
    }

    @Test func aSymbolicLinkIsNotItsTarget() throws {
        let sandbox = try GitSandbox()
        try sandbox.write("real.txt", "text")
        try sandbox.run(["ln", "-s", "real.txt", "link.txt"])
        try sandbox.commitAll()
        try sandbox.write("far/new.txt", "text")
        try sandbox.run(["ln", "-s", "far", "near"])
        #expect(try objection(sandbox, sandbox.input("link.txt", "text")) == .differsFromHead)
        #expect(try objection(sandbox, sandbox.input("near/new.txt", "text"), mode: .all) == .notRegularFile)
        #expect(
            try sandbox.repository.commit(.records([], mode: .all, files: ["link.txt"])).result
                == .refused(.notRegularFile("link.txt")))
    }

    @Test func aFileThatChangedSinceTheBuildIsNotCommitted() throws {
        let sandbox = try GitSandbox()
        try sandbox.write("a.txt", "a")
        try sandbox.commitAll()
        try sandbox.write("prompt.txt", "now\n")
        #expect(try objection(sandbox, sandbox.input("prompt.txt", "built\n"), mode: .all) == .changedSinceBuild)
        #expect(try objection(sandbox, sandbox.input("prompt.txt", "now\n"), mode: .all) == nil)
    }

    @Test(arguments: ["../out.txt", "/etc/passwd", "a//b", ".git/config", "a/.GIT/x", "./a", ""])
    func aPathThatIsNotPlainIsAnError(path: String) throws {
        let sandbox = try GitSandbox(subfolder: "films")
        #expect(throws: GitError.self) { try objection(sandbox, sandbox.input(path, "x")) }
        #expect(throws: GitError.self) {
            try sandbox.repository.commit(.records([], mode: .all, files: [path]))
        }
    }

    /// The state that a file is in now.
    private func stamp(_ sandbox: GitSandbox, _ path: String) throws -> FileStamp {
        var status = stat()
        try #require(lstat(sandbox.workspace + "/" + path, &status) == 0)
        return FileStamp(
            size: Int64(status.st_size),
            modifiedNanoseconds: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec),
            changedNanoseconds: Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec),
            inode: UInt64(status.st_ino))
    }

    @Test func aFileThatGitKnowsInItsStateIsNotReadAgain() throws {
        let sandbox = try GitSandbox(subfolder: "films")
        try sandbox.write("line.wav", "la")
        // The index has to be younger than the file for its word to count.
        usleep(30_000)
        try sandbox.commitAll()
        let (plain, stamp) = (sandbox.input("line.wav", "la"), try stamp(sandbox, "line.wav"))
        let known = RecordInput(path: plain.path, content: plain.content, stamp: stamp)
        // Without its object HEAD's file cannot be read, so who needs no reading shows.
        let id = try sandbox.git("rev-parse", "HEAD:films/line.wav").trimmingCharacters(in: .whitespacesAndNewlines)
        let object = "\(sandbox.root)/.git/objects/\(id.prefix(2))/\(id.dropFirst(2))"
        try FileManager.default.moveItem(atPath: object, toPath: object + ".aside")
        #expect(try objection(sandbox, known) == nil)
        #expect(throws: GitError.self) { try objection(sandbox, plain) }
        try FileManager.default.moveItem(atPath: object + ".aside", toPath: object)
        #expect(try objection(sandbox, plain) == nil)
    }

    @Test func aStateThatGitDoesNotKnowProvesNothing() throws {
        let sandbox = try GitSandbox()
        try sandbox.write("line.wav", "la")
        usleep(30_000)
        try sandbox.commitAll()
        let before = try stamp(sandbox, "line.wav")
        try sandbox.write("line.wav", "lo")
        let after = try stamp(sandbox, "line.wav")
        let other = RecordInput(path: "line.wav", content: .digest(Digest(hashing: "lo")), stamp: after)
        #expect(try objection(sandbox, other) == .differsFromHead)
        // Staged, the index knows the new state, but HEAD has the old bytes.
        usleep(30_000)
        try sandbox.git("add", "line.wav")
        #expect(try objection(sandbox, other) == .differsFromHead)
        let held = RecordInput(path: "line.wav", content: .digest(Digest(hashing: "la")), stamp: before)
        #expect(try objection(sandbox, held) == nil, "the bytes of HEAD are looked at")
    }
}
