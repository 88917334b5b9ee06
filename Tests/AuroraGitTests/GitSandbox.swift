import AuroraCore
import AuroraProvenance
import AuroraTesting
import CLibgit2
import Foundation
import Testing

@testable import AuroraGit

/// A folder of its own with a real git repository in it, worked on by the real `git`.
final class GitSandbox {
    /// The user's home in every test, for git and for the library: one that is not there. The process's own stays: other
    /// tests need it.
    private static let home: String = {
        let home = "/nonexistent/home"
        try? Libgit2.start()
        precondition(libgit2.setUserFolder(home) == 0, "libgit2 takes another home")
        return home
    }()

    /// Where everything of this test is, for as long as the sandbox lives.
    private let folder: TemporaryFolder
    let root: String
    /// The workspace, which may be below `root`.
    let workspace: String

    struct Failure: Error {
        let command: [String]
        let status: Int32
        let output: String
    }

    /// - Parameters:
    ///   - subfolder: where the workspace is in the repository.
    ///   - branch: `nil` for a folder without a repository.
    init(subfolder: String = "", branch: String? = "main", identity: String? = "Ada Lovelace") throws {
        _ = Self.home
        folder = try TemporaryFolder()
        root = folder.path("repository")
        workspace = subfolder.isEmpty ? root : root + "/" + subfolder
        try FileManager.default.createDirectory(atPath: workspace, withIntermediateDirectories: true)
        guard let branch else { return }
        try git("init", "-q", "-b", branch)
        guard let identity else { return }
        try git("config", "user.name", identity)
        try git("config", "user.email", "ada@example.org")
    }

    /// A path beside the repository, where nothing is yet; gone with the sandbox.
    func elsewhere(_ name: String) -> String { folder.path(name) }

    var repository: GitRecordRepository { repository(at: workspace) }

    func repository(at workspace: String, environment: [String: String] = [:]) -> GitRecordRepository {
        GitRecordRepository(
            workspace: workspace, environment: GitEnvironment(environment), lockWaitMilliseconds: 100)
    }

    /// Runs git in the repository's root, or in `folder`; gives what it printed.
    @discardableResult
    func git(_ arguments: String..., in folder: String? = nil) throws -> String {
        try run(["git"] + arguments, in: folder)
    }

    @discardableResult
    func run(_ command: [String], in folder: String? = nil) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = URL(fileURLWithPath: folder ?? root)
        process.environment = [
            "HOME": Self.home, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "LC_ALL": "C",
            "GIT_EDITOR": "true", "GIT_PAGER": "cat",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw Failure(command: command, status: process.terminationStatus, output: text)
        }
        return text
    }

    /// Writes a file below the workspace.
    func write(_ path: String, _ text: String) throws {
        let url = URL(fileURLWithPath: workspace + "/" + path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func delete(_ path: String) throws { try FileManager.default.removeItem(atPath: workspace + "/" + path) }

    /// Everything in the working tree, added and committed by git.
    func commitAll(_ message: String = "work") throws {
        try git("add", "-A")
        try git("commit", "-q", "-m", message)
    }

    /// The files of a scene, not committed.
    func addScene(_ id: String = "baker") throws {
        try write("scenes/\(id)/scene.yaml", "image: portrait.jpg\n")
        try write("scenes/\(id)/portrait.jpg", "pixels of \(id)")
    }

    /// The record of a scene made by `addScene`, written to the workspace as the build does.
    func record(_ id: String = "baker", text: String = "1") throws -> RecordCandidate {
        let path = "records/draft/\(id).json"
        let content = "{\"result\":\"\(text)\"}\n"
        try write(path, content)
        return RecordCandidate(
            path: path, content: .bytes(Array(content.utf8)),
            inputs: [
                input("scenes/\(id)/scene.yaml", "image: portrait.jpg\n"),
                input("scenes/\(id)/portrait.jpg", "pixels of \(id)"),
            ])
    }

    func input(_ path: String, _ text: String) -> RecordInput {
        RecordInput(path: path, content: .digest(Digest(hashing: text)))
    }

    /// What a record commit must leave alone: index entries, states and files outside `records/`.
    ///
    /// Looked up in a copy of the repository, where git trusts no file time and has to read every file; and so that the
    /// look itself refreshes nothing in the original.
    func userState() throws -> [String] {
        let copy = try TemporaryFolder()
        try run(["cp", "-a", root + "/.", copy.path])
        return try userState(in: copy.path)
    }

    /// The same, as git sees it in this folder.
    func userState(in folder: String) throws -> [String] {
        func outsideRecords(_ text: String) -> [String] {
            text.split(separator: "\0").map(String.init).filter { !$0.contains("records/") }
        }
        let files = try run(
            ["sh", "-c", "find . -name .git -prune -o -type f -print0 | sort -z | xargs -0r sha256sum"], in: folder)
        let staged = try git("diff", "--cached", "--", ".", ":(exclude,glob)**/records/**", in: folder)
        let entries = try git("ls-files", "-s", "-t", "-v", "-z", in: folder)
        let status = try git("status", "--porcelain", "-z", "--untracked-files=all", in: folder)
        return outsideRecords(entries) + outsideRecords(status) + [staged, files]
    }

    func head() throws -> String { try git("rev-parse", "HEAD").trimmingCharacters(in: .whitespacesAndNewlines) }

    /// What the last commit changed.
    func lastChanges() throws -> String { try git("show", "--format=", "--name-status", "--no-renames", "HEAD") }

    func fsck() throws -> String { try git("fsck", "--strict", "--no-progress", "--no-dangling") }
}

extension CommitRequest {
    static func records(
        _ records: [RecordCandidate], mode: CommitMode = .records, files: [String] = []
    ) -> CommitRequest {
        CommitRequest(
            mode: mode, records: records, files: files,
            message: CommitMessage(
                summary: "Build \(records.count) scenes (draft), $0.00",
                trailers: [.init("Aurora-Profile", "draft"), .init("Aurora-Cost", "0.000000 USD")]),
            time: CommitTime(secondsSince1970: 1_700_000_000, offsetMinutes: 60))
    }
}

extension CommitOutcome {
    var isCommitted: Bool { if case .committed = result { true } else { false } }
}
