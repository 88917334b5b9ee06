import Foundation
import RenderMedia
import Testing

@testable import RenderSpeech

/// A sound that is heard a window at a time.
@Suite struct SpeechSoundTests {
    /// Something like a voice, of changing pitch and loudness, with pauses.
    private func clip(seconds: Double) -> AudioClip {
        AudioClip(
            samples: (0..<Int(seconds * 16_000)).map { index in
                let time = Double(index) / 16_000
                let phase = 2 * Double.pi * (140 * time + 6 * sin(3 * time))
                let loud = max(sin(1.9 * time), 0) * 0.4 + 0.001
                return Float((sin(phase) + 0.5 * sin(2 * phase)) * loud)
            }, sampleRateHz: 16_000)
    }

    @Test(arguments: [0.01, 2, 8, 9, 16.5, 33]) func itsWindowsAreThoseOfTheWhole(seconds: Double) throws {
        let clip = clip(seconds: seconds)
        let sound = SpeechSound(clip)
        let windows = SpeechWindows(sampleCount: clip.samples.count).windows
        for (number, window) in windows.enumerated() {
            let heard = try #require(try sound.nextWindow())
            #expect(heard.number == number && heard.window == window)
            #expect(heard.samples == window.samples(of: clip))
        }
        #expect(try sound.nextWindow() == nil)
    }

    @Test func howItIsCutChangesNothingOfItsProsody() throws {
        let clip = clip(seconds: 20.003)
        let whole = try Prosody(of: clip)
        #expect(whole.pitch.contains { $0 > 0 } && whole.pitch.contains(0))
        #expect(try SpeechSound(clip).prosody() == whole, "a second at a time")
        let heard = SpeechSound(clip)
        while try heard.nextWindow() != nil {}
        #expect(try heard.prosody() == whole, "window by window")
        for piece in [1, 37, 4_096] {
            var (loudness, pitch) = (LoudnessTrack(), PitchTracker())
            for start in stride(from: 0, to: clip.samples.count, by: piece) {
                let samples = Array(clip.samples[start..<min(start + piece, clip.samples.count)])
                loudness.append(samples)
                pitch.append(samples)
            }
            #expect(try Prosody(loudness, pitch) == whole, "\(piece) samples at a time")
        }
    }

    @Test func silenceIsRefused() {
        let sound = SpeechSound(AudioClip(samples: [Float](repeating: 0, count: 32_000), sampleRateHz: 16_000))
        #expect(throws: SpeechError.self) { try sound.prosody() }
    }
}
