import Foundation
import RenderMedia
import RenderSpeech
import Testing

@Suite("From phones to the movement of a mouth")
struct CoarticulationTests {
    /// A tone with syllables of a quarter of a second, and silence before and after.
    private func prosody(seconds: Double, silence: Double = 0) throws -> Prosody {
        let rate = 16_000.0
        let samples = (0..<Int(seconds * rate)).map { index in
            let time = Double(index) / rate
            guard time >= silence, time < seconds - silence else { return Float(0) }
            return Float(0.3 * sin(2 * .pi * 180 * time) * (0.6 + 0.4 * sin(2 * .pi * 4 * time)))
        }
        return try Prosody(of: AudioClip(samples: samples, sampleRateHz: 16_000))
    }

    private func timeline(_ sounds: [(String, Double)], silence: Double = 0.2) throws -> VisemeTimeline {
        var time = silence
        var phonemes: [TimedPhoneme] = []
        for (symbol, length) in sounds {
            let phoneme = try #require(Phoneme(symbol))
            phonemes.append(TimedPhoneme(phoneme: phoneme, start: time, end: time + length))
            time += length
        }
        return Coarticulation.timeline(of: phonemes, prosody: try prosody(seconds: time + silence, silence: silence))
    }

    @Test(arguments: ["p", "b", "m"], [24, 25, 30, 60, 12])
    func closuresReachFullClosureOnAFrame(symbol: String, framesPerSecond: Int) throws {
        // Every phase against the frames' grid.
        for offset in stride(from: 0.0, to: 0.04, by: 0.005) {
            let timeline = try timeline([("ɑ", 0.15 + offset), (symbol, 0.06), ("ɑ", 0.2)])
            let frames = 0..<timeline.shapes.count * framesPerSecond / VisemeTimeline.stepsPerSecond
            let shut = frames.filter { frame in
                let shape = timeline.shape(ofFrame: frame, framesPerSecond: framesPerSecond)
                return shape.press > 0.97 && shape.jaw < 0.02
            }
            #expect(!shut.isEmpty, "\(symbol) at \(framesPerSecond) frames a second, \(offset) s off")
        }
    }

    @Test func vowelsOpenTheMouthAndSilenceShutsIt() throws {
        let timeline = try timeline([("ɑ", 0.25), ("t", 0.08), ("ɑ", 0.25)], silence: 0.6)
        #expect((timeline.shapes.map(\.jaw).max() ?? 0) > 0.5)
        for step in Array(0..<35) + Array(timeline.shapes.count - 30..<timeline.shapes.count) {
            #expect(timeline.shapes[step].jaw < 0.03, "at \(step)0 ms")
        }
    }

    @Test func aShortOpenVowelBetweenConsonantsIsSeenToBeOpen() throws {
        func opening(_ seconds: Double) throws -> Float {
            let timeline = try timeline([("n", 0.08), ("t", 0.08), ("ɑ", seconds), ("t", 0.08), ("n", 0.08)])
            return timeline.shapes.map(\.jaw).max() ?? 0
        }
        let (short, long) = (try opening(0.05), try opening(0.3))
        #expect(short > 0.76 * long, "\(short) of \(long)")
    }

    @Test func theLowerLipGoesUnderTheTeethForFAndV() throws {
        for symbol in ["f", "v"] {
            let timeline = try timeline([("ɑ", 0.2), (symbol, 0.1), ("ɑ", 0.2)])
            let tightest = try #require(timeline.shapes.max { $0.tuck < $1.tuck })
            #expect(tightest.tuck > 0.95 && tightest.jaw < 0.25)
        }
    }

    @Test func lipsRoundBeforeARoundedVowelIsHeard() throws {
        let timeline = try timeline([("t", 0.2), ("u", 0.25), ("t", 0.2)])
        // "u" begins at 0.4 s.
        #expect(timeline.shapes[39].pucker > 0.5)
        #expect(timeline.shapes[26].pucker < 0.3)
    }

    @Test func theJawNeverJumps() throws {
        let timeline = try timeline([("p", 0.05), ("ɑ", 0.06), ("p", 0.05), ("ɑ", 0.06), ("m", 0.05)])
        for (first, second) in zip(timeline.shapes, timeline.shapes.dropFirst()) {
            #expect(abs(first.jaw - second.jaw) < 0.165)
        }
    }

    @Test func soundsHeardInSilenceAreIgnored() throws {
        let prosody = try prosody(seconds: 2, silence: 0.8)
        let phoneme = try #require(Phoneme("ɑ"))
        let timeline = Coarticulation.timeline(
            of: [TimedPhoneme(phoneme: phoneme, start: 0.2, end: 0.4)], prosody: prosody)
        #expect(timeline.shapes.allSatisfy { $0.jaw == 0 })
    }

    @Test func theMovementIsNamedByWhatItShows() throws {
        let visemes = try timeline([("ɑ", 0.25), ("m", 0.1), ("ɑ", 0.25)]).visemes
        #expect(visemes.map(\.viseme) == [.silence, .open, .bilabial, .open, .silence])
        #expect(visemes.first?.start == 0)
        for (first, second) in zip(visemes, visemes.dropFirst()) { #expect(first.end == second.start) }
    }

    @Test func noNamedShapeIsTooShortToBeSeen() throws {
        let sounds = ["t", "i", "s", "ɑ", "k", "u", "l", "ɛ", "p", "ɑ", "f", "i"].map { ($0, 0.04) }
        for viseme in try timeline(sounds).visemes { #expect(viseme.end - viseme.start > 0.055, "\(viseme)") }
    }
}
