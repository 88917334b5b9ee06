import Glibc
import RenderMedia
import Testing

@testable import RenderFrames

@Suite("Loudness, peaks and music of reels")
struct ReelSoundTests {
    /// A tone on both channels, at a level in dB of full scale.
    private static func tone(_ hertz: Double, _ decibels: Double, seconds: Double) -> [Float] {
        let amplitude = Decibels.factor(decibels)
        return (0..<Int(seconds * 48_000)).map { Float(amplitude * sin(2 * Double.pi * hertz * Double($0) / 48_000)) }
    }

    /// Levels one after the other, and what all of it is to be measured as.
    struct Signal: Sendable {
        let levels: [(decibels: Double, seconds: Double)]
        let loudness: Double
    }

    /// EBU Tech 3341 (2016), table 1, the first five signals.
    @Test(arguments: [
        Signal(levels: [(-23, 20)], loudness: -23), Signal(levels: [(-33, 20)], loudness: -33),
        Signal(levels: [(-36, 10), (-23, 60), (-36, 10)], loudness: -23),
        Signal(levels: [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], loudness: -23),
        Signal(levels: [(-26, 20), (-20, 20.1), (-26, 20)], loudness: -23),
    ])
    func loudnessIsWhatTheStandardSays(signal: Signal) throws {
        var meter = LoudnessMeter()
        for (level, seconds) in signal.levels {
            let samples = Self.tone(1000, level, seconds: seconds)
            // In pieces that fit no block.
            for start in stride(from: 0, to: samples.count, by: 3331) {
                let piece = Array(samples[start..<min(start + 3331, samples.count)])
                meter.append(left: piece, right: piece)
            }
        }
        #expect(abs(try #require(meter.integrated) - signal.loudness) <= 0.1)
    }

    @Test func silenceHasNoLoudness() {
        var meter = LoudnessMeter()
        #expect(meter.integrated == nil)
        let silence = [Float](repeating: 0, count: 96_000)
        meter.append(left: silence, right: silence)
        #expect(meter.integrated == nil)
    }

    /// EBU Tech 3341, signal 16: a quarter of the sample rate, half of full scale, an eighth of a turn late, so that no sample is on a
    /// peak: -6 dBTP + 0.2 - 0.4.
    @Test func aPeakBetweenTwoSamplesIsSeen() {
        let samples = (0..<4800).map { Float(0.5 * sin(Double.pi / 2 * Double($0) + Double.pi / 4)) }
        var peak = TruePeak()
        var block = StereoBlock(silence: 0)
        (block.left, block.right) = (samples, samples)
        peak.append(block)
        #expect(Decibels.level(Double(samples.max() ?? 0)) < -9)
        #expect((-6.4...(-5.8)).contains(peak.decibels), "\(peak.decibels)")
    }

    @Test func theLimiterKeepsBelowTheCeilingAndLeavesTheRest() {
        var random = SeededRandom(seed: 7)
        var samples = (0..<48_000).map { index in
            let isLoud = (20_000..<24_000).contains(index)
            return Float.random(in: -1...1, using: &random) * (isLoud ? 1.9 : 0.2)
        }
        samples[0] = 1.5
        samples[30_000] = 3
        var limited: [Float] = []
        var limiter = PeakLimiter(ceiling: 0.89)
        for start in stride(from: 0, to: samples.count, by: 700) {
            var block = StereoBlock(silence: 0)
            block.left = Array(samples[start..<min(start + 700, samples.count)])
            block.right = block.left
            limiter.limit(&block)
            limited += block.left
        }
        var peak = TruePeak()
        var all = StereoBlock(silence: 0)
        (all.left, all.right) = (limited, limited)
        peak.append(all)
        // Half a decibel: the gain moves between the samples that a peak between them is made of.
        #expect(peak.decibels <= Decibels.level(0.89) + 0.5, "\(peak.decibels)")
        #expect(limited.map(abs).max() ?? 2 <= 0.89 * 1.001)
        let delay = PeakLimiter.delay
        #expect(limited[..<delay].allSatisfy { $0 == 0 })
        let (quiet, before) = (limited[delay + 16_000..<delay + 19_000], samples[16_000..<19_000])
        #expect(zip(quiet, before).allSatisfy { abs($0 - $1) < 0.005 }, "it recovers from what was before")
    }

    @Test func musicIsSoftWhileSomebodySpeaksAndNotUpAndDown() {
        // 2 s silence; speech for 3 s with a pause of 0.3 s in it, and a click of 20 ms at 7 s.
        var levels = [Float](repeating: -90, count: 900)
        for index in 200..<500 where !(300..<330).contains(index) { levels[index] = -20 }
        (levels[700], levels[701]) = (-10, -10)
        let curve = DuckingCurve(levels: levels, decibels: 10)
        let soft = Float(Decibels.factor(-10))
        #expect(curve.gains[0..<180].allSatisfy { $0 == 1 })
        #expect(curve.gains[200..<500].allSatisfy { abs($0 - soft) < 1e-4 })
        #expect(curve.gains[560...].allSatisfy { $0 == 1 }, "and a click is no speech")
        let steps = zip(curve.gains, curve.gains.dropFirst()).map { abs($0 - $1) }
        #expect(steps.max() ?? 1 < 0.12)
        #expect(curve.gain(atSample: 0) == 1 && abs(curve.gain(atSample: 48_000 * 3) - soft) < 1e-4)
        #expect(DuckingCurve(levels: [], decibels: 10).gain(atSample: 5) == 1)
    }
}
