import Foundation
import RenderMedia
import RenderSpeech
import Testing

@Suite("Loudness and emphasis")
struct ProsodyTests {
    private func clip(_ amplitude: (Int) -> Float) -> AudioClip {
        AudioClip(samples: (0..<32_000).map(amplitude), sampleRateHz: 16_000)
    }

    @Test func silenceIsRefused() {
        #expect(throws: SpeechError.self) { try Prosody(of: clip { _ in 0 }) }
        #expect(throws: SpeechError.self) { try Prosody(of: clip { $0 % 2 == 0 ? 1e-4 : -1e-4 }) }
    }

    @Test func aSteadyNoiseIsNotSpeech() throws {
        var random = SeededRandom(seed: 1)
        let prosody = try Prosody(of: clip { _ in Float(random.unit() - 0.5) * 0.2 })
        #expect(prosody.activity.allSatisfy { $0 == 0 })
    }

    @Test func aLoudSyllableStandsOut() throws {
        let prosody = try Prosody(
            of: clip { index in
                let isLoud = (14_000..<18_000).contains(index)
                return Float(sin(Double(index) * 0.07)) * (isLoud ? 0.5 : index % 6000 < 3000 ? 0.05 : 0.001)
            })
        let strongest = try #require(prosody.emphasis.indices.max { prosody.emphasis[$0] < prosody.emphasis[$1] })
        #expect((85..<116).contains(strongest))
    }

    @Test func thereIsAValueForEveryTenMilliseconds() throws {
        let prosody = try Prosody(of: clip { Float(sin(Double($0) * 0.07)) })
        #expect(prosody.activity.count == 200 && prosody.loudness.count == 200 && prosody.emphasis.count == 200)
    }

    /// A voice-like tone: harmonics of a pitch that changes with time, the first of them weak.
    private func voice(_ hertz: (Double) -> Double) -> AudioClip {
        var phase = 0.0
        return clip { index in
            phase += 2 * .pi * hertz(Double(index) / 16_000) / 16_000
            var sum = 0.25 * sin(phase)
            for harmonic in 2...8 { sum += sin(Double(harmonic) * phase) / Double(harmonic) }
            return Float(sum * 0.1)
        }
    }

    @Test(arguments: [70.0, 110, 165, 220, 330, 390]) func thePitchOfAVoiceIsFound(hertz: Double) throws {
        let pitch = try Prosody(of: voice { _ in hertz }).pitch[20..<180]
        #expect(pitch.allSatisfy { abs(Double($0) / hertz - 1) < 0.02 }, "\(Set(pitch))")
    }

    @Test func aGlideIsFollowedWithoutLeaps() throws {
        let pitch = try Prosody(of: voice { 100 + 60 * $0 }).pitch[20..<180]
        #expect(pitch.allSatisfy { $0 > 0 })
        for (first, second) in zip(pitch, pitch.dropFirst()) { #expect(abs(second - first) < 4) }
    }

    @Test func noiseHasNoPitch() throws {
        var random = SeededRandom(seed: 2)
        let prosody = try Prosody(of: clip { _ in Float(random.unit() - 0.5) * 0.2 })
        #expect(prosody.pitch.count { $0 > 0 } < 10)
    }

    @Test func aHigherSyllableStandsOutThoughItIsAsLoud() throws {
        let prosody = try Prosody(
            of: voice { (0.9..<1.1).contains($0) ? 170 : 110 })
        let strongest = try #require(prosody.emphasis.indices.max { prosody.emphasis[$0] < prosody.emphasis[$1] })
        #expect(
            (85..<116).contains(strongest) && prosody.emphasis[strongest] > 0.1, "\(strongest): \(prosody.emphasis)")
    }

    @Test func phrasesArePartedByPausesAndEndHighOrLow() throws {
        let rising = voice { $0 < 0.5 ? 110 : 110 + 80 * ($0 - 0.5) }
        let samples = rising.samples.enumerated().map { index, value in
            (16_000..<22_000).contains(index) ? Float(0) : value * (index % 3200 < 1600 ? 1 : 0.3)
        }
        let phrases = try Prosody(of: AudioClip(samples: samples, sampleRateHz: 16_000)).phrases
        try #require(phrases.count == 2)
        #expect(abs(phrases[0].steps.upperBound - 100) < 8 && abs(phrases[1].steps.lowerBound - 138) < 8)
        #expect(phrases[0].finalRise > 1 && phrases[0].voicedShare > 0.7)
    }
}
