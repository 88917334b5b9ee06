import AuroraProvenance
import AuroraTesting
import Testing

@Suite struct JSONReadingTests {
    @Test func whatIsWrittenIsReadBack() {
        let value = CanonicalJSON.object([
            "": .text(""), "text": .text("a \"quoted\" \\ line\nand\ttab \u{1} é 😀"), "number": .integer(.min),
            "object": .object(["inner": .object([:]), "n": .integer(0)]),
        ])
        #expect(CanonicalJSON(file: value.file) == value)
    }

    @Test func otherSpellingsOfTheSameAreRead() {
        let text = #" {"a" : "\u00e9\ud83d\ude00\/\b\f", "b":{ "c":-12 } } "#
        #expect(
            CanonicalJSON(file: Array(text.utf8))
                == .object(["a": .text("é😀/\u{8}\u{C}"), "b": .object(["c": .integer(-12)])]))
    }

    @Test(arguments: [
        "", "{", "{}x", "{\"a\"}", "{\"a\":1,}", "{\"a\":1.5}", "{\"a\":true}", "{\"a\":null}", "{\"a\":[]}",
        "{\"a\":1,\"a\":2}", "\"\\ud83d\"", "\"\\uZZZZ\"", "\"\\x\"", "\"line\nfeed\"", "12 34", "--1", "\"open",
        String(repeating: "{\"a\":", count: 40) + "1" + String(repeating: "}", count: 40),
    ])
    func anythingElseIsRefused(text: String) {
        #expect(CanonicalJSON(file: Array(text.utf8)) == nil)
    }

    @Test func noBytesCrashTheReader() {
        var random = SeededGenerator.fresh()
        let good = CanonicalJSON.object(["a": .text("b\n"), "c": .object(["d": .integer(5)])]).file
        for _ in 0..<2000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                guard let position = bytes.indices.randomElement(using: &random) else { continue }
                bytes[position] = UInt8.random(in: 0...255, using: &random)
            }
            if let read = CanonicalJSON(file: bytes) {
                #expect(CanonicalJSON(file: read.file) == read, "seed \(random.seed)")
            }
        }
    }
}
