package import RenderInference

/// What was found out about the sounds of a clip.
package struct Recognition: Sendable, Equatable {
    /// What it rests on.
    package enum Basis: Sendable, Equatable {
        case sound
        /// The sound, read along with the transcript. `fit` is the share of all sounds, written and heard, that agree,
        /// 0…1.
        case transcript(fit: Float)
        /// The sound alone, since the transcript does not fit it.
        case soundDespiteTranscript(fit: Float)
    }

    package let phonemes: [TimedPhoneme]
    package let basis: Basis
}

/// Hears the sounds of speech in a clip.
package struct PhonemeRecognizer: Sendable {
    let engine: EngineFolder

    package init(engine: EngineFolder) { self.engine = engine }

    /// The sounds of a speech, which nobody has heard yet, in order, by a transcript if there is one. Both processors are
    /// used: windows are independent.
    ///
    /// Throws `InferenceError`, and what reading the sound throws.
    package func recognition(of sound: SpeechSound, transcript: String?) async throws -> Recognition {
        let keeping = transcript != nil
        let answer = try await answer(to: sound, keepingProbabilities: keeping)
        let heard = answer.decoder.emissions(answer.readings)
        guard let transcript else {
            return Recognition(phonemes: PhonemeEmission.timeline(of: heard), basis: .sound)
        }
        let reader = try TranscriptReader(engine, symbols: answer.symbols)
        guard let reading = try reader.read(transcript, along: answer.probabilities, heard: heard) else {
            return Recognition(phonemes: PhonemeEmission.timeline(of: heard), basis: .sound)
        }
        guard reading.fit >= TranscriptReader.leastFit else {
            return Recognition(
                phonemes: PhonemeEmission.timeline(of: heard), basis: .soundDespiteTranscript(fit: reading.fit))
        }
        return Recognition(
            phonemes: PhonemeEmission.timeline(of: reading.emissions), basis: .transcript(fit: reading.fit))
    }

    /// What the model says about a whole clip.
    struct Answer {
        let decoder: PhonemeDecoder
        let symbols: [String]
        let readings: [PhonemeDecoder.Reading]
        /// Without frames if they were not to be kept: ten minutes of them take 23 MB.
        let probabilities: LogProbabilities
    }

    /// What the model says about the kept part of one window.
    private struct Part {
        let window: Int
        let readings: [PhonemeDecoder.Reading]
        let values: [Float]
    }

    private struct Lane {
        let symbols: [String]
        let parts: [Part]
    }

    func answer(to sound: SpeechSound, keepingProbabilities: Bool) async throws -> Answer {
        let engine = engine
        return try await withThrowingTaskGroup(of: Lane.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    try Self.lane(sound, engine, keepingProbabilities)
                }
            }
            var parts: [Part] = []
            var symbols: [String] = []
            for try await lane in group where !lane.parts.isEmpty {
                symbols = lane.symbols
                parts += lane.parts
            }
            parts.sort { $0.window < $1.window }
            let readings = parts.flatMap(\.readings)
            return Answer(
                decoder: PhonemeDecoder(symbols: symbols), symbols: symbols, readings: readings,
                probabilities: LogProbabilities(
                    frameCount: keepingProbabilities ? readings.count : 0, symbolCount: symbols.count,
                    values: parts.flatMap(\.values)))
        }
    }

    /// What one task hears: each window that it gets hold of. One that gets none loads no model.
    private static func lane(_ sound: SpeechSound, _ engine: EngineFolder, _ keeping: Bool) throws -> Lane {
        guard var heard = try sound.nextWindow() else { return Lane(symbols: [], parts: []) }
        let model = try engine.taken(or: SpeechModel.init)
        defer { engine.putBack(model) }
        let decoder = PhonemeDecoder(symbols: model.vocabulary)
        var parts: [Part] = []
        while true {
            try Task.checkCancellation()
            let answer = try model.logProbabilities(samples: heard.samples)
            let frames = heard.window.keptFrames.clamped(to: 0..<answer.frameCount)
            let width = answer.symbolCount
            parts.append(
                Part(
                    window: heard.number, readings: Array(decoder.readings(answer)[frames]),
                    values: keeping ? Array(answer.values[frames.lowerBound * width..<frames.upperBound * width]) : []))
            guard let next = try sound.nextWindow() else { break }
            heard = next
        }
        return Lane(symbols: model.vocabulary, parts: parts)
    }
}
