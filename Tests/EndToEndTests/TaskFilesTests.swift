import AuroraFiles
import AuroraTesting
import Foundation
import Testing

/// `aurora import` and `aurora export`.
@Suite struct TaskFilesTests {
    /// The sample tasks that the hosted model's public page shows.
    @Test(arguments: ["windmill-baker", "harbor-botanist", "brass-automaton"])
    func aSampleComesBackAsItWas(_ name: String) async throws {
        let bench = try await Workbench(scenes: [])
        let sample = Workbench.project.appending(path: "Tests/EndToEndTests/Tasks/\(name).json")
        let imported = try await bench.aurora("import", sample.path)
        #expect(imported.output == "scenes/\(name)/scene.yaml\n", "\(imported.messages)")
        let exported = try await bench.aurora("export", name)
        let task = try #require(Self.object(exported.output))
        let original = try #require(Self.object(String(decoding: try Files.read(sample.path), as: UTF8.self)))
        let request = try #require(original["request"] as? [String: Any])
        for (key, value) in request {
            #expect(task[key] as? NSObject == value as? NSObject, "\(key)")
        }
        #expect(
            Set(task.keys).subtracting(request.keys) == [
                "numberResults", "outputType", "outputFormat", "outputQuality", "deliveryMethod", "safety",
            ], "what is added are the documented defaults")
    }

    @Test func inputsAreWrittenBesideTheScene() async throws {
        let bench = try await Workbench(scenes: ["hello"])
        let portrait = try bench.bytes("scenes/hello/portrait.jpg")
        try bench.write(
            "task.json",
            """
            {"taskType": "videoInference", "positivePrompt": "costs ${5}", "numberResults": 2,
             "webhookURL": "https://example.com/hook?token=canary",
             "inputs": {"image": "data:image/jpeg;base64,\(Data(portrait).base64EncodedString())",
                        "audio": "scenes/hello/line.wav"}}
            """)
        let imported = try await bench.aurora("import", "task.json", "--id", "new/one")
        #expect(imported.status == 0, "\(imported.messages)")
        #expect(try bench.bytes("scenes/new/one/portrait.jpg") == portrait)
        #expect(try bench.bytes("scenes/new/one/line.wav") == bench.bytes("scenes/hello/line.wav"))
        let scene = try bench.text("scenes/new/one/scene.yaml")
        #expect(scene.contains("webhookURL: {env: AURORA_WEBHOOK_URL}") && !scene.contains("canary"), "\(scene)")
        #expect(imported.messages.contains("AURORA_WEBHOOK_URL") && !imported.messages.contains("canary"))
        let status = try await bench.aurora("status", "new")
        #expect(status.output.split(separator: "\n").count == 1, "\(status.messages)")
        let exported = try await bench.aurora("export", "new/one", "--inline")
        let task = try #require(Self.object(exported.output))
        #expect(task["positivePrompt"] as? String == "costs ${5}")
        #expect(exported.messages.contains("`webhookURL` of scene `new/one` is a secret and left out"))
        let image = (task["inputs"] as? [String: String])?["image"]
        #expect(image == "data:image/jpeg;base64,\(Data(portrait).base64EncodedString())")

        let before = try bench.everything()
        let again = try await bench.aurora("import", "task.json", "--id", "new/one")
        #expect(again.status == 2 && again.messages.contains("nothing is overwritten"), "\(again.messages)")
        try bench.write("bad.json", #"{"taskType": "videoInference", "seed": 1, "inputs": {"image": "no.jpg"}}"#)
        let bad = try await bench.aurora("import", "bad.json")
        #expect(
            bad.status == 2 && bad.messages.contains("has no key `seed`") && bad.messages.contains("has no `audio`"))
        #expect(try bench.everything().keys.filter { $0 != "bad.json" }.sorted() == before.keys.sorted())
        #expect(try await bench.aurora("import", "none.json").status == 2)
        #expect(try await bench.aurora("export", "new/oen").messages.contains("did you mean `new/one`?"))
    }

    private static func object(_ text: String) -> [String: Any]? {
        (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any]
    }
}
