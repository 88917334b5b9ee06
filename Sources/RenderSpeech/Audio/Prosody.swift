import Glibc
package import RenderMedia

/// How loud a sound is, on a grid of 10 ms: what opens the mouth wider, and what nods and raises brows.
package struct Prosody: Sendable, Equatable {
    /// Steps of the grid in a second.
    package static let stepsPerSecond = 100

    /// 0 in pauses, 1 in speech, in between at the edges.
    package let activity: [Float]
    /// 0 for quiet to 1 for the speaker's loud; a little more for peaks.
    package let loudness: [Float]
    /// How much a syllable stands out of its surroundings, 0…1.
    package let emphasis: [Float]

    /// Below this the loudest 25 ms of a sound are not speech, in decibels of full scale.
    static let silenceDecibels: Float = -55
    /// Between the loud and the quiet parts of speech lie 20 dB or more; a steady noise has 3 or less.
    static let leastRangeDecibels: Float = 7

    /// `clip` at 16 kHz, not empty. Throws `.silent`.
    package init(of clip: AudioClip) throws(SpeechError) {
        let levels = Self.levels(clip.samples)
        let sorted = levels.sorted()
        let peak = sorted[sorted.count - 1]
        guard peak > Self.silenceDecibels else { throw .silent(peakDecibels: peak) }
        let loud = sorted[(sorted.count - 1) * 95 / 100]
        let quiet = sorted[(sorted.count - 1) * 8 / 100]
        let isSteady = loud - quiet < Self.leastRangeDecibels && levels.count > Self.stepsPerSecond
        let threshold = max(quiet + 8, loud - 38)
        let raw = levels.map { isSteady ? 0 : min(max(($0 - threshold) / 12, 0), 1) }
        activity = Smoothing.gaussian(raw, sigma: 3)
        loudness = Smoothing.gaussian(levels.map { min(max(($0 - loud + 25) / 25, 0), 1.1) }, sigma: 6)
        let syllables = Smoothing.gaussian(loudness, sigma: 8)
        let surroundings = Smoothing.gaussian(syllables, sigma: 60)
        emphasis = zip(syllables, surroundings).map { min(max(($0 - $1) * 2.2, 0), 1) }
    }

    /// Loudness of 25 ms round every grid step, in decibels of full scale; -100 for digital silence.
    private static func levels(_ samples: [Float]) -> [Float] {
        let (step, reach) = (SpeechWindows.sampleRateHz / stepsPerSecond, SpeechWindows.sampleRateHz / 80)
        return stride(from: 0, to: max(samples.count, 1), by: step).map { centre in
            let range = max(0, centre - reach)..<min(samples.count, centre + reach)
            var power: Float = 0
            for index in range { power += samples[index] * samples[index] }
            return 20 * log10((power / Float(max(range.count, 1))).squareRoot() + 1e-5)
        }
    }
}
