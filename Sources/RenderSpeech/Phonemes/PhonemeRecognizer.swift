package import RenderInference
package import RenderMedia

/// Hears the sounds of speech in a clip.
package struct PhonemeRecognizer: Sendable {
    private let engine: EngineFolder

    package init(engine: EngineFolder) { self.engine = engine }

    /// The sounds of `clip`, which is at 16 kHz, in order. Both processors are used: windows are independent.
    ///
    /// Throws `InferenceError`.
    package func phonemes(in clip: AudioClip) async throws -> [TimedPhoneme] {
        precondition(clip.sampleRateHz == SpeechWindows.sampleRateHz, "the recogniser hears 16 kHz")
        let windows = SpeechWindows(sampleCount: clip.samples.count).windows
        let lanes = min(windows.count, 2)
        let engine = engine
        return try await withThrowingTaskGroup(of: Lane.self) { group in
            for lane in 0..<lanes {
                group.addTask { try Self.lane(lane, of: lanes, windows, clip, engine) }
            }
            var readings = [[PhonemeDecoder.Reading]](repeating: [], count: windows.count)
            var decoder: PhonemeDecoder?
            for try await lane in group {
                decoder = lane.decoder
                for answer in lane.answers { readings[answer.window] = answer.readings }
            }
            return PhonemeEmission.timeline(of: decoder?.emissions(readings.flatMap { $0 }) ?? [])
        }
    }

    /// What one task has heard: every second window.
    private struct Lane {
        let decoder: PhonemeDecoder
        let answers: [(window: Int, readings: [PhonemeDecoder.Reading])]
    }

    private static func lane(
        _ number: Int, of lanes: Int, _ windows: [SpeechWindows.Window], _ clip: AudioClip, _ engine: EngineFolder
    ) throws -> Lane {
        let model = try SpeechModel(engine)
        let decoder = PhonemeDecoder(symbols: model.vocabulary)
        let answers = try stride(from: number, to: windows.count, by: lanes).map { index in
            try Task.checkCancellation()
            return (window: index, readings: try readings(of: windows[index], in: clip, model, decoder))
        }
        return Lane(decoder: decoder, answers: answers)
    }

    /// What the model says about the kept part of a window: exactly one reading a frame.
    private static func readings(
        of window: SpeechWindows.Window, in clip: AudioClip, _ model: SpeechModel, _ decoder: PhonemeDecoder
    ) throws(InferenceError) -> [PhonemeDecoder.Reading] {
        let readings = decoder.readings(try model.logProbabilities(samples: window.samples(of: clip)))
        let first = (window.kept.lowerBound - window.heard.lowerBound) / SpeechWindows.frameSamples
        let count = (window.kept.count + SpeechWindows.frameSamples - 1) / SpeechWindows.frameSamples
        let end = min(first + count, readings.count)
        return first < end ? Array(readings[first..<end]) : []
    }
}
