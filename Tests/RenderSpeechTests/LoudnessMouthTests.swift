import Foundation
import RenderMedia
import RenderSpeech
import Testing

@Suite("A mouth that follows loudness")
struct LoudnessMouthTests {
    /// Half a second of silence, half a second of a tone, and silence again.
    private func timeline() throws -> VisemeTimeline {
        let samples = (0..<24_000).map { index in
            (8_000..<16_000).contains(index) ? Float(sin(Double(index) * 0.3)) * 0.4 : 0
        }
        return LoudnessMouth.timeline(of: try Prosody(of: AudioClip(samples: samples, sampleRateHz: 16_000)))
    }

    @Test func opensWhereItIsLoudAndRestsWhereItIsQuiet() throws {
        let shapes = try timeline().shapes
        #expect(shapes.count == 150)
        for step in 60..<90 { #expect(shapes[step].jaw > 0.7, "at \(step)0 ms") }
        for step in Array(0..<35) + Array(115..<150) { #expect(shapes[step].jaw < 0.05, "at \(step)0 ms") }
    }

    @Test func knowsNoClosures() throws {
        let timeline = try timeline()
        #expect(timeline.shapes.allSatisfy { $0.press == 0 && $0.tuck == 0 && $0.pucker == 0 })
        #expect(timeline.visemes.allSatisfy { $0.viseme == .open || $0.viseme == .silence })
    }
}
