import AuroraCore
import AuroraTesting
import Testing

@testable import AuroraWorkspace

/// The schemas say what the readers do.
@Suite struct SchemaTests {
    @Test func everyKeyOfAReaderIsTold() {
        let scene = FileSchema.scene.schema["properties"]
        let workspace = FileSchema.workspace.schema["properties"]
        let campaign = FileSchema.campaign.schema["properties"]
        let settings = scene?["settings"]?["properties"]
        let profile = workspace?["profiles"]?["additionalProperties"]?["properties"]
        let provider = workspace?["providers"]?["additionalProperties"]?["properties"]
        let expected: [(JSONSchema?, [String])] = [
            (scene, SceneLayerOwner.sceneFile.keys), (workspace, FieldReader.workspaceKeys),
            (workspace?["defaults"]?["properties"], SceneLayerOwner.workspaceDefaults.keys),
            (campaign, FieldReader.campaignKeys), (settings, SettingText.names + FieldReader.hostedSettings),
            (profile, FieldReader.profileKeys), (provider, FieldReader.commandKeys),
            (
                campaign?["override"]?["items"]?["properties"], ["match"] + SceneLayerOwner.cell.keys
            ),
        ]
        for (schema, keys) in expected {
            #expect(schema?.names == keys)
            for key in keys { #expect(schema?[key] != .object([]), "nothing is told of `\(key)`") }
        }
    }

    @Test(arguments: FileSchema.allCases)
    func whatTheSchemaAcceptsTheReaderDoesToo(_ kind: FileSchema) throws {
        var random = SeededGenerator.fresh()
        let validator = SchemaValidator(kind.schema)
        var accepted = 0
        for _ in 0..<3000 {
            let document = Documents.document(kind, &random)
            let isAccepted = validator.accepts(document)
            let problems = try Self.problems(with: document, kind)
            #expect(isAccepted == problems.isEmpty, "\(document.text): \(problems), seed \(random.seed)")
            if isAccepted { accepted += 1 }
        }
        // A generator that makes mistakes only, or none, would prove nothing.
        #expect((300...2700).contains(accepted), "\(accepted)")
    }

    @Test func numbersCanBeVariablesWhereThereAreTemplates() {
        let document = TestJSON.object([("settings", .object([("quality", .text("${quality}"))]))])
        #expect(SchemaValidator(FileSchema.scene.schema).accepts(document))
        let escaped = TestJSON.object([("settings", .object([("quality", .text("quality"))]))])
        #expect(!SchemaValidator(FileSchema.scene.schema).accepts(escaped))
        let defaults = TestJSON.object([("defaults", document)])
        #expect(!SchemaValidator(FileSchema.workspace.schema).accepts(defaults))
    }

    @Test func theExamplesOfTheProjectFit() throws {
        for (kind, text) in [
            (FileSchema.workspace, LoadWorkspaceTests.storytellers["aurora.yaml"]),
            (.scene, LoadWorkspaceTests.storytellers["scenes/baker/scene.yaml"]),
            (.campaign, CampaignTests.spring["campaigns/spring.yaml"]),
        ] {
            let source = try SourceText(file: "x.yaml", bytes: Array((text ?? "").utf8))
            var problems = Problems()
            let entries = try YAMLReader.entries(of: source, reporting: &problems)
            #expect(
                SchemaValidator(kind.schema).accepts(.object(entries.map { ($0.name, Self.json($0.value)) })), "\(kind)"
            )
        }
    }

    /// What the reader of such a file says of a document.
    private static func problems(with document: TestJSON, _ kind: FileSchema) throws -> [String] {
        let source = try SourceText(file: "folder/c.yaml", bytes: Array(document.text.utf8))
        var problems = Problems()
        let entries = try YAMLReader.entries(of: source, reporting: &problems)
        var reader = FieldReader(source)
        switch kind {
        case .scene: _ = reader.sceneLayer(entries, of: .sceneFile, providers: nil)
        case .workspace: _ = reader.workspace(entries)
        case .campaign: _ = reader.campaign(entries, named: "c", start: source.start, reporting: &problems)
        }
        return reader.diagnostics.map(\.problem) + problems.sorted().map(\.problem)
    }

    private static func json(_ node: SyntaxNode) -> TestJSON {
        switch node.content {
        case .mapping(let entries): .object(entries.map { ($0.name, json($0.value)) })
        case .sequence(let items): .list(items.map(json))
        case .scalar(let text, .plain) where JSONReader.isNumber(text): .number(text)
        case .scalar(let text, .plain) where text == "true" || text == "false": .flag(text == "true")
        case .scalar(let text, _): .text(text)
        }
    }
}

/// Random documents, most of them nearly right.
private enum Documents {
    static func document(_ kind: FileSchema, _ random: inout SeededGenerator) -> TestJSON {
        switch kind {
        case .scene: object(scene, &random)
        case .workspace: object(workspace, &random)
        case .campaign:
            .object(
                members(campaign, &random)
                    + [("scene", .text("../scenes/baker"))].filter { _ in Int.random(in: 0..<20, using: &random) > 0 })
        }
    }

    private typealias Make = @Sendable (inout SeededGenerator) -> TestJSON

    private static let settings: [(String, Make)] = [
        ("cfgScale", pick("0", "10", "1.25", "10.01", "1.005", "-1", "2.500")),
        ("quality", pick("20", "99", "19", "100")),
        ("takes", pick("1", "4", "0", "5")), ("seed", pick("0", "18446744073709551615", "-1", "18446744073709600000")),
        ("fps", pick("1", "60", "0", "61")),
        ("motion", pick("0", "200", "-1", "201")), ("expression", words("smile", "neutral", "happy", "Smile")),
        ("blinkRate", pick("0", "40", "-1", "41")), ("camera", words("still", "drift", "zoom")),
        ("warmth", pick("-100", "100", "-101", "101")), ("backgroundBlur", pick("0", "100", "-1", "101")),
        ("ttl", pick("60", "31536000", "59", "31536001")),
        ("codec", words("h264", "prores", "vp9")), ("format", words("mp4", "webm", "mov", "mp3")),
        ("safety", words("none", "fast", "full", "off")),
        ("size", words("480p", "720p", "1080p", "4k")), ("includeCost", words("true", "yes")),
        ("sise", words("480p")), ("model", words("creatify:aurora@fast", "creatify:aurora@1")),
        ("outputType", words("URL", "base64Data")), ("deliveryMethod", words("async", "sync")),
        ("taskUUID", words("c734d6e1-a1b2-45a5-9deb-aec768e1e1c3", "c734d6e1-a1b2-15a5-9deb-aec768e1e1c3")),
    ]

    private static let scene: [(String, Make)] = [
        ("image", words("p.jpg", "faces/p.jpg", "/p.jpg", "~/p.jpg", "", "two\nlines")),
        ("audio", words("l.wav", "/l.wav")),
        ("prompt", prompt), ("transcript", prompt(atLeast: 0)), ("provider", words("embedded", "runware", "")),
        ("settings", { object(settings, &$0) }), ("extends", words("base.yaml", "/base.yaml")), ("promt", words("x")),
        ("poster", poster), ("sheet", sheet), ("preview", preview), ("variants", variants), ("face", face),
    ]

    private static let face: Make = { random in
        func point(_ x: String, _ y: String) -> TestJSON { .list([.number(x), .number(y)]) }
        let eyes = TestJSON.list([point("0.42", "0.4"), point("0.58", "0.40")])
        let mouth = point("0.5", "0.625")
        let faces: [TestJSON] = [
            .object([("at", mouth)]), .object([("at", point("0.5", "1.01"))]), .object([("at", point("0.12345", "0"))]),
            .object([("at", .list([.number("0.5")]))]), .object([("eyes", eyes), ("mouth", mouth)]),
            .object([("eyes", eyes)]), .object([("mouth", mouth)]), .object([("at", mouth), ("mouth", mouth)]),
            .object([("eyes", mouth), ("mouth", mouth)]), .object([]), .object([("nose", mouth)]),
        ]
        return any(&random) ?? faces.randomElement(using: &random) ?? .object([])
    }

    private static let poster: Make = { random in
        any(&random)
            ?? (Bool.random(using: &random)
                ? .text("none")
                : object([("at", pick("0", "1.5", "601")), ("width", pick("64", "63", "321", "1920"))], &random))
    }

    private static let sheet: Make = { random in
        any(&random)
            ?? (Int.random(in: 0..<4, using: &random) == 0
                ? .text("none")
                : object(
                    [("columns", pick("1", "12", "13")), ("rows", pick("3", "0")), ("width", pick("64", "65", "640"))],
                    &random))
    }

    private static let preview: Make = { random in
        any(&random)
            ?? (Int.random(in: 0..<4, using: &random) == 0
                ? .text("none")
                : object(
                    [
                        ("from", pick("0", "1.5", "601")), ("seconds", pick("0.2", "0.1", "10")),
                        ("width", pick("64", "321", "720")), ("fps", pick("1", "25", "26")),
                    ], &random))
    }

    private static let variants: Make = { random in
        any(&random)
            ?? .list(
                (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    words("mp4", "webm", "mov", "webm", "mp3")(&random)
                })
    }

    private static let workspace: [(String, Make)] = [
        ("name", words("videos", "")), ("profile", words("draft")),
        ("defaults", { object(scene, &$0) }),
        (
            "profiles",
            { random in
                .object([
                    (
                        Bool.random(using: &random)
                            ? "draft" : [".x", "a b", "final-2"].randomElement(using: &random) ?? "",
                        object(
                            [
                                ("provider", words("embedded")), ("settings", { object(settings, &$0) }),
                                ("image", words("x")), ("poster", poster), ("variants", variants),
                            ], &random)
                    )
                ])
            }
        ),
        (
            "providers",
            { random in
                var members: [(String, TestJSON)] = [
                    ("kind", .text("command")), ("version", .number("3")),
                    ("run", .list([.text("render"), .text("{output}")])),
                ]
                if Bool.random(using: &random) {
                    members.append(("seconds", pick("1", "86400", "0", "86401")(&random)))
                }
                if Int.random(in: 0..<4, using: &random) == 0 { members.removeFirst() }
                return .object([(Int.random(in: 0..<5, using: &random) == 0 ? "runware" : "mine", .object(members))])
            }
        ), ("budget", { object([("scene", pick("0", "2.50", "-1")), ("week", pick("1"))], &$0) }),
        ("git", { object([("commit", words("records", "all", "off", "none")), ("push", words("x"))], &$0) }),
        ("cache", { object([("dir", words(".aurora", "/tmp")), ("size", pick("1"))], &$0) }), ("scenes", words("x")),
    ]

    private static let campaign: [(String, Make)] = [
        (
            "data",
            { random in
                Bool.random(using: &random)
                    ? dataFile(&random) : .list([dataFile(&random)].filter { _ in Bool.random(using: &random) })
            }
        ),
        (
            "matrix",
            { object([("locale", values), ("tone", values), ("exclude", conditions), ("bad name}", values)], &$0) }
        ),
        ("id", words("${locale}", "")), ("reel", words("x")), ("name", words("c")),
        (
            "override",
            { random in
                .list([
                    .object(
                        [("match", condition(&random)), ("settings", .object([("quality", .number("90"))]))]
                            .filter { _ in Int.random(in: 0..<8, using: &random) > 0 } + [("prompt", .text("hello"))])
                ])
            }
        ),
    ]

    private static let dataFile = words("rows.csv", "rows.TSV", "rows.json", "rows.xlsx", "/rows.csv")

    private static func values(_ random: inout SeededGenerator) -> TestJSON {
        [
            .list([.text("en"), .text("de")]), .list([.number("1")]), .list([]), .text("en"),
            .list([.text("a"), .text("a")]),
        ]
        .randomElement(using: &random) ?? .null
    }

    private static func condition(_ random: inout SeededGenerator) -> TestJSON {
        [
            .object([("locale", .text("de"))]), .object([("locale", .list([.text("de"), .number("1")]))]), .object([]),
            .list([]),
        ]
        .randomElement(using: &random) ?? .null
    }

    private static func conditions(_ random: inout SeededGenerator) -> TestJSON { .list([condition(&random)]) }

    private static func prompt(_ random: inout SeededGenerator) -> TestJSON { prompt(atLeast: 2)(&random) }

    /// Not a number: whether one is long enough is more than a schema can say.
    private static func prompt(atLeast minimum: Int) -> Make {
        { random in
            [
                .text("hello there"), .text(String(repeating: "x", count: minimum)),
                .object([("file", .text("p.txt"))]),
                .object([]), .object([("file", .text("p.txt")), ("encoding", .text("x"))]), .list([]), .null,
            ].randomElement(using: &random) ?? .null
        }
    }

    private static func pick(_ numbers: String...) -> Make {
        { random in any(&random) ?? .number(numbers.randomElement(using: &random) ?? "0") }
    }

    private static func words(_ words: String...) -> Make {
        { random in any(&random) ?? .text(words.randomElement(using: &random) ?? "") }
    }

    /// Now and then, something of another type.
    private static func any(_ random: inout SeededGenerator) -> TestJSON? {
        guard Int.random(in: 0..<16, using: &random) == 0 else { return nil }
        return [.null, .list([]), .object([]), .list([.text("x")])].randomElement(using: &random)
    }

    private static func object(_ members: [(String, Make)], _ random: inout SeededGenerator) -> TestJSON {
        .object(self.members(members, &random))
    }

    private static func members(_ members: [(String, Make)], _ random: inout SeededGenerator) -> [(String, TestJSON)] {
        let count = Int.random(in: 1...3, using: &random)
        return members.shuffled(using: &random).prefix(count).map { ($0.0, $0.1(&random)) }
    }
}
