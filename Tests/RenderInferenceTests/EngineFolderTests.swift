import Foundation
import Testing

@testable import RenderInference

@Suite struct EngineFolderTests {
    private static let hint = "run `make setup` in Aurora's folder, or `make install` if Aurora is installed"

    /// A folder for one test, removed with the value.
    private final class Folder {
        let path = FileManager.default.temporaryDirectory.path + "/aurora-engine-\(UUID().uuidString)"

        init() throws { try make("") }
        deinit { try? FileManager.default.removeItem(atPath: path) }  // It is in the system's temporary folder.

        func make(_ name: String) throws {
            try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: true)
        }

        func write(_ text: String, to name: String) throws {
            try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
        }
    }

    @Test func theChosenFolderIsTheOnlyOneLookedFor() throws {
        let folder = try Folder()
        try folder.make("chosen")
        try folder.make("data/aurora/engine")
        var environment = ["AURORA_ENGINE_DIR": folder.path + "/chosen", "XDG_DATA_HOME": folder.path + "/data"]
        let found = try EngineFolder.locate(executable: "/nowhere/aurora-render", environment: environment)
        #expect(found.path == folder.path + "/chosen")
        environment["AURORA_ENGINE_DIR"] = folder.path + "/absent"
        #expect {
            try EngineFolder.locate(executable: "/nowhere/aurora-render", environment: environment)
        } throws: { error in
            "\(error)"
                == "the engine is not installed: looked for \(folder.path)/absent (\(Self.hint))"
        }
    }

    @Test func theFolderBesideTheProgramComesBeforeTheUsersOwn() throws {
        let folder = try Folder()
        try folder.make("home/.local/share/aurora/engine")
        let environment = ["HOME": folder.path + "/home"]
        let executable = folder.path + "/bin/aurora-render"
        let own = try EngineFolder.locate(executable: executable, environment: environment)
        #expect(own.path == folder.path + "/home/.local/share/aurora/engine")
        try folder.make("bin")
        try folder.make("share/aurora/engine")
        let beside = try EngineFolder.locate(executable: executable, environment: environment)
        #expect(beside.path == folder.path + "/bin/../share/aurora/engine")
    }

    @Test func anInstalledProgramFindsTheEngineOfItsPrefix() throws {
        let folder = try Folder()
        try folder.make("libexec/aurora")
        try folder.make("share/aurora/engine")
        let found = try EngineFolder.locate(
            executable: folder.path + "/libexec/aurora/aurora-render", environment: ["HOME": folder.path + "/home"])
        #expect(found.path == folder.path + "/libexec/aurora/../../share/aurora/engine")
    }

    @Test func theDataFolderOfTheEnvironmentReplacesTheUsualOne() throws {
        let folder = try Folder()
        try folder.make("data/aurora/engine")
        try folder.make("home/.local/share/aurora/engine")
        let found = try EngineFolder.locate(
            executable: "aurora-render",
            environment: ["HOME": folder.path + "/home", "XDG_DATA_HOME": folder.path + "/data"])
        #expect(found.path == folder.path + "/data/aurora/engine")
    }

    @Test func aMissingFileIsTold() throws {
        let folder = try Folder()
        #expect {
            _ = try SpeechModel(EngineFolder(path: folder.path))
        } throws: { error in
            let error = error as? InferenceError
            return error?.reason == .missing && error?.hint == Self.hint
                && error?.problem == "the engine's file \(folder.path)/lib/libhama.so is missing or cannot be read"
        }
    }

    @Test func anAlteredFileIsNotLoaded() throws {
        let folder = try Folder()
        try folder.make("lib")
        try folder.write("not a library", to: "lib/libLiteRt.so")
        #expect {
            _ = try TensorRuntime(EngineFolder(path: folder.path))
        } throws: { ($0 as? InferenceError)?.reason == .altered }
    }

    @Test func aDigestIsSHA256() throws {
        let folder = try Folder()
        try folder.write("abc", to: "abc")
        // FIPS 180-4, example B.1.
        #expect(
            FileBytes(path: folder.path + "/abc")?.digest
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(FileBytes(path: folder.path + "/absent") == nil)
    }

    @Test(arguments: [(EngineComponent.engine, "engine"), (.safety, "safety")])
    func theInstallerPinsWhatTheProgramNeeds(_ component: EngineComponent, _ name: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let lock = try String(contentsOf: root.appending(path: "scripts/\(name).lock"), encoding: .utf8)
        let pinned = lock.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.split(separator: " ") }
        #expect(!component.files.isEmpty)
        for file in component.files {
            #expect(pinned.contains { $0[0] == file.digest && $0[1] == file.path }, "\(file.path)")
        }
    }

    @Test func anOptionalPartThatIsMissingHasACommandOfItsOwn() throws {
        let folder = try Folder()
        #expect(!EngineFolder(path: folder.path).hasAny(of: .safety))
        #expect {
            _ = try SafetyModel(EngineFolder(path: folder.path))
        } throws: { error in
            let error = error as? InferenceError
            return error?.reason == .missing && error?.hint?.hasPrefix("run `make safety`") == true
        }
        try folder.make("models")
        try folder.write("not a model", to: "models/open-nsfw.onnx")
        #expect(EngineFolder(path: folder.path).hasAny(of: .safety))
    }
}
