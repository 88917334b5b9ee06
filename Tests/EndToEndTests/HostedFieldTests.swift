import AuroraFiles
import AuroraTesting
import Foundation
import Testing

/// Every field of the model's API: where a scene or a profile says it, what is sent, what the record keeps, and what a bad
/// value gets. The table is a golden file.
@Suite struct HostedFieldTests {
    /// One way to say a field.
    private struct Field {
        /// As the API calls it, with dots.
        let name: String
        /// Below `settings:`, unless it begins with another key of a scene.
        let key: String
        let value: String
        let bad: [String]
        /// Of the record's parameters; nil if it is no part of the key.
        let parameter: String?
        var environment: [String: String] = [:]

        init(
            _ name: String, _ key: String, _ value: String, bad: [String], parameter: String?,
            environment: [String: String] = [:]
        ) {
            self.name = name
            self.key = key
            self.value = value
            self.bad = bad
            self.parameter = parameter
            self.environment = environment
        }
    }

    private static let fields = [
        Field("positivePrompt", "prompt:", "A person nods", bad: ["x", "[1]"], parameter: "prompt"),
        Field("model", "model", "creatify:aurora@0", bad: ["creatify:aurora@9"], parameter: nil),
        Field("CFGScale", "cfgScale", "1.25", bad: ["10.01", "1.255", "-1", "high"], parameter: "cfgScale"),
        Field("numberResults", "takes", "2", bad: ["0", "5", "1.5"], parameter: "take"),
        Field("outputFormat", "format", "webm", bad: ["avi"], parameter: "format"),
        Field("outputQuality", "quality", "20", bad: ["19", "100"], parameter: "quality"),
        Field("outputType", "outputType", "URL", bad: ["base64Data"], parameter: nil),
        Field("deliveryMethod", "deliveryMethod", "async", bad: ["sync"], parameter: nil),
        Field("includeCost", "includeCost", "false", bad: ["maybe"], parameter: nil),
        Field("ttl", "ttl", "3600", bad: ["59", "x"], parameter: nil),
        Field("safety", "safety", "full", bad: ["strict"], parameter: "safety"),
        Field(
            "webhookURL", "webhookURL", "{env: HOOK}", bad: ["http://example.com/", "https://example.com/?token=1"],
            parameter: nil, environment: ["HOOK": "https://hooks.example.com/?token=t0p"]),
        Field(
            "uploadEndpoint", "uploadEndpoint", "{env: PUT_URL}", bad: ["ftp://example.com/"], parameter: nil,
            environment: ["PUT_URL": "https://store.example.com/?signature=s3cret"]),
        Field("taskUUID", "taskUUID", "c734d6e1-a1b2-45a5-9deb-aec768e1e1c3", bad: ["c734d6e1"], parameter: nil),
    ]

    @Test func everyFieldIsReachable() async throws {
        var lines = ["field | said as | where | on the wire | in the record | bad values"]
        for field in Self.fields {
            let isPrompt = field.key == "prompt:"
            for place in isPrompt ? ["scene"] : ["scene", "profile"] {
                let bench = try await HostedBench(scenes: ["baker"])
                try say(field, field.value, in: place, bench)
                let built = try await bench.bench.aurora(
                    arguments: ["build", "--profile", "final", "--max-cost", "10"],
                    environment: bench.environment.merging(field.environment) { $1 })
                #expect(built.status == 0, "\(field.name): \(built.messages)")
                let task = try #require(try bench.tasks().first)
                lines.append(
                    [
                        field.name, "\(field.key) \(field.value)", place, try sent(field, task),
                        try recorded(field, bench),
                        place == "scene" ? try await refusals(field, bench) : "as in a scene",
                    ].joined(separator: " | "))
            }
        }
        #expect(try Golden.difference(lines.map { $0 + "\n" }.joined(), from: "hosted-fields.txt") == nil)
    }

    private func say(_ field: Field, _ value: String, in place: String, _ bench: HostedBench) throws {
        let scene = "scenes/baker/scene.yaml"
        let start = "image: portrait.jpg\naudio: line.wav\n"
        switch (field.key, place) {
        case ("prompt:", _): try bench.bench.write(scene, start + "prompt: \(value)\n")
        case (_, "scene"):
            try bench.bench.write(scene, start + "prompt: A person\nsettings: {\(field.key): \(value)}\n")
        default:
            try bench.bench.write(scene, start + "prompt: A person\n")
            try bench.bench.write(
                "aurora.yaml",
                "name: bench\nprofiles: {final: {provider: runware, settings: {\(field.key): \(value)}}}\n")
        }
    }

    /// What was sent of a field. What differs each time is named by its kind.
    private func sent(_ field: Field, _ task: String) throws -> String {
        let members = try #require(try JSONSerialization.jsonObject(with: Data(task.utf8)) as? [String: Any])
        guard let value = members[field.name] else { return "not sent" }
        if field.name == "taskUUID" {
            return value as? String == field.value ? "as said" : "a name of Aurora's own"
        }
        let data = try JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys])
        return String(decoding: data, as: UTF8.self)
    }

    private func recorded(_ field: Field, _ bench: HostedBench) throws -> String {
        let text = try bench.bench.text("records/final/53/baker.json")
        for secret in field.environment.values { #expect(!text.contains(secret), "the record keeps no secret") }
        let record = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        if field.name == "model" {
            return "provider.model" + " " + ((record["provider"] as? [String: String])?["model"] ?? "")
        }
        guard let parameter = field.parameter else { return "nothing" }
        return "\(parameter) \((record["parameters"] as? [String: String])?[parameter] ?? "missing")"
    }

    /// The status and the problem that each bad value gets, with nothing sent.
    private func refusals(_ field: Field, _ bench: HostedBench) async throws -> String {
        var words: [String] = []
        let before = try bench.service.requests().count
        for value in field.bad {
            try say(field, value, in: "scene", bench)
            let refused = try await bench.build()
            let problem = refused.messages.split(separator: "\n").first { $0.hasPrefix("error: ") }?.dropFirst(7) ?? ""
            words.append("\(value): \(refused.status), \(problem)")
        }
        #expect(try bench.service.requests().count == before, "nothing is sent")
        return words.joined(separator: "; ")
    }

    /// The three sample tasks of the model's page, with sounds of the lengths that they were billed for.
    @Test func theSamplesAreSentAsTheyAre() async throws {
        let samples = [
            ("windmill-baker", 14.0, 980_000), ("brass-automaton", 11.0, 770_000), ("harbor-botanist", 18.0, 1_260_000),
        ]
        let bench = try await HostedBench(scenes: samples.map(\.0))
        var sent: [String: [String: Any]] = [:]
        for (name, seconds, _) in samples {
            let file = Workbench.project.appending(path: "Tests/EndToEndTests/Tasks/\(name).json")
            let sample = try #require(
                (try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])?["request"]
                    as? [String: Any])
            sent[name] = sample
            let scale = try #require(sample["CFGScale"] as? Double)
            let prompt = try #require(sample["positivePrompt"] as? String)
            try bench.bench.write(
                "scenes/\(name)/scene.yaml",
                "image: portrait.jpg\naudio: line.wav\nprompt: \(prompt)\nsettings: {cfgScale: \(scale), quality: 95}\n"
            )
            try bench.bench.folder.write(Wave.silence(seconds: seconds), to: "scenes/\(name)/line.wav")
        }
        let diff = try await bench.aurora("diff")
        // Sounds that end on a second may be measured a little longer: a second more is put aside for each.
        for words in ["$0.98, $1.05 at most", "$0.77, $0.84 at most", "$1.26, $1.33 at most"] {
            #expect(diff.output.contains(words), "\(diff.output)")
        }
        #expect(diff.output.contains("$3.01"), "\(diff.output)")
        let built = try await bench.build()
        #expect(built.status == 0, "\(built.messages)")
        let tasks = try bench.tasks().map { task in
            try #require(try JSONSerialization.jsonObject(with: Data(task.utf8)) as? [String: Any])
        }
        #expect(tasks.count == 3)
        for (name, _, microDollars) in samples {
            let sample = try #require(sent[name])
            let task = try #require(
                tasks.first { $0["positivePrompt"] as? String == sample["positivePrompt"] as? String })
            for member in ["taskType", "model"] { #expect(task[member] as? String == sample[member] as? String) }
            #expect(task["CFGScale"] as? Double == sample["CFGScale"] as? Double)
            #expect(Set((task["inputs"] as? [String: Any] ?? [:]).keys) == ["image", "audio"])
            let record = try #require(
                try bench.service.charges().first { $0.taskUUID == task["taskUUID"] as? String })
            #expect(record.microDollars == microDollars)
        }
        #expect(try bench.charged() == 3_010_000)
    }
}
