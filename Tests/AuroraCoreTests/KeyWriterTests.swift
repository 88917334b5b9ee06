import AuroraCore
import AuroraTesting
import Testing

@Suite struct KeyWriterTests {
    private func key(_ fields: [(String, KeyValue)]) -> Digest {
        var writer = HashingKeyWriter()
        for (name, value) in fields { writer.field(name, value) }
        return writer.finish()
    }

    @Test func differentListsOfFieldsHaveDifferentKeys() {
        // Each pair would collide if lengths or kinds were not part of the encoding.
        let lists: [[(String, KeyValue)]] = [
            [("a", .text("bc"))], [("ab", .text("c"))], [("a", .text("b")), ("c", .text(""))], [("", .text("abc"))],
            [("a", .integer(1))], [("a", .text("\u{1}\0\0\0\0\0\0\0"))], [("a", .text(""))], [],
            [("a", .text("1")), ("b", .text("2"))], [("b", .text("2")), ("a", .text("1"))],
        ]
        #expect(Set(lists.map(key)).count == lists.count)
    }

    @Test func keysOfRandomFieldsNeverCollide() {
        var random = SeededGenerator.fresh()
        var seen: [Digest: String] = [:]
        for _ in 0..<2000 {
            let fields = (0..<Int.random(in: 0...3, using: &random)).map { _ -> (String, KeyValue) in
                let letters = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    "ab\0".randomElement(using: &random) ?? "a"
                }
                let text = String(letters)
                return (text, Bool.random(using: &random) ? .text(text) : .integer(Int64(letters.count)))
            }
            let description = "\(fields)"
            let known = seen.updateValue(description, forKey: key(fields))
            #expect(known == nil || known == description, "seed \(random.seed)")
        }
    }

    @Test func theListIsWhatWasHashed() {
        var listing = ListingKeyWriter()
        listing.field("prompt", .text("hello"))
        listing.field("fps", .integer(25))
        #expect(listing.fields.map(\.name) == ["prompt", "fps"])
        #expect(
            key(listing.fields.map { ($0.name, $0.value) }) == key([("prompt", .text("hello")), ("fps", .integer(25))]))
    }
}
