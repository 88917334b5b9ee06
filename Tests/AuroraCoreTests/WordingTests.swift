import AuroraCore
import Testing

@Suite struct WordingTests {
    @Test(arguments: [(0, "0 scenes"), (1, "1 scene"), (2, "2 scenes")])
    func countsAgreeWithTheirNoun(_ number: Int, _ text: String) { #expect(Wording.count(number, "scene") == text) }

    @Test func listsReadAsEnglish() {
        #expect(Wording.ticked([]) == "")
        #expect(Wording.ticked(["a"]) == "`a`")
        #expect(Wording.ticked(["a", "b"]) == "`a` and `b`")
        #expect(Wording.ticked(["a", "b", "c"], conjunction: "or") == "`a`, `b` or `c`")
    }

    @Test(arguments: [("qualty", "quality"), ("cfgscale", "cfgScale"), ("iamge", "image"), ("zzz", nil)])
    func theNearestNameIsOfferedIfItIsNear(_ word: String, _ expected: String?) {
        #expect(Wording.nearest(to: word, among: ["quality", "cfgScale", "image", "audio"]) == expected)
    }

    @Test(arguments: [
        (2_940_000, "$2.94"), (0, "$0.00"), (1, "$0.000001"), (-1_500_000, "-$1.50"), (12_345_600, "$12.3456"),
    ])
    func moneyIsExact(_ microDollars: Int64, _ text: String) {
        #expect(Cost(microDollars: microDollars).description == text)
    }

    @Test func controlCharactersCannotReachATerminal() {
        #expect(PrintableText.sanitized("a\u{1B}[31m\tb\n\u{202E}c") == "a\\u{1b}[31m b\\u{a}\\u{202e}c")
    }
}
