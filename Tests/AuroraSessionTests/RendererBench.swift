import AuroraBuild
import AuroraCLI
import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraTesting
import AuroraWorkspace
import Foundation

@testable import AuroraSession

/// A workspace with one scene, and the provider that makes its video.
final class RendererBench: Sendable {
    let folder: TemporaryFolder
    private static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The example's portrait and speech, by the names of their files.
    init(settings: String = "{size: 480p, quality: 60}") throws {
        folder = try TemporaryFolder([
            "aurora.yaml": "name: bench\n",
            "scenes/hello/scene.yaml":
                "image: portrait.jpg\naudio: line.wav\nprompt: A baker speaks kindly\nsettings: \(settings)\n",
        ])
        for name in ["portrait.jpg", "line.wav"] {
            let source = Self.project.appending(path: "examples/storytellers/scenes/baker/\(name)").path
            try folder.write(try Files.read(source), to: "scenes/hello/\(name)")
        }
    }

    /// Leaves only this much of the speech.
    func shortenSpeech(toSeconds seconds: Double) throws {
        let name = "scenes/hello/line.wav"
        try folder.write(Self.speech(try Files.read(folder.path(name)), seconds: seconds), to: name)
    }

    /// A file of 16-bit sound as long as this: what there is of it, over and over.
    static func speech(_ file: [UInt8], seconds: Double) -> [UInt8] {
        let bytesPerSecond = (0..<4).reduce(0) { $0 | Int(file[28 + $1]) << (8 * $1) }
        let length = Int(seconds * Double(bytesPerSecond)) & ~3
        var sound = Array(file.prefix(44))
        while sound.count < 44 + length { sound += file[44...].prefix(44 + length - sound.count) }
        for (offset, value) in [(4, 36 + length), (40, length)] {
            for byte in 0..<4 { sound[offset + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte)) }
        }
        return sound
    }

    func action() throws -> Action {
        let workspace = try WorkspaceLoader(root: folder.path).load(profile: nil, overrides: [:]).workspace
        return Samples.graph(workspace.scenes).actions[0]
    }

    func request() throws -> ProviderRequest {
        let action = try action()
        var digests: [String: Digest] = [:]
        for file in action.inputs.compactMap(\.input.file) {
            digests[file.path] = try Files.digest(folder.path(file.path))
        }
        let known = digests
        return Samples.request(Samples.keyed(action) { known[$0] ?? Digest(hashing: "") })
    }

    /// The sound of a talking head that is made from files alone.
    static func audio(of request: ProviderRequest) throws -> InputFile {
        guard let file = request.action.inputs.first(where: { $0.field == "audio" })?.input.file else {
            throw DiagnosticsError([Diagnostic("the sound is no file")])
        }
        return file
    }

    /// `renderer` is what `AURORA_RENDER` names; the one that was built along with the tests if it is `nil`.
    /// `host` carries out its requests, if there is one.
    func provider(renderer: String? = nil, host: RendererHost? = nil) throws -> EmbeddedProvider {
        EmbeddedProvider(renderer: process(renderer, host), staging: try staging())
    }

    func process(_ renderer: String? = nil, _ host: RendererHost?) -> RendererProcess {
        RendererProcess(
            environment: environment(renderer), host: host, root: DiskLayout(folder: folder.path(".aurora")).temporaries
        )
    }

    /// What measures sounds, with one renderer at a time. `renderer` as for `provider`.
    func probe(renderer: String? = nil) throws -> SoundProbe {
        SoundProbe(
            renderer: RendererProcess(environment: environment(renderer)), staging: try staging(), processes: 1)
    }

    /// New sounds of the workspace: `scenes/hello/0.wav` and so on.
    func sounds(_ contents: [[UInt8]]) throws -> [InputBytes] {
        let audio = try Self.audio(of: try request())
        return try contents.enumerated().map { number, bytes in
            let path = "scenes/hello/\(number).wav"
            try folder.write(bytes, to: path)
            return .file(InputFile(path: path, span: audio.span), Digest(hashing: bytes))
        }
    }

    func staging() throws -> Staging {
        let layout = DiskLayout(folder: folder.path(".aurora"))
        return Staging(
            folder: try ContainedFolder(folder.path), layout: layout, contentStore: DiskContentStore(layout))
    }

    /// What is in this process's folder for work in progress.
    func workInProgress() throws -> [String] {
        try Files.names(in: DiskLayout(folder: folder.path(".aurora")).temporary)
    }

    /// Writes a shell script to take the renderer's place. Returns its path.
    func script(_ lines: String) throws -> String {
        let path = try folder.write("#!/bin/sh\n" + lines, to: "renderer.sh")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    /// What a person would read of an error.
    func text(of error: any Error) -> String {
        let diagnostics = (error as? any DiagnosticConvertible)?.diagnostics ?? [Diagnostic("unworded: \(error)")]
        return DiagnosticRenderer(colours: .none).render(diagnostics).replacing(folder.path, with: "/workspace")
    }

    /// The test runner is `<build folder>/<package>PackageTests.xctest`: the programs are beside it.
    private static var runner: String {
        CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    }

    /// Of this process.
    static var variables: [String: String] { ProcessInfo.processInfo.environment }

    /// A program that was built along with the tests.
    static func program(_ name: String) -> String { Paths.join(Paths.parent(runner) ?? "/", name) }

    private func environment(_ renderer: String?) -> SessionEnvironment {
        var variables = Self.variables
        variables["AURORA_RENDER"] = renderer
        let executable = renderer == nil ? Self.runner : folder.path("bin/aurora")
        return SessionEnvironment(
            variables: variables, executable: executable, processorCount: 1, now: { 0 }, timeZoneOffsetMinutes: 0)
    }
}
