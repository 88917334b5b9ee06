package import AuroraCore
import AuroraFiles
import AuroraWorkspace
import Foundation

/// Task objects of the hosted API made into scenes, and scenes into task objects.
package enum TaskFiles {
    /// What an import has written.
    package struct Imported: Sendable {
        /// The ids of the new scenes.
        package let scenes: [String]
        /// Relative to the workspace.
        package let files: [String]
        /// What the user has to know, or to do.
        package let notes: [Diagnostic]
    }

    /// One scene to be written.
    private struct NewScene {
        let id: String
        let task: HostedTask
        let files: [(name: String, bytes: [UInt8])]
        let image: String
        let audio: String
        let origin: String
    }

    /// Writes a scene for every task of these files (absolute paths) into the workspace that contains `directory`. The
    /// id is `id`, or the file's name without suffix; a file with several tasks has `-1`, `-2` behind it. Nothing is
    /// overwritten, and nothing is written if anything is wrong: throws `DiagnosticsError` with all of it.
    package static func importTasks(
        _ paths: [String], id: String?, into directory: String
    ) throws -> Imported {
        let root = try WorkspaceFinder.find(from: directory)
        var problems: [Diagnostic] = []
        var scenes: [NewScene] = []
        for path in paths {
            do {
                let shown = Paths.name(path)
                let bytes = try Files.read(path, limit: HostedTaskReader.maximumByteCount)
                let tasks = try HostedTaskReader.tasks(in: bytes, file: shown)
                let base = id ?? (shown.hasSuffix(".json") ? String(shown.dropLast(5)) : shown)
                for (index, task) in tasks.enumerated() {
                    let name = tasks.count > 1 || (id != nil && paths.count > 1) ? "\(base)-\(scenes.count + 1)" : base
                    let unique = id == nil && tasks.count > 1 ? "\(base)-\(index + 1)" : name
                    scenes.append(try scene(unique, task, of: path, in: root))
                }
            } catch let error as any DiagnosticConvertible {
                problems += error.diagnostics
            }
        }
        for (index, scene) in scenes.enumerated() where scenes[..<index].contains(where: { $0.id == scene.id }) {
            problems.append(
                Diagnostic("two tasks would become the scene `\(scene.id)`", hint: "import them one by one with `--id`")
            )
        }
        guard problems.isEmpty else { throw DiagnosticsError(problems) }
        return try write(scenes, in: root)
    }

    private static func write(_ scenes: [NewScene], in root: String) throws -> Imported {
        var written: [String] = []
        var notes: [Diagnostic] = []
        for scene in scenes {
            let folder = "scenes/\(scene.id)"
            // The scene file last: without it, the folder is no scene.
            let text = scene.task.sceneFile(image: scene.image, audio: scene.audio, origin: scene.origin)
            for (name, bytes) in scene.files + [("scene.yaml", Array(text.utf8))] {
                try Files.write(bytes, to: Paths.join(root, "\(folder)/\(name)"))
                written.append("\(folder)/\(name)")
            }
            for setting in scene.task.settings where setting.text.hasPrefix("{env: ") {
                notes.append(
                    Diagnostic(
                        "`\(setting.name)` of scene `\(scene.id)` seems to hold a secret and was not written",
                        hint: "put it into the variable that \(folder)/scene.yaml names: \(setting.text)",
                        severity: .warning))
            }
        }
        return Imported(scenes: scenes.map(\.id), files: written, notes: notes)
    }

    private static func scene(_ id: String, _ task: HostedTask, of path: String, in root: String) throws -> NewScene {
        let parts = id.split(separator: "/", omittingEmptySubsequences: false)
        let isFit = parts.allSatisfy { part in
            !part.isEmpty && !part.hasPrefix(".")
                && !part.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        }
        guard isFit, id.utf8.count <= 200 else {
            throw DiagnosticsError([
                Diagnostic(
                    "`\(PrintableText.sanitized(String(id.prefix(80))))` cannot be the id of a scene",
                    hint: "choose another with `--id`")
            ])
        }
        for taken in ["scenes/\(id)", "scenes/\(id).yaml"] where try FileFacts.of(Paths.join(root, taken)) != nil {
            throw DiagnosticsError([
                Diagnostic(
                    "there is `\(taken)` already, and nothing is overwritten",
                    hint: "choose another id with `--id`, or remove it first")
            ])
        }
        let image = try input(task.image, named: "portrait", .image, at: task.span, beside: path)
        let audio = try input(task.audio, named: "line", .audio, at: task.span, beside: path)
        return NewScene(
            id: id, task: task, files: [image.file, audio.file].compactMap { $0 }, image: image.name,
            audio: audio.name, origin: Paths.name(path))
    }

    /// What the scene file says of an input, and the file to write if it is none at an address.
    private static func input(
        _ input: HostedTask.Input, named name: String, _ family: MediaKind.Family, at span: SourceSpan,
        beside path: String
    ) throws -> (name: String, file: (name: String, bytes: [UInt8])?) {
        let bytes: [UInt8]
        let noun = family == .image ? "picture" : "sound"
        switch input {
        case .url(let url): return (url, nil)
        case .path(let stated):
            bytes = try Files.read(Paths.join(Paths.parent(path) ?? "/", stated), limit: 512 << 20)
        case .inline(let base64):
            guard let data = Data(base64Encoded: base64) else {
                throw DiagnosticsError([
                    Diagnostic("the \(noun) is not valid base64", at: span, hint: "encode the file again")
                ])
            }
            bytes = [UInt8](data)
        }
        guard let suffix = kind(of: bytes, family)?.suffix else {
            throw DiagnosticsError([
                Diagnostic(
                    "the \(noun) of the task is none that Aurora knows by its first bytes", at: span,
                    hint: "name a \(family == .image ? "jpg, png, webp or bmp" : "wav, mp3, flac, ogg or m4a") file")
            ])
        }
        return ("\(name).\(suffix)", ("\(name).\(suffix)", bytes))
    }

    /// `nil` for what is none of that family.
    private static func kind(of bytes: [UInt8], _ family: MediaKind.Family) -> MediaKind? {
        MediaKind(head: Array(bytes.prefix(MediaKind.headLength)), as: family).flatMap {
            $0.family == family ? $0 : nil
        }
    }
}

extension TaskFiles {
    /// A task object, and what was left out of it.
    package struct Exported: Sendable {
        package let task: JSONSchema
        package let notes: [Diagnostic]
    }

    /// The task objects of scenes in the workspace that contains `directory`. Inputs are paths from the workspace's
    /// folder, or the bytes themselves if they are to be `inline`. Throws `DiagnosticsError`.
    package static func export(
        _ ids: [String], profile: String?, isInline: Bool, from directory: String, environment: SessionEnvironment
    ) throws -> [Exported] {
        let root = try WorkspaceFinder.find(from: directory)
        let configuration = try UserConfigurationLoader(variables: environment.variables).load(apartFrom: root)
        let loader = WorkspaceLoader(
            root: root, supported: [.embedded, .hosted, .command], configuration: configuration)
        return try loader.exportedScenes(ids.map { SceneID($0) }, profile: profile).map { scene in
            let notes = scene.secrets.map { secret in
                Diagnostic(
                    "`\(secret.member)` of scene `\(scene.id)` is a secret and left out",
                    hint: "add the value of the environment variable `\(secret.variable)` yourself", severity: .warning)
            }
            let image = try text(of: scene.image, .image, isInline, in: root)
            let audio = try text(of: scene.audio, .audio, isInline, in: root)
            return Exported(
                task: scene.task(image: image, audio: audio, taskUUID: UUID().uuidString.lowercased()), notes: notes)
        }
    }

    private static func text(
        of input: HostedTask.Input, _ family: MediaKind.Family, _ isInline: Bool, in root: String
    ) throws -> String {
        switch input {
        case .url(let url): return url
        case .inline(let base64): return base64
        case .path(let path):
            guard isInline else { return path }
            let bytes = try Files.read(Paths.join(root, path), limit: 512 << 20)
            let type = kind(of: bytes, family)?.contentType
            return "data:\(type ?? "application/octet-stream");base64,\(Data(bytes).base64EncodedString())"
        }
    }
}
