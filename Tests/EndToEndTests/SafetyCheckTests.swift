import AuroraCore
import AuroraFiles
import AuroraTesting
import Foundation
import RenderTesting
import Testing

/// Scenes whose pictures and videos are to be checked.
@Suite struct SafetyCheckTests {
    @Test(.enabled(if: InstalledEngine.hasSafety, "the safety check is not installed"), arguments: ["fast", "full"])
    func aVideoThatPassesIsTheSameAsAnUncheckedOne(_ level: String) async throws {
        let bench = try await Workbench()
        try await build(bench)
        let unchecked = try bench.bytes("out/draft/hello.mp4")
        try bench.replace("seed: 3", with: "seed: 3, safety: \(level)", in: "scenes/hello/scene.yaml")
        #expect(try await bench.aurora("diff").messages == "", "nothing keeps it from being built")
        try await build(bench)
        #expect(try bench.bytes("out/draft/hello.mp4") == unchecked)
        let record = try bench.text("records/draft/2c/hello.json")
        #expect(record.contains(#""safety": "\#(level)""#), "\(record)")
        let preview = try await bench.aurora("preview", "hello", "--at", "0.4s")
        #expect(preview.status == 0, "\(preview.messages)")
    }

    @Test(.enabled(if: InstalledEngine.hasSafety, "the safety check is not installed"))
    func aFlaggedPictureIsAnErrorAtItsLine() async throws {
        let bench = try await Workbench(scenes: ["hello", "other"])
        try bench.folder.write(
            Picture.bitmap(width: 256, height: 256) { SkinCross.colour($0, $1) }, to: "scenes/hello/portrait.bmp")
        try bench.replace("portrait.jpg", with: "portrait.bmp", in: "scenes/hello/scene.yaml")
        try bench.replace("seed: 3", with: "seed: 3, safety: fast", in: "scenes/hello/scene.yaml")
        let built = try await bench.aurora("build", "--keep-going")
        #expect(built.status == 1)
        let told = """
            error: `scenes/hello/portrait.bmp`: the picture is not safe for work
             --> scenes/hello/scene.yaml:1:8
              |
            1 | image: portrait.bmp
              |        ^^^^^^^^^^^^
            note: NSFWContent: true (nsfwContentDetected)
            note: its score is 0.
            """
        #expect(built.messages.contains(told), "\(built.messages)")
        #expect(built.messages.contains(" of 1; above 0.80, something is most likely not safe for work\nhint: use"))
        #expect(try !bench.exists("out/draft/hello.mp4") && !bench.exists("records/draft/2c/hello.json"))
        #expect(try bench.exists("out/draft/other.mp4"), "the others are made")
        #expect(try await bench.aurora("status").output.contains("failed   hello"))
        let again = try await bench.aurora("build")
        #expect(again.status == 1 && again.messages.contains("not safe for work"), "nothing is remembered as made")
        let preview = try await bench.aurora("preview", "hello", "--at", "0.4s")
        #expect(preview.status == 1 && preview.messages.contains("not safe for work"), "\(preview.messages)")
    }

    @Test func withoutItsPartNothingIsRendered() async throws {
        let bench = try await Workbench(scenes: ["hello", "other"])
        let engine = try InstalledEngine.copyAlone(in: bench.folder.path("engine"))
        let environment = ["AURORA_ENGINE_DIR": engine]
        try bench.replace("seed: 3", with: "seed: 3, safety: full", in: "scenes/hello/scene.yaml")
        let told = """
            error: what checks content is not installed
             --> scenes/hello/scene.yaml:4:29
              |
            4 | settings: {seed: 3, safety: full}
              |                             ^^^^
            hint: run `make safety` in Aurora's folder, and then `make install` if Aurora is installed; or write `safety: none`

            """
        let built = try await bench.aurora("build", environment: environment)
        #expect(built.status == 2 && built.messages == told, "\(built.messages)")
        #expect(try !bench.exists("out"), "not even the other scene")
        #expect(try await bench.aurora("diff", environment: environment).messages == told)
        #expect(try await bench.aurora("status", environment: environment).status == 0)
        // A look at a scene asks the renderer alone.
        let preview = try await bench.aurora("preview", "hello", "--at", "0s", environment: environment)
        #expect(preview.status == 1 && preview.messages.contains("scene.yaml:4:29"), "\(preview.messages)")
        let doctor = try await bench.aurora("doctor", environment: environment)
        #expect(doctor.status == 0, "\(doctor.output)")
        #expect(
            doctor.output.contains("ok       safety        what checks content is not installed"), "\(doctor.output)")
        // What is not to be checked needs none.
        #expect(try await bench.aurora("build", "other", environment: environment).status == 0)
    }

    @Test func anAlteredPartIsSaid() async throws {
        let bench = try await Workbench()
        let engine = try InstalledEngine.copyAlone(in: bench.folder.path("engine"))
        try bench.write("engine/lib/libonnxruntime.so", "not a library")
        try bench.replace("seed: 3", with: "seed: 3, safety: fast", in: "scenes/hello/scene.yaml")
        let built = try await bench.aurora("build", environment: ["AURORA_ENGINE_DIR": engine])
        #expect(built.status == 2 && built.messages.contains("is not the one that this version needs"))
        #expect(built.messages.contains("hint: run `make safety`"), "\(built.messages)")
        let doctor = try await bench.aurora("doctor", environment: ["AURORA_ENGINE_DIR": engine])
        #expect(doctor.status == 0 && doctor.output.contains("warning  safety"), "\(doctor.output)")
    }

    private func build(_ bench: Workbench) async throws {
        let built = try await bench.aurora("build")
        #expect(built.status == 0, "\(built.messages)")
    }
}

/// The engine that is installed on this machine.
enum InstalledEngine {
    static let folder: String? = {
        let variables = ProcessInfo.processInfo.environment
        if let chosen = variables["AURORA_ENGINE_DIR"], !chosen.isEmpty { return chosen }
        if let data = variables["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/aurora/engine" }
        return variables["HOME"].map { $0 + "/.local/share/aurora/engine" }
    }()

    static var hasSafety: Bool {
        guard let folder else { return false }
        return FileManager.default.fileExists(atPath: folder + "/models/open-nsfw.onnx")
    }

    /// Copies the engine without what checks content. Returns `target`.
    static func copyAlone(in target: String) throws -> String {
        let folder = try #require(folder)
        let lock = try String(contentsOf: Workbench.project.appending(path: "scripts/engine.lock"), encoding: .utf8)
        for line in lock.split(separator: "\n") where !line.hasPrefix("#") {
            let place = String(line.split(separator: " ")[1])
            try FileManager.default.createDirectory(
                atPath: Paths.parent(target + "/" + place) ?? target, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: folder + "/" + place, toPath: target + "/" + place)
        }
        return target
    }
}
