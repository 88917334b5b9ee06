import RenderCodec
package import RenderInference
package import RenderSpeech

/// A text laid along the sound that it is spoken in.
package struct SpokenText: Sendable {
    package let text: WrittenText
    package let timing: WordTiming
    package let durationSeconds: Double

    /// Reads the sound at `path` and finds the words of `text` in it. Throws `SoundError` or `InferenceError`.
    package static func read(
        _ path: String, text: WrittenText, language: String?, engine: EngineFolder
    ) async throws -> SpokenText {
        let rate = VideoWriter.soundRateHz
        let count: Int
        do throws(CodecError) {
            count = try SoundReader(path, sampleRateHz: rate, channels: .own).readToEnd()
        } catch { throw SoundError.unreadable(error) }
        do {
            let timing = try await PhonemeRecognizer(engine: engine).timing(
                of: text, in: Speech.heard(path), language: language)
            return SpokenText(text: text, timing: timing, durationSeconds: Double(count) / Double(rate))
        } catch let error as SpeechError { throw SoundError.unsuitable(error) }
    }
}
