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
}
