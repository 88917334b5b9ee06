import AuroraHosted
import AuroraTesting
import AuroraWorkspace
import Testing

@testable import AuroraServe

/// Every parameter of the model's page, with what it may be and every kind of what it may not: the answers are in a golden
/// file. Written from the page's ranges, not from the table that the server goes by.
@Suite struct FieldTableTests {
    private static let number = JSONValue.number
    private static let text = JSONValue.text

    /// Values by parameter, with a name for each.
    private static let cases: [(parameter: String, values: [(name: String, value: JSONValue?)])] = [
        ("taskType", [("another", text("imageInference")), ("absent", nil), ("number", number(1))]),
        (
            "taskUUID",
            [
                ("version 4", text(ServeBench.id)), ("capitals", text(ServeBench.id.uppercased())),
                ("version 1", text("0d8b8a2e-7b0b-1d66-9b4e-5f0d7f5a8c11")), ("no UUID", text("task-1")),
                ("in braces", text("{0d8b8a2e-7b0b-4d66-9b4e-5f0d7f5a8c11}")), ("absent", nil), ("number", number(4)),
            ]
        ),
        (
            "model",
            [
                ("fast", text("creatify:aurora@fast")), ("full", text("creatify:aurora@0")),
                ("unknown", text("nope:1@1")), ("absent", nil), ("null", .null), ("list", .list([])),
            ]
        ),
        (
            "positivePrompt",
            [
                ("least", text("ab")), ("most", text(String(repeating: "é", count: 3000))), ("absent", nil),
                ("empty", text("")), ("one less", text("a")), ("one more", text(String(repeating: "a", count: 3001))),
                ("number", number(12)), ("flag", .flag(true)),
            ]
        ),
        (
            "CFGScale",
            [
                ("least", number(0)), ("most", number(10)), ("default", number(1)), ("step", number(1.15)),
                ("absent", nil),
                ("below", number(-0.01)), ("above", number(10.01)), ("between steps", number(1.005)),
                ("text", text("1")), ("flag", .flag(true)), ("huge", number(1e300)),
            ]
        ),
        (
            "numberResults",
            [
                ("least", number(1)), ("most", number(4)), ("absent", nil), ("below", number(0)), ("above", number(5)),
                ("fraction", number(1.5)), ("text", text("2")), ("null", .null), ("huge", number(1e300)),
            ]
        ),
        (
            "outputType",
            [
                ("default", text("URL")), ("in a list", .list([text("URL")])), ("absent", nil),
                ("another", text("base64Data")), ("two in a list", .list([text("URL"), text("URL")])),
                ("number", number(1)),
            ]
        ),
        (
            "outputFormat",
            [
                ("default", text("MP4")), ("second", text("WEBM")), ("third", text("MOV")),
                ("small letters", text("webm")),
                ("absent", nil), ("another", text("AVI")), ("empty", text("")), ("list", .list([text("MP4")])),
            ]
        ),
        (
            "outputQuality",
            [
                ("least", number(20)), ("most", number(99)), ("default", number(95)), ("absent", nil),
                ("below", number(19)),
                ("above", number(100)), ("fraction", number(95.5)), ("text", text("95")),
            ]
        ),
        (
            "deliveryMethod",
            [("default", text("async")), ("absent", nil), ("another", text("sync")), ("flag", .flag(true))]
        ),
        (
            "includeCost",
            [
                ("true", .flag(true)), ("false", .flag(false)), ("absent", nil), ("text", text("true")),
                ("number", number(1)),
            ]
        ),
        (
            "ttl",
            [
                ("least", number(60)), ("most", number(31_536_000)), ("absent", nil), ("below", number(59)),
                ("above", number(31_536_001)), ("fraction", number(60.5)), ("text", text("60")),
            ]
        ),
        (
            "webhookURL",
            [
                ("https", text("https://example.com/hook?secret=1")), ("absent", nil), ("no URI", text("example.com")),
                ("another scheme", text("ftp://example.com/")), ("with a password", text("https://a:b@example.com/")),
                ("with a blank", text("https://example.com/a b")), ("number", number(1)),
            ]
        ),
        (
            "uploadEndpoint",
            [
                ("https", text("https://example.com/put?signature=1")), ("absent", nil), ("no URI", text("put")),
                ("list", .list([])),
            ]
        ),
        (
            "safety",
            [
                ("empty", .object([:])), ("flag", .object(["checkContent": .flag(true)])),
                ("mode", .object(["mode": text("full")])),
                ("both", .object(["checkContent": .flag(false), "mode": text("fast")])),
                ("absent", nil), ("text", text("fast")), ("unknown mode", .object(["mode": text("strict")])),
                ("flag as text", .object(["checkContent": text("true")])),
                ("unknown member", .object(["level": number(1)])),
            ]
        ),
        (
            "inputs",
            [
                ("absent", nil), ("empty", .object([:])), ("text", text("x")),
                ("no audio", .object(["image": text(ServeBench.picture)])),
                ("no image", .object(["audio": text(ServeBench.sound)])),
                ("number", .object(["image": number(1), "audio": text(ServeBench.sound)])),
                ("empty text", .object(["image": text(""), "audio": text(ServeBench.sound)])),
                (
                    "unknown member",
                    .object(["image": text(ServeBench.picture), "audio": text(ServeBench.sound), "video": text("x")])
                ),
            ]
        ),
        ("seed", [("unknown here", number(1))]), ("width", [("unknown here", number(480))]),
        ("duration", [("unknown here", number(5))]), ("routing", [("unknown here", .object([:]))]),
    ]

    @Test func everyParameterIsAnsweredAsDocumented() async throws {
        var lines: [String] = []
        for (parameter, values) in Self.cases {
            for (name, value) in values {
                let bench = try ServeBench()
                let answer = await bench.answer(ServeBench.task([parameter: value]))
                let told = answer.problems.map { problem in
                    var shown = problem
                    (shown.taskType, shown.taskUUID, shown.message) = (nil, nil, "")
                    guard case .object(var members) = shown.value else { return "" }
                    members["message"] = nil
                    return JSONValue.object(members).line
                }
                lines.append(
                    "\(parameter), \(name): \(answer.status) \(told.isEmpty ? "accepted" : told.joined(separator: " "))"
                )
            }
        }
        let difference = try Golden.difference(lines.joined(separator: "\n") + "\n", from: "fields.txt")
        #expect(difference == nil)
    }

    @Test func everyFieldIsInTheTestAndEveryErrorNamesItsTask() async throws {
        let tested = Set(Self.cases.map(\.parameter))
        #expect(HostedField.videoInference.allSatisfy { tested.contains($0.name) })
        let bench = try ServeBench()
        let answer = await bench.answer(ServeBench.task(["ttl": .number(1), "outputQuality": .number(1)]))
        #expect(answer.problems.count == 2)
        #expect(answer.problems.allSatisfy { $0.taskUUID == ServeBench.id && $0.taskType == "videoInference" })
    }

    @Test func taskIsReadAsItIsMeant() {
        let task = VideoTask(
            checked: ServeBench.task([
                "CFGScale": .number(2.5), "outputFormat": .text("MOV"),
                "safety": .object(["checkContent": .flag(true)]),
            ]))
        #expect(task.cfgScaleHundredths == 250 && task.format == "mov" && task.safety == "fast")
        #expect(task.takes == 1 && task.quality == 95 && task.ttl == nil && !task.includesCost)
        let both = ServeBench.task(["safety": .object(["checkContent": .flag(true), "mode": .text("none")])])
        #expect(VideoTask(checked: both).safety == "none")
    }

    @Test func oneBadTaskKeepsBackNoOther() async throws {
        let bench = try ServeBench()
        let other = "c734d6e1-a1b2-45a5-9deb-aec768e1e1c3"
        let answer = await bench.answer(ServeBench.task(["ttl": .number(1)]), ServeBench.task(id: other), .number(1))
        #expect(answer.status == 200)
        #expect(answer.items.map { $0["taskUUID"]?.text } == [other])
        #expect(answer.problems.map(\.code) == ["invalidTtl", "invalidRequest"])
    }
}
