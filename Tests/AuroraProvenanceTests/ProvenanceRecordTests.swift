import AuroraCore
import AuroraGraph
import AuroraProvenance
import AuroraTesting
import Foundation
import Testing

@Suite struct ProvenanceRecordTests {
    private func record(_ result: ActionResult = Samples.result("video")) -> ProvenanceRecord {
        ProvenanceRecord(action, result)
    }

    private var action: KeyedAction {
        Samples.keyed(Samples.scene("a", prompt: "Say \"hello\"\nkindly, Grüße"))
    }

    @Test func theFileIsReadBack() {
        #expect(ProvenanceRecord(file: record().file) == record())
    }

    @Test func theSchemaTellsEveryMember() throws {
        let paid = record(Samples.paidResult("video"))
        #expect(ProvenanceRecord(file: paid.file) == paid)
        let file = try #require(try JSONSerialization.jsonObject(with: Data(paid.file)) as? [String: Any])
        let properties = try #require(ProvenanceRecord.schema["properties"])
        #expect(Set(file.keys) == Set(properties.names))
        for name in ["provider", "output", "media", "paid"] {
            let members = try #require(file[name] as? [String: Any])
            #expect(Set(members.keys) == Set(properties[name]?["properties"]?.names ?? []))
        }
        let image = try #require((file["inputs"] as? [String: Any])?["image"] as? [String: Any])
        let input = properties["inputs"]?["additionalProperties"]?["properties"]
        #expect(Set(image.keys).isSubset(of: Set(input?.names ?? [])))
    }

    @Test func theSameResultMakesTheSameBytes() { #expect(record().file == record().file) }

    @Test func theFileReadsWellAndStaysAsItIs() {
        let expected = """
            {
              "costMicroDollars": 0,
              "format": 1,
              "inputs": {
                "audio": {
                  "path": "a.wav",
                  "sha256": "\(Samples.digest("a.wav"))"
                },
                "image": {
                  "path": "a.png",
                  "sha256": "\(Samples.digest("a.png"))"
                }
              },
              "key": "\(action.key)",
              "media": {
                "audioCodec": "aac",
                "durationMilliseconds": 5000,
                "fps": 25,
                "height": 720,
                "videoCodec": "h264",
                "width": 720
              },
              "output": {
                "bytes": 5,
                "sha256": "\(Digest(hashing: "video"))"
              },
              "parameters": {
                "cfgScale": "1.00",
                "format": "mp4",
                "fps": "25",
                "keyFormat": "1",
                "kind": "talkingHead",
                "prompt": "Say \\"hello\\"\\nkindly, Grüße",
                "quality": "95",
                "safety": "none",
                "seed": "0",
                "size": "720p"
              },
              "provider": {
                "engine": "1",
                "model": "model",
                "name": "embedded"
              },
              "scene": "a",
              "take": 1
            }

            """
        #expect(String(decoding: record().file, as: UTF8.self) == expected)
    }

    @Test func aRecordOfTheSameKeyKeepsItsOutput() {
        let first = record()
        let elsewhere = record(Samples.result("other bytes on another processor"))
        #expect(elsewhere.keepingOutput(of: first).file == first.file)
    }

    @Test func theFieldsOfTheKeyCanBeComparedWithANewOne() {
        let fields = action.fields
        #expect(record().keyFields == Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value.description) }))
    }

    @Test(arguments: ["", "{}", "[]", "{\"format\": 2}", "\u{0}"])
    func whatIsNoRecordIsNotRead(_ text: String) { #expect(ProvenanceRecord(file: Array(text.utf8)) == nil) }
}
