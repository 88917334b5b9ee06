import Testing

@testable import RenderSpeech

@Suite("A text cut into words")
struct WrittenTextTests {
    private func texts(_ text: String) -> [String] { WrittenText(text).words.map(\.text) }

    @Test func wordsKeepTheirMarks() {
        #expect(texts("“Well,” she said — it's 9:30!") == ["“Well,”", "she", "said", "—", "it's", "9:30!"])
    }

    @Test func charactersOfScriptsWithoutSpacesStandAlone() {
        #expect(texts("「今日は」、晴れ。") == ["「今", "日", "は」、", "晴", "れ。"])
        #expect(texts("我用Swift写。") == ["我", "用", "Swift", "写。"])
    }

    @Test func spacesAndLineBreaksAreKept() {
        let words = WrittenText("One two\nthree\n\n 四五\n").words
        #expect(words.map(\.text) == ["One", "two", "three", "四", "五"])
        #expect(words.map(\.spaceBefore) == [false, true, true, true, false])
        #expect(words.map(\.endsLine) == [false, true, true, false, false])
    }

    @Test func aTextOfNothingHasNoWords() {
        #expect(WrittenText(" \n\t ").words.isEmpty)
        #expect(!WrittenText("— …").words.contains { $0.isSpoken })
    }
}

@Suite("The edges of words")
struct WordEdgesTests {
    /// A second of speech, half a second of silence, a second of speech.
    private func prosody() throws -> Prosody {
        var samples = (0..<40_000).map { index in index % 160 < 80 ? Float(0.3) : -0.3 }
        for index in 16_000..<24_000 { samples[index] = 0 }
        return try Prosody(of: .init(samples: samples, sampleRateHz: 16_000))
    }

    @Test func aWordLastsUntilTheNextOrAPause() throws {
        let edges = WordEdges(try prosody(), durationSeconds: 2.5)
        let spans = edges.spans(
            [.init(first: 0.1, last: 0.3), .init(first: 0.6, last: 0.8), .init(first: 1.45, last: 1.6)],
            weights: [5, 5, 5])
        #expect(spans[0] == 0.1..<0.6)
        #expect(abs(spans[1].upperBound - 1) < 0.06)
        #expect(abs(spans[2].lowerBound - 1.5) < 0.06)
    }

    @Test func wordsThatWereNotPlacedShareWhatIsSpokenBetweenTheirNeighbours() throws {
        let edges = WordEdges(try prosody(), durationSeconds: 2.5)
        let spans = edges.spans([nil, nil, nil, nil], weights: [5, 10, 0, 5])
        for (span, expected) in zip(spans, [0..<0.5, 0.5..<2, 2..<2, 2..<2.5]) {
            #expect(abs(span.lowerBound - expected.lowerBound) < 0.08)
            #expect(abs(span.upperBound - expected.upperBound) < 0.08)
        }
    }

    @Test func timesNeverGoBack() throws {
        var numbers = SystemRandomNumberGenerator()
        let edges = WordEdges(try prosody(), durationSeconds: 2.5)
        for _ in 0..<200 {
            let starts = (0..<12).map { _ in Double.random(in: 0...2.6, using: &numbers) }.sorted()
            let heard = starts.map { start in
                Bool.random(using: &numbers) ? nil : WordEdges.Heard(first: start, last: start + 0.1)
            }
            let weights = heard.map { _ in Int.random(in: 0...7, using: &numbers) }
            let spans = edges.spans(heard, weights: weights)
            for (span, next) in zip(spans, spans.dropFirst()) { #expect(span.upperBound <= next.lowerBound + 1e-9) }
            #expect((spans.last?.upperBound ?? 0) <= 2.5 + 1e-9)
        }
    }
}
