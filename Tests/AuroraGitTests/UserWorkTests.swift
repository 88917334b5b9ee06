import AuroraProvenance
import Foundation
import Testing

@testable import AuroraGit

/// Whatever the user has in progress, a record commit leaves it as it was.
@Suite struct UserWorkTests {
    @Test(arguments: Array<UInt64>(1...12))
    func anyWorkInProgressSurvives(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        let sandbox = try GitSandbox(subfolder: seed.isMultiple(of: 3) ? "films/spring" : "")
        for name in 0..<12 { try sandbox.write("notes/\(name).txt", "note \(name)\n") }
        try sandbox.addScene()
        try sandbox.commitAll()
        if seed.isMultiple(of: 4) { try sandbox.git("update-index", "--index-version", "4") }
        var work: [String] = []
        for _ in 0..<10 { work.append(try step(sandbox, &random)) }
        let record = try sandbox.record(text: "\(seed)")
        let before = try sandbox.userState()

        let outcome = try sandbox.repository.commit(.records([record]))

        #expect(outcome.isCommitted, "seed \(seed): \(work)")
        #expect(try sandbox.userState() == before, "seed \(seed): \(work)")
        let inPlace = try sandbox.userState(in: sandbox.root)
        #expect(inPlace == before, "seed \(seed): \(work) \(inPlace.difference(from: before))")
        #expect(try sandbox.fsck() == "", "seed \(seed)")
        #expect(try sandbox.git("status", "--porcelain").contains("records/") == false, "seed \(seed)")
        #expect(try sandbox.lastChanges().hasSuffix("records/draft/baker.json\n"), "seed \(seed)")
    }

    /// One thing a user may do; gives its description.
    private func step(_ sandbox: GitSandbox, _ random: inout SplitMix64) throws -> String {
        let path = "notes/\(random.next() % 12).txt"
        let full = sandbox.workspace + "/" + path
        let exists = FileManager.default.fileExists(atPath: full)
        let action = random.next() % 11
        switch action {
        case 0:
            try sandbox.write(path, "edit \(random.next())\n")
            try sandbox.git("add", "--sparse", "--", full)
        case 1:
            // Of the same size, at once: git can tell only by reading.
            try sandbox.write(path, "NOTE \(random.next() % 10)\n")
        case 2 where exists: try sandbox.delete(path)
        case 3 where exists: try sandbox.git("rm", "-qf", "--sparse", "--cached", "--ignore-unmatch", "--", full)
        case 4: try sandbox.write("new/\(random.next() % 100).txt", "untracked\n")
        case 5 where exists:
            try sandbox.git("add", "--sparse", "--", full)
            try sandbox.git("mv", "--sparse", "-f", full, full + ".moved")
        case 6 where exists: try sandbox.run(["chmod", "+x", full])
        case 7:
            try sandbox.write("added/\(random.next() % 100).txt", "later\n")
            try sandbox.git("add", "-N", "--", sandbox.workspace + "/added")
        case 8:
            let blob = try sandbox.git("rev-parse", "HEAD:./scenes/baker/scene.yaml", in: sandbox.workspace)
                .trimmingCharacters(in: .newlines)
            let name = "conflict\(random.next() % 100).txt"
            let stages = (1...3).map { "100644 \(blob) \($0)\\t\(name)\\n" }.joined()
            try sandbox.run(["sh", "-c", "printf '\(stages)' | git update-index --index-info"])
        case 9 where exists: try sandbox.run(["sh", "-c", "git update-index --skip-worktree '\(full)' || true"])
        case 10 where exists: try sandbox.run(["sh", "-c", "git update-index --assume-unchanged '\(full)' || true"])
        default: return "nothing"
        }
        return "\(action) \(path)"
    }

    @Test func aFileEditedInTheIndexesOwnTickStaysEdited() throws {
        let sandbox = try GitSandbox()
        try sandbox.addScene()
        try sandbox.write("notes.txt", "one\n")
        try sandbox.git("add", "-A")
        try sandbox.write("notes.txt", "two\n")
        try sandbox.git("commit", "-q", "-m", "work")

        #expect(try sandbox.repository.commit(.records([try sandbox.record()])).isCommitted)

        #expect(try sandbox.git("status", "--porcelain") == " M notes.txt\n")
    }

    @Test func aFileEditedInTheIndexesSecondStaysEdited() throws {
        let sandbox = try GitSandbox()
        try sandbox.git("config", "core.trustctime", "false")
        try sandbox.addScene()
        try sandbox.write("notes.txt", "one\n")
        try sandbox.run(["touch", "-d", "2020-01-01 00:00:00.1", "notes.txt"])
        try sandbox.commitAll()
        try sandbox.run(["touch", "-d", "2020-01-01 00:00:00.2", ".git/index"])
        try sandbox.write("notes.txt", "two\n")
        try sandbox.run(["touch", "-d", "2020-01-01 00:00:00.3", "notes.txt"])

        #expect(try sandbox.repository.commit(.records([try sandbox.record()])).isCommitted)

        #expect(try sandbox.git("status", "--porcelain") == " M notes.txt\n")
    }

    @Test func aSubmoduleStaysAsItIs() throws {
        let sandbox = try GitSandbox()
        let other = try GitSandbox()
        try other.write("readme", "hello\n")
        try other.commitAll()
        try sandbox.addScene()
        try sandbox.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.root, "library")
        try sandbox.commitAll()
        try sandbox.write("library/readme", "changed\n")
        let before = try sandbox.git("status", "--porcelain")
        let inside = RecordCandidate(
            path: "records/draft/inside.json", content: .bytes([1]),
            inputs: [sandbox.input("library/readme", "hello\n")])

        let outcome = try sandbox.repository.commit(.records([try sandbox.record(), inside]))

        #expect(outcome.isCommitted)
        #expect(
            outcome.uncommitted.map(\.reason) == [
                .inputs([UncommittedInput(path: "library/readme", reason: .insideSubmodule)])
            ])
        #expect(try sandbox.git("status", "--porcelain") == before)
        #expect(before == " M library\n")
    }

    @Test func aSparseCheckoutStaysSparse() throws {
        let sandbox = try GitSandbox()
        try sandbox.addScene()
        try sandbox.write("other/big.txt", "big\n")
        try sandbox.commitAll()
        try sandbox.git("sparse-checkout", "set", "scenes", "records")
        #expect(try sandbox.git("config", "extensions.worktreeConfig") == "true\n")
        let record = try sandbox.record()
        let before = try sandbox.userState()
        #expect(try sandbox.repository.commit(.records([record])).isCommitted)
        #expect(try sandbox.userState() == before)
        #expect(try sandbox.git("ls-files", "-t", "other").hasPrefix("S "))
        #expect(try sandbox.git("status", "--porcelain") == "")
        try sandbox.git("config", "--worktree", "commit.gpgsign", "true")
        #expect(
            try sandbox.repository.commit(.records([try sandbox.record(text: "2")])).result
                == .refused(.signingRequired))
    }

    @Test func manyScenesGoIntoALinkedWorktreeWithTheirInputs() throws {
        let sandbox = try GitSandbox(subfolder: "films")
        try sandbox.addScene()
        try sandbox.commitAll()
        let tree = sandbox.elsewhere("linked")
        try sandbox.git("worktree", "add", "-q", "-b", "side", tree)
        for number in 0..<150 { try sandbox.addScene("scene\(number)") }
        let records = try (0..<150).map { try sandbox.record("scene\($0)", text: "\($0)") }
        try sandbox.run(["cp", "-r", "films", tree + "/"])

        let outcome = try sandbox.repository(at: tree + "/films").commit(.records(records, mode: .all))

        #expect(outcome.isCommitted)
        #expect(try sandbox.git("show", "--format=", "--name-only", "side").split(separator: "\n").count == 450)
        #expect(try sandbox.git("status", "--porcelain", in: tree) == "")
        #expect(try sandbox.fsck() == "")
        #expect(try sandbox.run(["sh", "-c", "ls .git/objects/pack/*.pack | wc -l"]) == "1\n")
    }

    @Test func aLinkedWorktreeHasItsOwnBranchAndIndex() throws {
        let sandbox = try GitSandbox(subfolder: "films")
        try sandbox.addScene()
        try sandbox.commitAll()
        let tree = sandbox.elsewhere("linked")
        try sandbox.git("worktree", "add", "-q", "-b", "side", tree)
        let record = try sandbox.record()
        let mainIndex = try sandbox.run(["sha256sum", ".git/index"])
        try sandbox.run(["cp", "-r", "films/records", tree + "/films/"])

        let repository = sandbox.repository(at: tree + "/films")
        let outcome = try repository.commit(.records([record]))

        guard case .committed(_, on: .branch("side", let commit), paths: _) = outcome.result else {
            Issue.record("not committed: \(outcome)")
            return
        }
        #expect(try sandbox.git("rev-parse", "side") == commit.hexadecimal + "\n")
        #expect(try sandbox.git("status", "--porcelain", in: tree) == "")
        #expect(try sandbox.git("reflog", "-1", "--format=%gs", in: tree).hasPrefix("commit: Build"))
        #expect(try sandbox.git("log", "--format=%s", "main") == "work\n")
        #expect(try sandbox.run(["sha256sum", ".git/index"]) == mainIndex)
    }
}

/// Sebastiano Vigna's SplitMix64: any seed gives a good sequence.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
