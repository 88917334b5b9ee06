import RenderInference

/// A sound of speech, and the frame of the recogniser's answer in which it shows.
package struct PhonemeEmission: Sendable, Equatable {
    package let phoneme: Phoneme
    /// In frames of `SpeechModel.frameSeconds`.
    package let frame: Int

    package init(phoneme: Phoneme, frame: Int) {
        self.phoneme = phoneme
        self.frame = frame
    }

    /// When it begins. The recogniser shows each sound some time after that, by its kind.
    var startSeconds: Double {
        max(Double(frame) * SpeechModel.frameSeconds - Timing.of(phoneme.viseme).delaySeconds, 0)
    }

    /// When the sounds are heard. The recogniser shows each some time after it began, by its kind; it lasts until the next
    /// begins, within bounds that keep a mouth from standing open through a pause.
    package static func timeline(of emissions: [PhonemeEmission]) -> [TimedPhoneme] {
        var found: [TimedPhoneme] = []
        for emission in emissions {
            let timing = Timing.of(emission.phoneme.viseme)
            let start = emission.startSeconds
            if let last = found.indices.last { found[last].end = min(found[last].end, start) }
            found.append(
                TimedPhoneme(phoneme: emission.phoneme, start: start, end: start + timing.longestSeconds))
        }
        return widened(found.filter { $0.end > $0.start })
    }

    /// Hardly a vowel is shorter than 70 ms, and a peak is known to 20 ms only: short vowels get room from neighbours that
    /// have some to spare.
    private static func widened(_ sounds: [TimedPhoneme]) -> [TimedPhoneme] {
        let (leastVowel, leastOther) = (0.07, 0.045)
        var result = sounds
        for index in result.indices where result[index].phoneme.viseme.isVowel {
            func spare(_ neighbour: Int) -> Double {
                guard result.indices.contains(neighbour) else { return 0 }
                let sound = result[neighbour]
                // Where lips shut is seen too well to be moved.
                if sound.phoneme.viseme == .bilabial { return 0 }
                return max(sound.end - sound.start - (sound.phoneme.viseme.isVowel ? leastVowel : leastOther), 0)
            }
            let missing = leastVowel - (result[index].end - result[index].start)
            guard missing > 0 else { continue }
            if index + 1 < result.count, result[index + 1].start - result[index].end < 1e-9 {
                let taken = min(missing / 2, spare(index + 1))
                result[index].end += taken
                result[index + 1].start += taken
            }
            if index > 0, result[index].start - result[index - 1].end < 1e-9 {
                let taken = min(missing / 2, spare(index - 1))
                result[index].start -= taken
                result[index - 1].end -= taken
            }
        }
        return result
    }

    /// Medians over clips whose phones are known (`quality/speech_truth.py`): people's and eSpeak's lie 15 ms on either
    /// side. Of lips that shut, the middle is best known: 42 ms before the emission.
    private struct Timing {
        let delaySeconds: Double
        let longestSeconds: Double

        static func of(_ viseme: Viseme) -> Timing {
            switch viseme {
            case .bilabial: Timing(delaySeconds: 0.082, longestSeconds: 0.08)
            case .labiodental: Timing(delaySeconds: 0.075, longestSeconds: 0.10)
            case .inner, .silence: Timing(delaySeconds: 0.06, longestSeconds: 0.16)
            case .rounded, .open, .mid, .front: Timing(delaySeconds: 0.06, longestSeconds: 0.26)
            }
        }
    }
}
