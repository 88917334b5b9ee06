import AuroraCore
import AuroraTesting
import Testing

@Suite struct DigestTests {
    /// FIPS 180-4, appendix B.1.
    static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    @Test func isSHA256() {
        #expect(Digest(hashing: "abc").hexadecimal == Self.abc)
        #expect(Digest(hashing: "").hexadecimal == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func piecesMakeTheSameDigest() {
        var hasher = Hasher256()
        hasher.update(Array("a".utf8))
        hasher.update(Array("bc".utf8))
        #expect(hasher.finish().hexadecimal == Self.abc)
    }

    @Test func printingAndParsingIsIdentity() throws {
        var random = SeededGenerator.fresh()
        for _ in 0..<200 {
            let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
            let digest = try #require(Digest(bytes: bytes))
            #expect(Digest(hexadecimal: digest.hexadecimal) == digest, "seed \(random.seed)")
            #expect(digest.bytes == bytes, "seed \(random.seed)")
        }
    }

    @Test(arguments: ["", "abc", abc.uppercased(), String(abc.dropLast()), abc + "0", "g" + abc.dropFirst()])
    func otherTextIsNoDigest(_ text: String) { #expect(Digest(hexadecimal: text) == nil) }

    @Test func orderIsThatOfTheHexadecimalText() {
        let digests = ["a", "b", "c", "d"].map { Digest(hashing: $0) }
        #expect(digests.sorted().map(\.hexadecimal) == digests.map(\.hexadecimal).sorted())
    }
}
