import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGit
import AuroraTesting
import Foundation
import Glibc

@testable import AuroraSession

/// A small workspace in a repository, with a renderer that copies, which is edited at random.
final class EditedWorkspace {
    let folder: TemporaryFolder
    let environment: SessionEnvironment
    private var random: SeededGenerator
    /// What was done, for the message of a failing test.
    private(set) var history: [String] = []

    init(_ random: SeededGenerator) throws {
        self.random = random
        folder = try TemporaryFolder([
            "aurora.yaml": "name: edits\ndefaults: {settings: {quality: 80}}\n",
            "base.yaml": "prompt: {file: prompt.txt}\n", "prompt.txt": "A baker speaks\n", "face.png": "face of all",
            ".gitignore": "/out/\n/.aurora/\n/renderer.sh\n",
        ])
        let script = """
            #!/bin/sh
            cat > result.json <<'END'
            {"talkingHead":{"_0":{"width":480,"height":480,"framesPerSecond":25,"frames":25,\
            "durationMilliseconds":1000,"videoCodec":"h264","audioCodec":"aac"}}}
            END
            lengths=$(grep -o '"sounds":.[^]]*' request.json | tr ',' '\n' | sed 's/.*/5/' | paste -s -d ,)
            grep -q probe request.json && echo '{"probe":{"_0":{"durationsMilliseconds":['$lengths']}}}' > result.json
            cat image* audio* > video.mp4 2>/dev/null
            exit 0
            """
        try folder.write(script, to: "renderer.sh")
        guard chmod(folder.path("renderer.sh"), 0o755) == 0 else { throw FileError("protect", "renderer.sh") }
        var variables = ProcessInfo.processInfo.environment
        variables["AURORA_RENDER"] = folder.path("renderer.sh")
        environment = SessionEnvironment(
            variables: variables, executable: folder.path("renderer.sh"), processorCount: 2,
            now: {
                var time = timespec()
                clock_gettime(CLOCK_REALTIME, &time)
                return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
            }, timeZoneOffsetMinutes: 0)
        try GitRecordRepository.create(at: folder.path)
        let configuration = try folder.text(of: ".git/config")
        try folder.write(configuration + "[user]\n\tname = Test\n\temail = test@example.com\n", to: ".git/config")
        for name in ["a", "b", "deep/c", "deep/d"] { try addScene(name) }
    }

    // MARK: Looking

    /// What a build would do, as text: from a glance, or from everything.
    func preview(atAGlance: Bool) async -> [String] {
        do {
            let glance = atAGlance ? try glance() : nil
            let preview = try await open(glance).preview(ids: [])
            return preview.entries.map { "\($0.step.action.name): \($0.step.state)" } + preview.removed.sorted() + [
                "current: \(preview.currentCount)"
            ]
        } catch { return complaints(error) }
    }

    /// Builds as the command line does; what is not committed afterwards, or what is wrong.
    func build(atAGlance: Bool) async -> (outcome: BuildOutcome?, left: [String]) {
        let options = BuildOptions()
        do {
            let glance = atAGlance ? try glance() : nil
            if let outcome = glance?.nothingToDo(options, hasOverrides: false) { return (outcome, left(outcome)) }
            let rest = glance?.including(uncommittedUnder: nil, environment: environment)
            let outcome = try await open(rest).build(options, observer: Silence())
            return (outcome, left(outcome))
        } catch { return (nil, complaints(error)) }
    }

    private func left(_ outcome: BuildOutcome) -> [String] {
        (outcome.commit?.uncommitted.map { "\($0)" } ?? []) + outcome.report.failures.map(\.problem)
    }

    /// What a diff says will be made, and what may be; `nil` for a workspace with mistakes.
    func told() async -> (will: Set<String>, may: Set<String>)? {
        guard let preview = try? await open(glance()).preview(ids: []) else { return nil }
        let steps = preview.entries.map(\.step)
        return (
            Set(steps.filter(\.state.willRun).map(\.action.name)), Set(steps.filter(\.state.mayRun).map(\.action.name))
        )
    }

    /// Every file that was made, with its bytes.
    func outputs() throws -> [String: [UInt8]] {
        let paths = try files(under: "out")
        return Dictionary(uniqueKeysWithValues: try paths.map { ($0, try Files.read(folder.path($0))) })
    }

    /// What building a copy of the sources makes, of which nobody knows anything; `nil` if that cannot be done.
    func outputsFromNothing() async throws -> [String: [UInt8]]? {
        let copy = try EditedWorkspace(random)
        try Files.removeTree(copy.folder.path("scenes"))
        for top in ["scenes", "sounds", "aurora.yaml", "base.yaml", "prompt.txt", "face.png", "head.png"] {
            guard let facts = try FileFacts.of(folder.path(top)) else { continue }
            for path in facts.kind == .directory ? try files(under: top) : [top] {
                try copy.folder.write(try Files.read(folder.path(path)), to: path)
            }
        }
        return await copy.build(atAGlance: false).outcome == nil ? nil : try copy.outputs()
    }

    func glance(_ source: Glance.Source = .watcher) throws -> Glance? {
        try Glance.at(folder.path, profile: nil, overrides: [:], environment: environment, source: source)
    }

    func open(_ glance: Glance? = nil) throws -> Session {
        try Session.open(folder.path, profile: nil, environment: environment, glance: glance)
    }

    private func complaints(_ error: any Error) -> [String] {
        (error as? any DiagnosticConvertible)?.diagnostics.map { ($0.span?.location ?? "") + " " + $0.problem }.sorted()
            ?? ["\(error)"]
    }

    private struct Silence: BuildObserver { func observe(_ event: BuildEvent) {} }

    // MARK: Editing

    /// Does one thing that people, editors and git do to a workspace.
    func edit() throws {
        let edits: [(String, () throws -> Void)] = [
            ("prompt", { try self.editScene { $0 + "# \(self.number(1000))\nprompt: says \(self.number(5))\n" } }),
            ("seed", { try self.editScene { $0 + "settings: {seed: \(self.number(4))}\n" } }),
            ("takes", { try self.editScene { $0 + "settings: {takes: \(1 + self.number(2))}\n" } }),
            ("quality", { try self.editScene { $0 + "settings: {quality: \(70 + self.number(3))}\n" } }),
            ("comment", { try self.append("# note \(self.number(100))\n", to: self.anySceneFile()) }),
            ("white space", { try self.append("\n\n", to: self.anySceneFile()) }),
            ("extends", { try self.editScene { $0 + "extends: \(self.up($0))base.yaml\n" } }),
            ("broken", { try self.append("nonsense: [\n", to: self.anySceneFile()) }),
            ("input bytes", { try self.scramble(self.anyInput(), keepingTimes: false) }),
            ("input bytes, times restored", { try self.scramble(self.anyInput(), keepingTimes: true) }),
            ("scene bytes, times restored", { try self.scramble(self.anySceneFile(), keepingTimes: true) }),
            ("touched", { try self.touch(self.anyInput()) }),
            ("touched scene", { try self.touch(self.anySceneFile()) }),
            ("mode", { try self.changeMode(self.anyInput()) }), ("mode", { try self.changeMode(self.anySceneFile()) }),
            ("prompt file", { try self.folder.write("A baker says \(self.number(3))\n", to: "prompt.txt") }),
            ("base", { try self.folder.write("prompt: {file: prompt.txt}\n# \(self.number(9))\n", to: "base.yaml") }),
            ("workspace", { try self.editWorkspace() }),
            ("removed input", { try Files.remove(self.folder.path(self.anyInput())) }),
            ("moved", { try self.moveScene() }), ("moved", { try self.moveScene() }),
            ("deleted", { try self.deleteScene() }), ("added", { try self.addScene("n\(self.number(5))") }),
            ("added deep", { try self.addScene("deep/n\(self.number(3))") }), ("one file", { try self.flattenScene() }),
            (
                "output deleted",
                { if let path = try self.anyFile(under: "out") { try Files.remove(self.folder.path(path)) } }
            ),
            ("output scribbled", { if let path = try self.anyFile(under: "out") { try self.append("x", to: path) } }),
            (
                "record deleted",
                { if let path = try self.anyFile(under: "records") { try Files.remove(self.folder.path(path)) } }
            ),
            (
                "record scribbled",
                { if let path = try self.anyFile(under: "records") { try self.folder.write("{}", to: path) } }
            ),
            ("stray file", { try self.folder.write("x", to: "scenes/a/.scene.yaml.swp") }),
            ("stray file gone", { try Files.remove(self.folder.path("scenes/a/.scene.yaml.swp")) }),
            ("stray note", { try self.folder.write("x", to: "scenes/notes\(self.number(9)).txt") }),
            ("other case", { try self.addScene("A") }),
            ("campaign", { try self.folder.write("x: y\n", to: "campaigns/c.yaml") }),
            ("no campaign", { try Files.removeTree(self.folder.path("campaigns")) }),
            ("state lost", { try Files.removeTree(self.folder.path(".aurora/index")) }),
            ("cache lost", { try Files.removeTree(self.folder.path(".aurora")) }),
            ("input renamed", { try self.renameInput() }),
            ("ignored", { try self.ignoreSomething() }), ("settings of git", { try self.changeSettings() }),
            ("merge begun", { try self.folder.write(String(repeating: "1", count: 40), to: ".git/MERGE_HEAD") }),
            ("merge ended", { try Files.remove(self.folder.path(".git/MERGE_HEAD")) }),
            ("committed", { _ = try? self.open().commit(ids: [], message: nil) }),
            ("mended", { try self.mend() }), ("mended", { try self.mend() }), ("mended", { try self.mend() }),
            ("nothing", {}),
        ]
        let (name, body) = edits[number(edits.count)]
        history.append(name)
        try body()
    }

    func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    private func up(_ text: String) -> String {
        text.contains("# up 3") ? "../../../" : text.contains("# up 2") ? "../../" : "../"
    }

    private func text(ofScene path: String) -> String {
        let depth = path.split(separator: "/").count - 1
        return """
            # up \(depth)
            image: \(String(repeating: "../", count: depth))face.png
            audio: \(String(repeating: "../", count: depth))sounds/\(number(4)).wav

            """
    }

    func addScene(_ name: String) throws {
        let path = "scenes/\(name)/scene.yaml"
        try addSounds()
        try folder.write(text(ofScene: path) + "prompt: hello\n", to: path)
    }

    private func addSounds() throws {
        for sound in 0..<4 where try FileFacts.of(folder.path("sounds/\(sound).wav")) == nil {
            try folder.write("sound \(sound)", to: "sounds/\(sound).wav")
        }
    }

    /// The workspace without a mistake again, whatever was done to it.
    func mend() throws {
        try Files.removeTree(folder.path("scenes/A"))
        try Files.removeTree(folder.path("campaigns"))
        try addSounds()
        let all = Set(try scenes())
        // Of two files for one id, one goes.
        for path in all where all.contains(path.dropLast(".yaml".count) + "/scene.yaml") {
            try Files.remove(folder.path(path))
        }
        for path in try scenes() {
            try folder.write(text(ofScene: path) + "prompt: hello \(number(3))\n", to: path)
        }
        if try scenes().count < 2 { try addScene("a") }
        if try FileFacts.of(folder.path("face.png")) == nil { try folder.write("face again", to: "face.png") }
        try folder.write("name: edits\n", to: "aurora.yaml")
        for path in [".git/MERGE_HEAD", "sounds/.gitignore", "scenes/a/.gitignore", ".git/info/exclude", "more-rules"] {
            try Files.remove(folder.path(path))
        }
    }

    /// Gives the picture another name, and has every scene that stands say so.
    private func renameInput() throws {
        guard try FileFacts.of(folder.path("face.png")) != nil else { return }
        try folder.write(try Files.read(folder.path("face.png")), to: "head.png")
        for path in try scenes() {
            let text = String(decoding: try Files.read(folder.path(path)), as: UTF8.self)
            try folder.write(text.replacing("face.png", with: "head.png"), to: path)
        }
    }

    /// Writes ignore rules to one of the places where git looks for them.
    private func ignoreSomething() throws {
        let places = [".git/info/exclude", "sounds/.gitignore", "scenes/a/.gitignore", "more-rules"]
        let rules = ["*.wav\n", "face.png\n", "*.yaml\n", ""]
        try folder.write(rules[number(rules.count)], to: places[number(places.count)])
    }

    /// Has git look for rules in one more file, or not.
    private func changeSettings() throws {
        let settings = try folder.text(of: ".git/config").components(separatedBy: "[core]\n\texcludesFile")[0]
        let more = number(2) == 0 ? "[core]\n\texcludesFile = \(folder.path("more-rules"))\n" : ""
        try folder.write(settings + more, to: ".git/config")
    }

    private func editWorkspace() throws {
        try folder.write("name: edits\ndefaults: {settings: {quality: \(80 + number(3))}}\n", to: "aurora.yaml")
    }

    /// The first two lines of a scene stay; the rest is what `change` makes of them.
    private func editScene(_ change: (String) -> String) throws {
        let path = try anySceneFile()
        try folder.write(change(text(ofScene: path)), to: path)
    }

    private func files(under top: String) throws -> [String] {
        var found: [String] = []
        var pending = [top]
        while let directory = pending.popLast() {
            for name in try Files.names(in: folder.path(directory)) {
                let path = "\(directory)/\(name)"
                if try FileFacts.of(folder.path(path))?.kind == .directory {
                    pending.append(path)
                } else {
                    found.append(path)
                }
            }
        }
        return found.sorted()
    }

    private func scenes() throws -> [String] { try files(under: "scenes").filter { $0.hasSuffix(".yaml") } }

    private func anyFile(under top: String) throws -> String? {
        let files = try files(under: top)
        return files.isEmpty ? nil : files[number(files.count)]
    }

    private func anySceneFile() throws -> String {
        if try scenes().isEmpty { try addScene("a") }
        let scenes = try scenes()
        return scenes[number(scenes.count)]
    }

    private func anyInput() throws -> String { number(3) == 0 ? "face.png" : "sounds/\(number(4)).wav" }

    private func append(_ text: String, to path: String) throws {
        // In place, as a shell does.
        guard let file = fopen(folder.path(path), "a") else { throw FileError("write", path) }
        fputs(text, file)
        fclose(file)
    }

    /// Other bytes, as many as before, in place.
    private func scramble(_ path: String, keepingTimes: Bool) throws {
        guard let facts = try FileFacts.of(folder.path(path)), facts.size > 0 else { return }
        guard let file = fopen(folder.path(path), "r+") else { throw FileError("write", path) }
        fseek(file, Int(facts.size) - 1, SEEK_SET)
        fputc(Int32(UInt8(ascii: "a")) + Int32(number(26)), file)
        fclose(file)
        guard keepingTimes else { return }
        let time = timespec(
            tv_sec: Int(facts.modifiedNanoseconds / 1_000_000_000),
            tv_nsec: Int(facts.modifiedNanoseconds % 1_000_000_000))
        utimensat(AT_FDCWD, folder.path(path), [time, time], 0)
    }

    private func touch(_ path: String) throws { utimensat(AT_FDCWD, folder.path(path), nil, 0) }

    private func changeMode(_ path: String) throws { chmod(folder.path(path), [0o644, 0o755, 0o600][number(3)]) }

    private func moveScene() throws {
        let path = try anySceneFile()
        guard path.hasSuffix("/scene.yaml"), let old = Paths.parent(path), path.split(separator: "/").count == 3 else {
            return
        }
        let new = "scenes/m\(number(6))"
        guard try FileFacts.of(folder.path(new)) == nil else { return }
        try Files.rename(folder.path(old), to: folder.path(new))
    }

    /// `a/scene.yaml` becomes `a.yaml`.
    private func flattenScene() throws {
        let path = try anySceneFile()
        guard path.hasSuffix("/scene.yaml"), let old = Paths.parent(path) else { return }
        try Files.removeTree(folder.path(old))
        try folder.write(text(ofScene: old + ".yaml") + "prompt: hello\n", to: old + ".yaml")
    }

    private func deleteScene() throws {
        guard try scenes().count > 2 else { return }
        let path = try anySceneFile()
        try Files.remove(folder.path(path))
    }
}
