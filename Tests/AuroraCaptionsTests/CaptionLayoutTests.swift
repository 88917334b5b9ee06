import AuroraCaptions
import AuroraTesting
import Testing

@Suite struct CaptionLayoutTests {
    /// Words of a text, each of its letters 60 ms long, with `pause` between words.
    private func words(_ text: String, pause: Int = 60, from start: Int = 0) -> [TimedWord] {
        var now = start
        return text.split(separator: " ").map { word in
            let length = word.count * 60
            defer { now += length + pause }
            return TimedWord(String(word), startMilliseconds: now, endMilliseconds: now + length)
        }
    }

    private func texts(_ cues: [Cue]) -> [String] { cues.map { $0.lines.joined(separator: " / ") } }

    @Test func captionsEndWhereSentencesEnd() {
        let cues = CaptionLayout().cues(
            of: words("The bread is warm now. Come and take a loaf before the morning market opens its gates."))
        #expect(
            texts(cues) == [
                "The bread is warm now.", "Come and take a loaf / before the morning market opens its gates.",
            ])
    }

    @Test func anArticleDoesNotStandAtTheEndOfALine() {
        let cues = CaptionLayout(lineLength: 24).cues(of: words("We will be looking at the tools of the trade today"))
        let ends = cues.flatMap(\.lines).compactMap { $0.split(separator: " ").last }
        #expect(!ends.contains("the") && !ends.contains("of") && !ends.contains("at"))
    }

    @Test func aPauseEndsACaption() {
        let first = words("Wait for it", from: 0)
        let second = words("here it is", from: 6000)
        #expect(texts(CaptionLayout().cues(of: first + second)) == ["Wait for it", "here it is"])
    }

    @Test func aShortCaptionStandsLongEnoughToBeRead() {
        let cues = CaptionLayout().cues(of: [TimedWord("Yes.", startMilliseconds: 500, endMilliseconds: 700)])
        #expect(cues == [Cue(startMilliseconds: 500, endMilliseconds: 1500, lines: ["Yes."])])
    }

    @Test func scriptsWithoutSpacesAreDividedByColumns() {
        let text = "朝のパンはまだ温かいです。市場が開く前に、どうぞ一つお持ちください。"
        let words = text.enumerated().map { index, character in
            TimedWord(
                String(character), hasSpaceBefore: index == 0, startMilliseconds: index * 150,
                endMilliseconds: index * 150 + 150)
        }
        let cues = CaptionLayout(lineLength: 26, lines: 2).cues(of: words)
        #expect(cues.flatMap(\.lines).joined() == text)
        #expect(cues.allSatisfy { $0.lines.allSatisfy { TextWidth.columns(of: $0) <= 26 } })
        #expect(texts(cues).first?.hasSuffix("。") == true)
    }

    @Test func aWordLongerThanALineIsBroken() {
        let word = TimedWord(String(repeating: "a", count: 95), startMilliseconds: 0, endMilliseconds: 3000)
        let cues = CaptionLayout(lineLength: 40, lines: 1).cues(of: [word])
        #expect(cues.flatMap(\.lines).map(\.count) == [40, 40, 15])
    }

    /// For any words: every word is shown once and in order, no line is too long, no caption has too many lines, and none
    /// begins before the one before it has ended or before it is said.
    @Test(arguments: 0..<40) func anyWordsBecomeFitCaptions(_ round: Int) {
        var random = SeededGenerator.fresh()
        let seed = random.seed
        var now = 0
        let words = (0..<Int.random(in: 1...150, using: &random)).map { _ in
            let length = Int.random(in: 1...14, using: &random)
            let letters = String((0..<length).map { _ in "abcdeéñß漢字،".randomElement(using: &random) ?? "a" })
            let start = now + Int.random(in: 0...900, using: &random)
            now = start + Int.random(in: 0...700, using: &random)
            return TimedWord(
                letters + ["", ".", ",", "?"][Int.random(in: 0...3, using: &random)],
                hasSpaceBefore: Bool.random(using: &random), startMilliseconds: start, endMilliseconds: now,
                endsLine: Int.random(in: 0...9, using: &random) == 0)
        }
        let layout = CaptionLayout(
            lineLength: Int.random(in: 10...60, using: &random), lines: Int.random(in: 1...3, using: &random))
        let cues = layout.cues(of: words)
        let shown = cues.flatMap(\.lines).joined().filter { $0 != " " }
        #expect(shown == words.map(\.text).joined(), "seed \(seed)")
        #expect(cues.allSatisfy { $0.lines.count <= layout.lines }, "seed \(seed)")
        let widths = cues.flatMap(\.lines).map { TextWidth.columns(of: $0) }
        #expect(widths.allSatisfy { $0 <= layout.lineLength && $0 > 0 }, "seed \(seed)")
        #expect(cues.allSatisfy { $0.startMilliseconds < $0.endMilliseconds }, "seed \(seed)")
        #expect(zip(cues, cues.dropFirst()).allSatisfy { $0.endMilliseconds <= $1.startMilliseconds }, "seed \(seed)")
    }
}
