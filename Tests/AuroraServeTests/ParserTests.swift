import AuroraCore
import AuroraHosted
import AuroraTesting
import Testing

@testable import AuroraServe

/// What is read of what strangers send.
@Suite struct ParserTests {
    @Test func readsWhatJSONIs() {
        let text = #" {"a" : [1, -2.5e3, true, false, null, "x\n\"\u00e9\ud83d\ude00"], "b": {}, "c": [] } "#
        #expect(
            JSONParser.value(of: Array(text.utf8))
                == .object([
                    "a": .list([.number(1), .number(-2500), .flag(true), .flag(false), .null, .text("x\n\"é😀")]),
                    "b": .object([:]), "c": .list([]),
                ]))
    }

    @Test(arguments: [
        "", " ", "[", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{a:1}", "01", "1.", ".5", "+1", "1e", "nul", "\"a",
        "\"\u{1}\"",
        "\"\\x\"", "\"\\ud800\"", "\"\\u12\"", "[1]x", "1e999", "--1", "\u{FEFF}[]",
    ])
    func refusesWhatIsNone(_ text: String) { #expect(JSONParser.value(of: Array(text.utf8)) == nil) }

    @Test func refusesTextThatIsNoUTF8() { #expect(JSONParser.value(of: [0x22, 0xFF, 0x22]) == nil) }

    @Test func depthAndNumberOfValuesAreBounded() {
        let deep = { (depth: Int) in
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(JSONParser.value(of: deep(32)) != nil)
        #expect(JSONParser.value(of: deep(33)) == nil)
        #expect(JSONParser.value(of: deep(1_000_000)) == nil)
        let many = { (count: Int) in Array("[\([String](repeating: "1", count: count).joined(separator: ","))]".utf8) }
        #expect(JSONParser.value(of: many(19_999)) != nil)
        #expect(JSONParser.value(of: many(20_000)) == nil)
    }

    /// What is written is read again, and any change of a byte is either read or refused.
    @Test func junkNeverStopsIt() {
        var generator = SeededGenerator(seed: 1)
        let document = Array(ServeBench.task(["safety": .object(["mode": .text("full")])]).line.utf8)
        #expect(JSONParser.value(of: document)?.line == String(decoding: document, as: UTF8.self))
        for _ in 0..<2000 {
            var changed = document
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                changed[Int.random(in: 0..<changed.count, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            if let value = JSONParser.value(of: changed) {
                #expect(JSONParser.value(of: Array(value.line.utf8)) == value)
            }
        }
    }

    @Test func keysAreReadWithTheirNames() throws {
        let keys = try #require(KeyRing(file: "# mine\nalice  key-of-alice\n\nkey-without-a-name # too\n"))
        #expect(keys.account(of: Secret("key-of-alice")) == "alice")
        #expect(keys.account(of: Secret("key-without-a-name"))?.hasPrefix("key-") == true)
        #expect(keys.account(of: Secret("key-of-alic")) == nil)
        #expect(keys.account(of: Secret("")) == nil)
        #expect(KeyRing(file: "short\n") == nil)
        #expect(KeyRing(file: "# nothing\n") == nil)
        #expect(KeyRing.open.account(of: Secret("anything")) != nil)
        #expect(KeyRing.open.account(of: Secret("")) == nil)
    }

    @Test(arguments: [
        "../serve.sqlite", "..", "", "a.mp4", "/etc/passwd", "0d8b8a2e-7b0b-4d66-9b4e-5f0d7f5a8c11",
        "0d8b8a2e-7b0b-4d66-9b4e-5f0d7f5a8c11.", "0d8b8a2e-7b0b-4d66-9b4e-5f0d7f5a8c11./..",
        "0d8b8a2e-7b0b-4d66-9b4e-5f0d7f5a8c11.mp4/../x", "0d8b8a2e-7b0b-4d66-9b4e-5f0d7f5a8c11.mp4%00", "%2e%2e%2fkeys",
    ])
    func noNameLeadsOutOfTheMedia(_ name: String) { #expect(ServeFolder("/data").mediaFile(name) == nil) }
}
