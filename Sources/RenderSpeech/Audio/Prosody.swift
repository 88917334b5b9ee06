import Glibc
package import RenderMedia

/// How something is said, on a grid of 10 ms: what opens the mouth wider, and what nods and raises brows.
package struct Prosody: Sendable, Equatable {
    /// Steps of the grid in a second.
    package static let stepsPerSecond = 100

    /// 0 in pauses, 1 in speech, in between at the edges.
    package let activity: [Float]
    /// 0 for quiet to 1 for the speaker's loud; a little more for peaks.
    package let loudness: [Float]
    /// How much a syllable stands out of its surroundings, by loudness and by pitch, 0…1.
    package let emphasis: [Float]
    /// The voice's pitch in hertz, 60…500; 0 where there is none.
    package let pitch: [Float]
    /// Stretches of speech, in order. Pauses lie between them.
    package let phrases: [Phrase]

    /// What is said in one breath: speech without a pause of a fifth of a second.
    package struct Phrase: Sendable, Equatable {
        /// Steps of the grid.
        package let steps: Range<Int>
        /// How far the pitch moves over its last 300 ms, in semitones: a question rises, a statement falls.
        package let finalRise: Float
        /// The share of it that has a voice, 0…1. A breath or a rustle has none.
        package let voicedShare: Float
    }

    /// Below this the loudest 25 ms of a sound are not speech, in decibels of full scale.
    static let silenceDecibels: Float = -55
    /// Between the loud and the quiet parts of speech lie 20 dB or more; a steady noise has 3 or less.
    static let leastRangeDecibels: Float = 7

    /// `clip` at 16 kHz, not empty. Throws `.silent`.
    package init(of clip: AudioClip) throws(SpeechError) {
        var (loudness, pitch) = (LoudnessTrack(), PitchTracker())
        loudness.append(clip.samples)
        pitch.append(clip.samples)
        try self.init(loudness, pitch)
    }

    /// Of all that the two have heard, which is not nothing. Throws `.silent`.
    init(_ loudnessTrack: LoudnessTrack, _ pitchTracker: PitchTracker) throws(SpeechError) {
        var (measured, tracker) = (loudnessTrack, pitchTracker)
        measured.finish()
        let levels = measured.decibels
        let sorted = levels.sorted()
        let peak = sorted[sorted.count - 1]
        guard peak > Self.silenceDecibels else { throw .silent(peakDecibels: peak) }
        let loud = sorted[(sorted.count - 1) * 95 / 100]
        let quiet = sorted[(sorted.count - 1) * 8 / 100]
        let isSteady = loud - quiet < Self.leastRangeDecibels && levels.count > Self.stepsPerSecond
        let threshold = max(quiet + 8, loud - 38)
        let raw = levels.map { isSteady ? 0 : min(max(($0 - threshold) / 12, 0), 1) }
        let activity = Smoothing.gaussian(raw, sigma: 3)
        let loudness = Smoothing.gaussian(levels.map { min(max(($0 - loud + 25) / 25, 0), 1.1) }, sigma: 6)
        let track = tracker.finish(stepCount: levels.count)
        let semitones = track.semitones
        self.activity = activity
        self.loudness = loudness
        pitch = track.hertz
        emphasis = Self.emphasis(loudness, semitones)
        phrases = Self.phrases(activity, track, semitones)
    }

    /// A syllable stands out if it is louder or higher than the second around it.
    private static func emphasis(_ loudness: [Float], _ semitones: [Float]) -> [Float] {
        func prominence(_ curve: [Float]) -> [Float] {
            let syllables = Smoothing.gaussian(curve, sigma: 8)
            return zip(syllables, Smoothing.gaussian(syllables, sigma: 60)).map { $0 - $1 }
        }
        return zip(prominence(loudness), prominence(semitones)).map { louder, higher in
            // Pitch alone moves in pauses too, where it is only guessed.
            min(max(louder * 2.0 + min(max(higher, -2), 4) * 0.05 * (louder > -0.1 ? 1 : 0), 0), 1)
        }
    }

    private static func phrases(_ activity: [Float], _ track: PitchTrack, _ semitones: [Float]) -> [Phrase] {
        var ranges: [Range<Int>] = []
        for step in activity.indices where activity[step] > 0.3 {
            if let last = ranges.last, step - last.upperBound < stepsPerSecond / 5 {
                ranges[ranges.count - 1] = last.lowerBound..<step + 1
            } else {
                ranges.append(step..<step + 1)
            }
        }
        return ranges.map { steps in
            let voiced = steps.filter { track.hertz[$0] > 0 }
            let last = voiced.last ?? steps.upperBound - 1
            let before = voiced.last { $0 <= last - 3 * stepsPerSecond / 10 } ?? voiced.first ?? last
            return Phrase(
                steps: steps, finalRise: semitones[last] - semitones[before],
                voicedShare: Float(voiced.count) / Float(steps.count))
        }
    }
}
