/// Fits the ends of sounds to what is loud.
///
/// The recogniser says when sounds begin. One lasts until the next begins, unless a pause comes first: then the mouth
/// rests in the pause, and a vowel that is drawn out is shown as long as it is heard.
struct SoundSpans {
    /// A vowel lasts this long at most.
    private static let longestSeconds = 0.3
    /// Below this activity nobody speaks.
    private static let leastActivity: Float = 0.25
    /// Less than this is the silence inside p, t and k, not a pause.
    private static let shortestPauseSteps = 14
    /// Even before a pause a sound shows for this long.
    private static let shortestSeconds = 0.05

    /// A word may fade this long into a pause, a sound by itself less, and begin this long before a pause ends.
    private static let longestFadeSeconds = 0.2
    private static let fadeSeconds = 0.08
    private static let onsetSeconds = 0.06

    /// A phrase with less voice than this and hardly a sound but vowels and h is a breath.
    private static let leastVoicedShare: Float = 0.08
    private static let mostBreathSounds = 4

    private let pauses: [Range<Int>]
    private let voiceless: [Range<Double>]

    init(_ prosody: Prosody) {
        let rate = Double(Prosody.stepsPerSecond)
        voiceless = prosody.phrases.filter { $0.voicedShare < Self.leastVoicedShare }.map {
            Double($0.steps.lowerBound) / rate - 0.1..<Double($0.steps.upperBound) / rate + 0.1
        }
        var found: [Range<Int>] = []
        var start: Int?
        for step in 0...prosody.activity.count {
            let isQuiet = step < prosody.activity.count && prosody.activity[step] < Self.leastActivity
            if isQuiet, start == nil { start = step }
            if !isQuiet, let first = start {
                if step - first >= Self.shortestPauseSteps { found.append(first..<step) }
                start = nil
            }
        }
        pauses = found
    }

    /// Sounds in order. Those that are wholly inside a pause are the recogniser's fancy: they are left out.
    func fitted(_ heard: [TimedPhoneme]) -> [TimedPhoneme] {
        let sounds = withoutBreaths(heard)
        var result: [TimedPhoneme] = []
        var next = 0
        for (index, sound) in sounds.enumerated() {
            let rate = Double(Prosody.stepsPerSecond)
            while next < pauses.count, Double(pauses[next].upperBound) / rate <= sound.start { next += 1 }
            let pause = next < pauses.count ? pauses[next] : nil
            let quiet = pause.map { Double($0.lowerBound) / rate } ?? .infinity
            let loud = pause.map { Double($0.upperBound) / rate } ?? .infinity
            let isAttached = result.last.map { sound.start - $0.end < Self.fadeSeconds } ?? false
            let fade = isAttached ? Self.longestFadeSeconds : Self.fadeSeconds
            if quiet + fade <= sound.start, sound.end + Self.onsetSeconds <= loud { continue }
            var fitted = sound
            let following = index + 1 < sounds.count ? sounds[index + 1].start : .infinity
            if sound.phoneme.viseme.isVowel || sound.phoneme.viseme == .labiodental {
                fitted.end = max(fitted.end, min(following, quiet, sound.start + Self.longestSeconds))
            }
            if quiet > sound.start { fitted.end = min(fitted.end, max(quiet, sound.start + Self.shortestSeconds)) }
            result.append(fitted)
        }
        return result
    }

    /// Leaves out what the recogniser makes of breaths. A whisper has no voice either, but other sounds.
    private func withoutBreaths(_ sounds: [TimedPhoneme]) -> [TimedPhoneme] {
        var result = sounds
        for phrase in voiceless {
            let inside = result.filter { phrase.contains($0.start) }
            let isBreath = inside.allSatisfy { sound in
                sound.phoneme.viseme == .open || sound.phoneme.viseme == .mid || sound.phoneme.viseme == .inner
            }
            if isBreath, inside.count <= Self.mostBreathSounds { result.removeAll { phrase.contains($0.start) } }
        }
        return result
    }
}
