package import RenderCodec
package import RenderInference
import RenderMedia
package import RenderSpeech

/// Why a sound cannot drive a talking head.
package enum SoundError: Error, Equatable, Sendable {
    case unreadable(CodecError)
    case unsuitable(SpeechError)
}

/// What moves a mouth.
package enum MouthDriver: String, Sendable {
    /// What is said.
    case sounds
    /// How loud it is, whatever is said: a control, to measure what the sounds add.
    case loudness
}

/// A sound with all that is known of what is said in it.
package struct Speech: Sendable {
    /// Samples at 48 kHz, which is what the video carries.
    package let sampleCount: Int
    package let prosody: Prosody
    /// The sounds of speech, and what they rest on.
    package let recognition: Recognition
    package let visemes: VisemeTimeline

    /// Reads the sound at `path` and hears what is said, by the transcript if there is one. Throws `SoundError` or
    /// `InferenceError`.
    package static func read(
        _ path: String, transcript: String?, mouth: MouthDriver = .sounds, engine: EngineFolder
    ) async throws -> Speech {
        let sampleCount = try reading { () throws(CodecError) in
            try SoundReader(path, sampleRateHz: sampleRateHz, channels: .own).readToEnd()
        }
        let sound = try heard(path)
        let recognition = try await PhonemeRecognizer(engine: engine).recognition(of: sound, transcript: transcript)
        let prosody: Prosody
        do { prosody = try sound.prosody() } catch let error as SpeechError { throw SoundError.unsuitable(error) }
        let visemes =
            switch mouth {
            case .sounds: Coarticulation.timeline(of: recognition.phonemes, prosody: prosody)
            case .loudness: LoudnessMouth.timeline(of: prosody)
            }
        return Speech(sampleCount: sampleCount, prosody: prosody, recognition: recognition, visemes: visemes)
    }

    /// The rate of a video's sound.
    private static let sampleRateHz = VideoWriter.soundRateHz

    /// The sound as the recogniser hears it.
    static func heard(_ path: String) throws(SoundError) -> SpeechSound {
        let reader = try reading { () throws(CodecError) in
            try SoundReader(path, sampleRateHz: SpeechWindows.sampleRateHz, channels: .one)
        }
        return SpeechSound { count in try reading { () throws(CodecError) in try reader.read(count)[0] } }
    }

    private static func reading<Result>(_ body: () throws(CodecError) -> Result) throws(SoundError) -> Result {
        do throws(CodecError) { return try body() } catch { throw .unreadable(error) }
    }

    package var durationSeconds: Double { Double(sampleCount) / Double(Self.sampleRateHz) }

    /// Frames that cover the whole sound; at least one.
    package func frameCount(framesPerSecond: Int) -> Int {
        let samples = sampleCount * framesPerSecond
        return max((samples + Self.sampleRateHz - 1) / Self.sampleRateHz, 1)
    }

    /// The samples between two moments in seconds, as far as there are; at least one.
    func samples(from start: Double, to end: Double) -> Range<Int> {
        let first = min(max(Int((start * Double(Self.sampleRateHz)).rounded()), 0), sampleCount - 1)
        return first..<min(max(Int((end * Double(Self.sampleRateHz)).rounded()), first + 1), sampleCount)
    }
}
