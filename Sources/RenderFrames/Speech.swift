package import RenderCodec
package import RenderInference
package import RenderMedia
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
    /// What the video carries: at 48 kHz, with its own channels.
    package let track: SoundTrack
    package let prosody: Prosody
    /// The sounds of speech, and what they rest on.
    package let recognition: Recognition
    package let visemes: VisemeTimeline

    /// Reads the sound at `path` and hears what is said, by the transcript if there is one. Throws `SoundError` or
    /// `InferenceError`.
    package static func read(
        _ path: String, transcript: String?, mouth: MouthDriver = .sounds, engine: EngineFolder
    ) async throws -> Speech {
        let (track, clip) = try decode(path)
        let prosody: Prosody
        do throws(SpeechError) {
            prosody = try Prosody(of: clip)
        } catch {
            throw SoundError.unsuitable(error)
        }
        let recognition = try await PhonemeRecognizer(engine: engine).recognition(of: clip, transcript: transcript)
        let visemes =
            switch mouth {
            case .sounds: Coarticulation.timeline(of: recognition.phonemes, prosody: prosody)
            case .loudness: LoudnessMouth.timeline(of: prosody)
            }
        return Speech(track: track, prosody: prosody, recognition: recognition, visemes: visemes)
    }

    private static func decode(_ path: String) throws(SoundError) -> (track: SoundTrack, clip: AudioClip) {
        do throws(CodecError) {
            let track = try AudioDecoder.decodeTrack(path, sampleRateHz: 48_000)
            return (track, try AudioDecoder.decode(path, sampleRateHz: SpeechWindows.sampleRateHz))
        } catch {
            throw .unreadable(error)
        }
    }

    /// Frames that cover the whole sound; at least one.
    package func frameCount(framesPerSecond: Int) -> Int {
        let samples = track.sampleCount * framesPerSecond
        return max((samples + track.sampleRateHz - 1) / track.sampleRateHz, 1)
    }
}
