import Foundation
import RenderSpeech
import Testing

@Suite("From probabilities to phones")
struct PhonemeDecoderTests {
    private let decoder = PhonemeDecoder(symbols: ["a", "b", "ː", "<blank>"], blank: 3)

    /// One letter a frame: the symbol that is nearly certain; `?` is blank with a third of `b`.
    private func phonemes(_ frames: String) -> [TimedPhoneme] {
        let rows = frames.flatMap { letter -> [Float] in
            switch letter {
            case "a": [0.97, 0.01, 0.01, 0.01]
            case "b": [0.01, 0.97, 0.01, 0.01]
            case ":": [0.01, 0.01, 0.97, 0.01]
            case "?": [0.01, 0.33, 0.01, 0.65]
            default: [0.01, 0.01, 0.01, 0.97]
            }
        }
        return decoder.timeline(decoder.readings(rows.map { Float(log(Double($0))) }))
    }

    @Test func repeatedPeaksAreOneSoundAndBlanksPartTwo() {
        #expect(phonemes("-----aa--aa---").map(\.phoneme.symbol) == ["a", "a"])
    }

    @Test func soundsBeginBeforeTheirPeaksAndEndWhereTheNextBegins() {
        let found = phonemes("-----a---b----")
        #expect(abs(found[0].start - 0.04) < 1e-9)
        #expect(abs(found[0].end - 0.12) < 1e-9)
        #expect(abs(found[1].end - 0.28) < 1e-9)
    }

    @Test func marksAreNoSounds() { #expect(phonemes("-----a:---").map(\.phoneme.symbol) == ["a"]) }

    @Test func aClosureThatNarrowlyLostIsTaken() {
        #expect(phonemes("--a-----?-----").map(\.phoneme.symbol) == ["a", "b"])
        #expect(phonemes("--a----b?-----").map(\.phoneme.symbol) == ["a", "b"])
    }

    @Test(arguments: [
        ("p", PhonemeClass.bilabial), ("pʰ", .bilabial), ("v", .labiodental), ("oʊ", .rounded), ("aɪ", .open),
        ("ə", .mid),
        ("i", .front), ("θ", .inner), ("t͡ɕʰ", .inner),
    ])
    func symbolsHaveTheClassThatShows(symbol: String, expected: PhonemeClass) {
        #expect(Phoneme(symbol)?.phonemeClass == expected)
    }

    @Test(arguments: ["ː", "ʰ", " ", "²", "<wb>", "", "一"]) func whatIsNoSoundIsLeftOut(symbol: String) {
        #expect(Phoneme(symbol) == nil)
    }
}
