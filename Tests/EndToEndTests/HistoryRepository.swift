import AuroraCore
import AuroraFiles
import AuroraTesting
import Foundation
import Testing

/// A real repository with the history of a plan, and a cache with every video of it.
struct HistoryRepository {
    let plan = HistoryPlan()
    let bench: Workbench
    /// The names that git gave the commits.
    private let ids: [String: String]

    init() async throws {
        bench = try await Workbench(scenes: [])
        try bench.write("import", Self.stream(plan))
        try await bench.git("init", "--quiet", "--initial-branch=main")
        let imported = try await bench.run(
            "/bin/sh", "-c", "git fast-import --quiet --force --export-marks=marks < import && rm import")
        try #require(imported.status == 0, "\(imported.messages)")
        var ids: [String: String] = [:]
        for line in try bench.text("marks").split(separator: "\n") {
            let parts = line.split(separator: " ")
            if let mark = Int(parts[0].dropFirst()) { ids[plan.commits[mark - 1].name] = String(parts[1]) }
        }
        self.ids = ids
        try Files.remove(bench.folder.path("marks"))
        try await bench.git("reset", "--quiet", "--hard", "main")
        for commit in plan.commits {
            for video in commit.state.values { try store(video.content) }
        }
    }

    func id(_ name: String) throws -> String { try #require(ids[name]) }

    /// The plan's name of a commit.
    func name(_ id: String) throws -> String { try #require(ids.first { $0.value == id }?.key) }

    /// Runs `aurora`, which has to end with this status; gives the objects that it printed.
    func objects(_ arguments: String..., status: Int32 = 0) async throws -> [[String: Any]] {
        let ending = try await aurora(arguments + ["--json"])
        #expect(ending.status == status, "\(arguments): \(ending.messages)")
        return try ending.output.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    func aurora(_ arguments: [String]) async throws -> Workbench.Ending {
        try await bench.run(Workbench.program("aurora"), list: arguments)
    }

    /// Puts a video into the content store.
    func store(_ content: String) throws {
        let digest = Digest(hashing: content).hexadecimal
        try bench.write(".aurora/objects/\(digest.prefix(2))/\(digest)", content)
    }

    static func recordPath(_ output: String) -> String {
        let parts = output.split(separator: "/", maxSplits: 1).map(String.init)
        let scene = parts[1].replacing(/\.t[2-4]$/, with: "")
        return "records/\(parts[0])/\(Digest(hashing: scene).hexadecimal.prefix(2))/\(parts[1]).json"
    }

    /// The whole history as `git fast-import` takes it.
    private static func stream(_ plan: HistoryPlan) -> String {
        var text = ""
        for (index, commit) in plan.commits.enumerated() {
            let subject = "Commit \(commit.name)"
            // Every branch but the last commit's is left without a name.
            let branch = commit.name == plan.commits.last?.name ? "refs/heads/main" : "refs/heads/work-\(commit.name)"
            text += "commit \(branch)\nmark :\(index + 1)\n"
            let person = "Ada Lovelace <ada@example.org> \(plan.seconds(of: commit.name)) +0200"
            text += "author \(person)\ncommitter \(person)\ndata \(subject.utf8.count)\n\(subject)\n"
            for (place, parent) in commit.parents.enumerated() {
                text += "\(place == 0 ? "from" : "merge") :\(plan.number(of: parent) + 1)\n"
            }
            text += "deleteall\n"
            var files = ["aurora.yaml": workspace, ".gitignore": "/out/\n/.aurora/\n", "README.md": commit.name]
            if commit.name != "c10" { files["README.md"] = nil }
            for (output, video) in commit.state { files[recordPath(output)] = record(output, video) }
            for (path, content) in files.sorted(by: { $0.key < $1.key }) {
                text += "M 644 inline \(path)\ndata \(content.utf8.count)\n\(content)\n"
            }
            text += "\n"
        }
        return text
    }

    private static let workspace = """
        name: stories
        profile: draft
        profiles: {draft: {provider: embedded}, final: {provider: embedded}}

        """

    /// A record, spelled out by hand.
    static func record(_ output: String, _ video: HistoryPlan.Video) -> String {
        let name = output.split(separator: "/", maxSplits: 1)[1]
        let scene = name.replacing(/\.t[2-4]$/, with: "")
        let content = Digest(hashing: video.content)
        let audio = Digest(hashing: "line")
        let image = Digest(hashing: "picture")
        var key = HashingKeyWriter()
        key.field("keyFormat", .integer(1))
        key.field("kind", .text("talkingHead"))
        key.field("provider", .text(video.provider))
        key.field("model", .text("model"))
        key.field("engine", .text("1"))
        key.field("image", .digest(image))
        key.field("audio", .digest(audio))
        key.field("prompt", .text(video.prompt))
        key.field("cfgScale", .text("1.00"))
        key.field("format", .text("mp4"))
        key.field("quality", .integer(95))
        key.field("safety", .text("none"))
        key.field("seed", .text("0"))
        key.field("size", .text("720p"))
        key.field("fps", .integer(25))
        return """
            {
              "costMicroDollars": \(video.microDollars),
              "format": 1,
              "inputs": {
                "audio": {"path": "line.wav", "sha256": "\(audio)"},
                "image": {"path": "\(video.image)", "sha256": "\(image)"}
              },
              "key": "\(key.finish())",
              "media": {
                "audioCodec": "aac", "durationMilliseconds": \(1000 * video.prompt.utf8.count), "fps": 25,
                "height": 720, "videoCodec": "h264", "width": 720
              },
              "output": {"bytes": \(video.content.utf8.count), "sha256": "\(content)"},
              "parameters": {
                "cfgScale": "1.00", "format": "mp4", "fps": "25", "keyFormat": "1", "kind": "talkingHead",
                "prompt": "\(video.prompt)", "quality": "95", "safety": "none", "seed": "0", "size": "720p"
              },
              "provider": {"engine": "1", "model": "model", "name": "\(video.provider)"},
              "scene": "\(scene)",
              "take": \(name == scene ? 1 : 2)
            }

            """
    }
}
