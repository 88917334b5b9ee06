import Foundation
import RenderInference
import RenderSpeech
import Testing

@Suite("From probabilities to phones")
struct PhonemeDecoderTests {
    private let decoder = PhonemeDecoder(symbols: ["a", "b", "ː", "p", "<blank>"])

    /// One letter a frame: the symbol that is nearly certain; `?` is blank with a little of `b` and of `p`.
    private func emissions(_ frames: String) -> [PhonemeEmission] {
        let rows = frames.flatMap { letter -> [Float] in
            switch letter {
            case "a": [0.96, 0.01, 0.01, 0.01, 0.01]
            case "b": [0.01, 0.96, 0.01, 0.01, 0.01]
            case "p": [0.01, 0.01, 0.01, 0.96, 0.01]
            case ":": [0.01, 0.01, 0.96, 0.01, 0.01]
            case "?": [0.01, 0.10, 0.01, 0.08, 0.80]
            case "!": [0.15, 0.01, 0.01, 0.01, 0.82]
            default: [0.01, 0.01, 0.01, 0.01, 0.96]
            }
        }
        return decoder.emissions(
            decoder.readings(
                LogProbabilities(
                    frameCount: frames.count, symbolCount: 5, values: rows.map { Float(log(Double($0))) })))
    }

    private func symbols(_ frames: String) -> [String] { emissions(frames).map(\.phoneme.symbol) }

    @Test func aPeakOfTwoFramesIsOneSoundAndBlanksPartTwo() { #expect(symbols("-----aa--aa---") == ["a", "a"]) }

    @Test func marksAreNoSounds() { #expect(symbols("-----a:---") == ["a"]) }

    @Test func symbolsOfOneVisemeCountTogether() {
        #expect(symbols("--a-----?-----") == ["a", "b"])
        #expect(symbols("--a-----!-----") == ["a"], "an open mouth is not drawn on a whim")
    }

    @Test func aDoubtBesideAPeakIsNoSecondSound() { #expect(symbols("-----a?------") == ["a"]) }

    @Test func soundsBeginBeforeTheirPeaksAndEndWhereTheNextBegins() throws {
        let found = PhonemeEmission.timeline(of: emissions("-----a---b----"))
        #expect(abs(found[0].start - 0.04) < 1e-9)
        #expect(abs(found[0].end - 0.098) < 1e-9)
        #expect(abs((found[1].start + found[1].end) / 2 - (0.18 - 0.042)) < 1e-9, "the middle of a closure")
    }

    @Test(arguments: [
        ("p", Viseme.bilabial), ("pʰ", .bilabial), ("v", .labiodental), ("oʊ", .rounded), ("aɪ", .open),
        ("ə", .mid),
        ("i", .front), ("θ", .inner), ("t͡ɕʰ", .inner),
    ])
    func symbolsHaveTheVisemeThatShows(symbol: String, expected: Viseme) {
        #expect(Phoneme(symbol)?.viseme == expected)
    }

    @Test(arguments: ["ː", "ʰ", " ", "²", "<wb>", "", "一"]) func whatIsNoSoundIsLeftOut(symbol: String) {
        #expect(Phoneme(symbol) == nil)
    }
}
