import AuroraFiles
import AuroraTesting
import Foundation
import Subprocess
import SystemPackage
import Testing

/// A content repository of a test's own, and the real programs to work on it.
final class Workbench: Sendable {
    let folder: TemporaryFolder
    /// Where the workspace is below `folder`; empty if it is the folder.
    private let place: String

    /// How a program ended.
    struct Ending: Sendable {
        let status: Int32
        let output: String
        let messages: String
    }

    /// A workspace with these scenes (ids), each with the example's portrait and two seconds of its speech.
    init(scenes: [String] = ["hello"], isRepository: Bool = true) async throws {
        folder = try TemporaryFolder()
        place = ""
        try write(
            "aurora.yaml",
            """
            name: bench
            defaults: {settings: {size: 480p, quality: 60}}
            profile: draft
            profiles: {draft: {provider: embedded}}

            """)
        try write(".gitignore", "/out/\n/.aurora/\n")
        for id in scenes { try addScene(id) }
        if isRepository {
            try await git("init", "--quiet", "--initial-branch=main")
            try await git("config", "user.name", "Test")
            try await git("config", "user.email", "test@example.com")
        }
    }

    /// A copy of a workspace, without a repository.
    init(copyOf source: URL) async throws {
        folder = try TemporaryFolder()
        place = ""
        var pending = [""]
        while let directory = pending.popLast() {
            for name in try Files.names(in: Paths.join(source.path, directory)) {
                let path = Paths.join(directory, name)
                switch try FileFacts.of(Paths.join(source.path, path))?.kind {
                case .directory: pending.append(path)
                case .regular: try folder.write(try Files.read(Paths.join(source.path, path)), to: path)
                default: continue
                }
            }
        }
    }

    /// Works in a folder that a test has made.
    init(in folder: TemporaryFolder, below place: String = "") {
        self.folder = folder
        self.place = place
    }

    func addScene(_ id: String, prompt: String = "A baker speaks kindly") throws {
        try write(
            "scenes/\(id)/scene.yaml", "image: portrait.jpg\naudio: line.wav\nprompt: \(prompt)\nsettings: {seed: 3}\n")
        let media = Self.project.appending(path: "examples/storytellers/scenes/baker")
        try folder.write(
            [UInt8](try Data(contentsOf: media.appending(path: "portrait.jpg"))), to: "scenes/\(id)/portrait.jpg")
        let speech = [UInt8](try Data(contentsOf: media.appending(path: "line.wav")))
        try folder.write(Wave.firstSeconds(1.2, of: speech), to: "scenes/\(id)/line.wav")
    }

    func write(_ name: String, _ text: String) throws { try folder.write(text, to: name) }
    func text(_ name: String) throws -> String { try folder.text(of: name) }
    func bytes(_ name: String) throws -> [UInt8] { try Files.read(folder.path(name)) }
    func exists(_ name: String) throws -> Bool { try FileFacts.of(folder.path(name)) != nil }

    func replace(_ old: String, with new: String, in name: String) throws {
        let before = try text(name)
        precondition(before.contains(old), "nothing to replace")
        try write(name, before.replacing(old, with: new))
    }

    /// Runs `aurora` in the workspace.
    func aurora(_ arguments: String..., environment: [String: String] = [:]) async throws -> Ending {
        try await run(Self.program("aurora"), arguments, environment)
    }

    /// The same with a list.
    func aurora(arguments: [String], environment: [String: String] = [:]) async throws -> Ending {
        try await run(Self.program("aurora"), arguments, environment)
    }

    /// Runs any program in the workspace.
    func run(_ program: String, _ arguments: String..., environment: [String: String] = [:]) async throws -> Ending {
        try await run(program, arguments, environment)
    }

    func run(_ program: String, list arguments: [String]) async throws -> Ending {
        try await run(program, arguments, [:])
    }

    /// Runs `git` in the workspace; the test fails if it does.
    @discardableResult
    func git(_ arguments: String...) async throws -> String {
        let ending = try await run("/usr/bin/git", arguments, [:])
        try #require(ending.status == 0, "git \(arguments): \(ending.messages)")
        return ending.output
    }

    func commitAll() async throws {
        try await git("add", ".")
        try await git("commit", "--quiet", "--message", "Add scenes")
    }

    /// Every file of the workspace but git's own, with its content and facts: what a build that does nothing must
    /// leave as it is.
    func everything() throws -> [String: FileFacts] {
        var found: [String: FileFacts] = [:]
        var pending = [""]
        while let directory = pending.popLast() {
            for name in try Files.names(in: folder.path(directory)) where !(directory.isEmpty && name == ".git") {
                let path = Paths.join(directory, name)
                guard let facts = try FileFacts.of(folder.path(path)) else { continue }
                if facts.kind == .directory { pending.append(path) } else { found[path] = facts }
            }
        }
        return found
    }

    static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A program that was built along with the tests.
    static func program(_ name: String) -> String {
        // The test runner is `<build folder>/<package>PackageTests.xctest`: the programs are beside it.
        let runner = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(filePath: runner).deletingLastPathComponent().appending(path: name).path
    }

    /// Runs any program in the workspace.
    func run(_ program: String, _ arguments: [String], _ extra: [String: String]) async throws -> Ending {
        var environment = ProcessInfo.processInfo.environment
        environment["NO_COLOR"] = "1"
        environment["GIT_CONFIG_GLOBAL"] = "/dev/null"
        environment.merge(extra) { _, new in new }
        let variables = Dictionary(
            uniqueKeysWithValues: environment.compactMap { name, value in
                Environment.Key(rawValue: name).map { ($0, value) }
            })
        let result = try await Subprocess.run(
            .path(FilePath(program)), arguments: Arguments(arguments), environment: .custom(variables),
            workingDirectory: FilePath(Paths.join(folder.path, place)), output: .string(limit: 1 << 22),
            error: .string(limit: 1 << 22))
        let status: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let code): 128 + code
            }
        return Ending(status: status, output: result.standardOutput, messages: result.standardError)
    }
}

/// RIFF WAVE files, as far as tests need them.
enum Wave {
    /// The first seconds of a 16-bit PCM file.
    static func firstSeconds(_ seconds: Double, of file: [UInt8]) -> [UInt8] {
        let rate = Int(integer(file, at: 24))
        let channels = Int(file[22])
        let length = min(Int(seconds * Double(rate)) * channels * 2, file.count - 44)
        return header(rate: rate, channels: channels, length: length) + file[44..<44 + length]
    }

    /// A 16-bit PCM file over and over, for this long.
    static func lasting(seconds: Double, of file: [UInt8]) -> [UInt8] {
        let rate = Int(integer(file, at: 24))
        let channels = Int(file[22])
        let length = Int(seconds * Double(rate)) * channels * 2
        var sound: [UInt8] = []
        while sound.count < length { sound += file[44...].prefix(length - sound.count) }
        return header(rate: rate, channels: channels, length: length) + sound
    }

    /// Silence, 16 kHz, one channel.
    static func silence(seconds: Double) -> [UInt8] {
        let length = Int(seconds * 16000) * 2
        return header(rate: 16000, channels: 1, length: length) + [UInt8](repeating: 0, count: length)
    }

    private static func header(rate: Int, channels: Int, length: Int) -> [UInt8] {
        func little(_ value: Int, _ bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        return Array("RIFF".utf8) + little(36 + length, 4) + Array("WAVEfmt ".utf8) + little(16, 4) + little(1, 2)
            + little(channels, 2) + little(rate, 4) + little(rate * channels * 2, 4) + little(channels * 2, 2)
            + little(16, 2) + Array("data".utf8) + little(length, 4)
    }

    private static func integer(_ bytes: [UInt8], at offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
    }
}
