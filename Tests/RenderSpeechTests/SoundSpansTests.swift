import RenderMedia
import Testing

@testable import RenderSpeech

@Suite("How long sounds last")
struct SoundSpansTests {
    /// Loud up to 1 s, silent to 1.6 s, and loud again to 2.4 s.
    private func spans() throws -> SoundSpans {
        let samples = (0..<38_400).map { index in
            (16_000..<25_600).contains(index)
                ? Float(0) : Float(index % 100 < 50 ? 0.3 : -0.3) * (index % 3200 < 1600 ? 1 : 0.4)
        }
        return SoundSpans(try Prosody(of: AudioClip(samples: samples, sampleRateHz: 16_000)))
    }

    private func sound(_ symbol: String, _ start: Double, _ end: Double) throws -> TimedPhoneme {
        TimedPhoneme(phoneme: try #require(Phoneme(symbol)), start: start, end: end)
    }

    @Test func aSoundEndsWhereAPauseBegins() throws {
        let fitted = try spans().fitted([try sound("ɑ", 0.9, 1.16), try sound("t", 1.7, 1.8)])
        #expect(fitted.count == 2)
        #expect(fitted[0].end > 0.98 && fitted[0].end < 1.06)
    }

    @Test func aVowelIsHeldAsLongAsItIsHeard() throws {
        let fitted = try spans().fitted([try sound("ɑ", 0.5, 0.6), try sound("t", 0.76, 0.82)])
        #expect(fitted[0].end == 0.76)
        #expect(fitted[1].end == 0.82, "a t is not")
    }

    @Test func soundsInAPauseAreFancy() throws {
        let fitted = try spans().fitted([
            try sound("t", 0.5, 0.56), try sound("m", 1.25, 1.35), try sound("ɑ", 1.7, 1.9),
        ])
        #expect(fitted.map(\.phoneme.symbol) == ["t", "ɑ"])
    }

    @Test func aBreathIsNoVowel() throws {
        var random = SeededRandom(seed: 4)
        // A rustle of half a second in silence: energy without a voice.
        let samples = (0..<32_000).map { (8_000..<16_000).contains($0) ? Float(random.unit() - 0.5) * 0.1 : Float(0) }
        let spans = SoundSpans(try Prosody(of: AudioClip(samples: samples, sampleRateHz: 16_000)))
        #expect(spans.fitted([try sound("h", 0.52, 0.6), try sound("æ", 0.6, 0.86)]) == [])
        let whisper = [try sound("h", 0.52, 0.6), try sound("ɛ", 0.6, 0.7), try sound("p", 0.75, 0.83)]
        #expect(spans.fitted(whisper).count == 3)
    }
}
