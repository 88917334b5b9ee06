import AuroraCore
import AuroraTesting
import Testing

@testable import AuroraWorkspace

/// Tasks to scenes and back, nothing lost.
@Suite struct HostedTaskTests {
    @Test func everyTaskComesBackAsItWas() throws {
        var random = SeededGenerator.fresh()
        for _ in 0..<500 {
            let members = Self.task(&random)
            let text = TestJSON.object(members).text
            let tasks = try HostedTaskReader.tasks(in: Array(text.utf8), file: "task.json")
            let exported = try Self.export(try #require(tasks.first))
            for (name, value) in members {
                #expect(
                    exported[name].map(Self.compact) == Self.normal(name, value).text, "\(text), seed \(random.seed)")
            }
        }
    }

    @Test(arguments: [
        ("{}", "the task has no `taskType`"), ("[1]", "a task must be an object, not a value"),
        ("[]", "there is no task in it"),
        (#"{"taskType": "imageInference"}"#, "`taskType` must be `videoInference`, not `imageInference`"),
        (#"{"seed": 1}"#, "a task of this model has no key `seed`"),
        (#"{"numberResults": "2"}"#, "`numberResults` must be a number, not text"),
        (#"{"numberResults": 5}"#, "`numberResults` must be a whole number from 1 to 4, not `5`"),
        (#"{"CFGScale": 1.005}"#, "`CFGScale` must be a number from 0 to 10 in steps of 0.01, not `1.005`"),
        (#"{"ttl": 59}"#, "`ttl` must be a whole number from 60 to 31536000, not `59`"),
        (#"{"includeCost": "yes"}"#, "`includeCost` must be `true` or `false`"),
        (#"{"outputType": ["URL", "base64Data"]}"#, "`outputType` must be text, not a list"),
        (#"{"deliveryMethod": "sync"}"#, "`deliveryMethod` must be `async`, not `sync`"),
        (
            #"{"taskUUID": "c734d6e1-a1b2-15a5-9deb-aec768e1e1c3"}"#,
            "`taskUUID` must be a UUID of version 4, not `c734d6e1-a1b2-15a5-9deb-aec768e1e1c3`"
        ),
        (#"{"webhookURL": "http://example.com"}"#, "`webhookURL` must begin with `https://`"),
    ])
    func whatATaskCannotSayIsRefused(text: String, problem: String) throws {
        let error = #expect(throws: DiagnosticsError.self) {
            _ = try HostedTaskReader.tasks(in: Array(text.utf8), file: "task.json")
        }
        #expect(
            error?.diagnostics.map(\.problem).contains(problem) == true, "\(error?.diagnostics.map(\.problem) ?? [])")
    }

    /// The task of the scene that a task becomes.
    private static func export(_ task: HostedTask) throws -> JSONSchema {
        let yaml = task.sceneFile(image: "portrait.jpg", audio: "line.wav", origin: "task.json")
        let source = try SourceText(file: "scenes/x/scene.yaml", bytes: Array(yaml.utf8))
        var problems = Problems()
        let entries = try YAMLReader.entries(of: source, reporting: &problems)
        let template =
            SceneTemplate.isNeeded(for: source) ? SceneTemplate(entries, in: source, reporting: &problems) : nil
        var reader = FieldReader(source)
        let layer = reader.sceneLayer(entries, from: template, of: .sceneFile, providers: nil)
        #expect(reader.diagnostics == [] && problems.errorCount == 0, "\(yaml)")
        var settings = Settings()
        for setting in layer.settings { settings.apply(setting.value, at: nil) }
        var prompt = ""
        if case .value(.text(let text), _) = layer.prompt { prompt = text }
        let scene = ExportedScene(
            id: SceneID("x"), image: task.image, audio: task.audio, prompt: prompt, settings: settings)
        return scene.task(
            image: "https://example.com/face.jpg", audio: "https://example.com/line.mp3",
            taskUUID: "00000000-0000-4000-8000-000000000000")
    }

    /// On one line, as tests write it.
    private static func compact(_ value: JSONSchema) -> String {
        guard case .object(let members) = value else { return String(value.file.dropLast()) }
        return "{" + members.map { "\(JSONSchema.quoted($0.name)): \(compact($0.value))" }.joined(separator: ", ") + "}"
    }

    /// As `export` writes a value that means the same.
    private static func normal(_ name: String, _ value: TestJSON) -> TestJSON {
        switch (name, value) {
        case ("outputFormat", .text(let text)): .text(text.uppercased())
        case ("CFGScale", .number(let digits)) where digits.hasSuffix(".50"): .number(String(digits.dropLast()))
        default: value
        }
    }

    private static func task(_ random: inout SeededGenerator) -> [(String, TestJSON)] {
        let characters = Array("ab \"\\'{}$:#é😀\n,[]&*!|>%@`-")
        let prompt = (0..<Int.random(in: 2...40, using: &random)).map { _ in
            characters.randomElement(using: &random) ?? "x"
        }
        func one(_ texts: String...) -> TestJSON { .text(texts.randomElement(using: &random) ?? "") }
        func number(_ digits: String...) -> TestJSON { .number(digits.randomElement(using: &random) ?? "") }
        let all: [(String, TestJSON)] = [
            ("taskUUID", one("c734d6e1-a1b2-45a5-9deb-aec768e1e1c3", "CF245B6A-1815-4D86-8248-31BAB664C505")),
            ("model", one("creatify:aurora@fast", "creatify:aurora@0")),
            ("positivePrompt", .text(String(prompt) + "end")), ("CFGScale", number("0", "1.6", "10", "0.01", "2.50")),
            ("numberResults", number("1", "2", "4")), ("outputType", .text("URL")),
            ("outputFormat", one("MP4", "WEBM", "MOV", "webm")), ("outputQuality", number("20", "95", "99")),
            ("deliveryMethod", .text("async")), ("includeCost", .flag(Bool.random(using: &random))),
            ("ttl", number("60", "3600", "31536000")), ("webhookURL", one("https://example.com/hook?task=1")),
            ("uploadEndpoint", one("https://example.com/up/1")),
        ]
        let kept = all.filter { _ in Bool.random(using: &random) }
        return [("taskType", .text("videoInference"))] + kept.shuffled(using: &random)
            + [
                (
                    "inputs",
                    .object([
                        ("image", .text("https://example.com/face.jpg")),
                        ("audio", .text("https://example.com/line.mp3")),
                    ])
                )
            ]
    }
}
