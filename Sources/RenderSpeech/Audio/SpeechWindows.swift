import RenderInference
package import RenderMedia

/// How a long sound is cut for the recogniser: pieces of 8 s with a margin of 1 s on each side, and half a second of
/// silence before and after all of it, without which a sound at the very beginning is not heard.
///
/// The recogniser's cost grows faster than its input and it takes 30 s at most; with the margins, 295 of 298 phones
/// came out within 40 ms of a run over the whole clip.
package struct SpeechWindows: Sendable, Equatable {
    /// One piece, in samples of the whole sound.
    package struct Window: Sendable, Equatable {
        /// What the recogniser hears. Where it goes beyond the sound, that is silence.
        package let heard: Range<Int>
        /// What is kept of its answer. The windows' kept ranges follow each other without gaps.
        package let kept: Range<Int>

        /// Frames of the recogniser's answer that are kept of this window: the last one may be for a part of a frame.
        var keptFrames: Range<Int> {
            let first = (kept.lowerBound - heard.lowerBound) / SpeechWindows.frameSamples
            return first..<first + (kept.count + SpeechWindows.frameSamples - 1) / SpeechWindows.frameSamples
        }

        /// What the recogniser hears of a sound.
        package func samples(of clip: AudioClip) -> [Float] {
            let there = heard.clamped(to: clip.samples.indices)
            return [Float](repeating: 0, count: there.lowerBound - heard.lowerBound) + clip.samples[there]
                + [Float](repeating: 0, count: heard.upperBound - there.upperBound)
        }
    }

    package static let sampleRateHz = SpeechModel.sampleRateHz
    /// Samples of one frame of the recogniser's answer.
    package static let frameSamples = Int(Double(sampleRateHz) * SpeechModel.frameSeconds)

    package let windows: [Window]

    /// `sampleCount` at 16 kHz.
    package init(sampleCount: Int) {
        windows = stride(from: 0, to: sampleCount, by: Self.stepSamples).map {
            Self.window(from: $0, soundCount: sampleCount)
        }
    }

    /// From the beginning of one window to that of the next.
    static let stepSamples = 8 * sampleRateHz
    static let marginSamples = sampleRateHz
    private static let silenceSamples = sampleRateHz / 2

    /// The window whose kept part begins at `start`. `soundCount` is how many samples the sound has, or as many as are
    /// known if these reach beyond the window.
    static func window(from start: Int, soundCount: Int) -> Window {
        let kept = start..<min(start + stepSamples, soundCount)
        let heard = (kept.lowerBound - marginSamples, kept.upperBound + marginSamples)
        return Window(
            heard: max(-silenceSamples, heard.0)..<min(soundCount + silenceSamples, heard.1), kept: kept)
    }
}
