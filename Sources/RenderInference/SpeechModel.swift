import CInference
import FoundationEssentials

/// How likely each symbol is in each frame of a speech.
package struct LogProbabilities: Sendable, Equatable {
    /// Frames of `SpeechModel.frameSeconds` each.
    package let frameCount: Int
    package let symbolCount: Int
    /// Natural logarithms, frame by frame: `frameCount * symbolCount` values.
    package let values: [Float]

    package init(frameCount: Int, symbolCount: Int, values: [Float]) {
        precondition(values.count == frameCount * symbolCount, "a value for each symbol of each frame")
        self.frameCount = frameCount
        self.symbolCount = symbolCount
        self.values = values
    }

    package subscript(frame: Int, symbol: Int) -> Float { values[frame * symbolCount + symbol] }
}

/// The recogniser of phones: hama's waveform model, a network trained with connectionist temporal classification.
///
/// Holds memory of the library; used by one thread at a time. Two of them may run at once.
package final class SpeechModel {
    /// The rate of the sound that it takes.
    package static let sampleRateHz = 16_000
    /// Length of one frame of its answer.
    package static let frameSeconds = 0.02
    /// The longest sound that it takes at once; cost per second grows with length, so use windows of about 10 s.
    package static let longestSeconds = 30

    /// The symbols, by their number: phones in IPA, then the two below, and a few that mean nothing here.
    package let vocabulary: [String]
    /// The number of the symbol between two words.
    package let wordBoundary: Int
    /// The number of the symbol for nothing new.
    package let blank: Int

    private let functions: AuroraHama
    private let model: AuroraObject

    private struct Vocabulary: Decodable {
        var decoder: [String]
    }

    /// Loads library, model and symbols from an engine folder. Throws `.missing`, `.altered` or `.unusable`.
    package init(_ folder: EngineFolder) throws(InferenceError) {
        try folder.verify(.speechLibrary)
        let functions = UnsafeMutablePointer<AuroraHama>.allocate(capacity: 1)
        defer { functions.deallocate() }
        if let problem = aurora_hama_open(folder.location(of: .speechLibrary), functions) {
            throw InferenceError(.unusable, "the speech library cannot be loaded: \(String(cString: problem))")
        }
        self.functions = functions.move()
        let phones = try Self.phones(folder)
        vocabulary = phones + ["<wb>", "<blank>"]
        wordBoundary = phones.count
        blank = phones.count + 1
        // The library copies what it needs.
        let bytes = try folder.load(.speechModel)
        guard let model = self.functions.load(bytes.address, bytes.count) else {
            throw InferenceError(.unusable, "the speech model cannot be loaded")
        }
        self.model = model
    }

    deinit { functions.free(model) }

    /// The log-probabilities for a sound at 16 kHz, -1…1, not empty and at most `longestSeconds` long.
    ///
    /// Throws `.failed`.
    package func logProbabilities(samples: [Float]) throws(InferenceError) -> LogProbabilities {
        precondition(
            !samples.isEmpty && samples.count <= Self.longestSeconds * Self.sampleRateHz, "a sound of at most 30 s")
        let room = Int(functions.num_frames(Int64(samples.count)))
        guard room > 0 else { return LogProbabilities(frameCount: 0, symbolCount: vocabulary.count, values: []) }
        var values = [Float](repeating: 0, count: room * vocabulary.count)
        var frames: Int64 = 0
        let status = functions.run(model, samples, Int64(samples.count), &values, &frames)
        guard status >= 0, frames >= 0, frames <= room else { throw InferenceError(.failed, "the speech model failed") }
        values.removeLast(values.count - Int(frames) * vocabulary.count)
        return LogProbabilities(frameCount: Int(frames), symbolCount: vocabulary.count, values: values)
    }

    private static func phones(_ folder: EngineFolder) throws(InferenceError) -> [String] {
        let bytes = try folder.load(.speechVocabulary)
        do {
            return try JSONDecoder().decode(
                Vocabulary.self, from: Data(UnsafeRawBufferPointer(start: bytes.address, count: bytes.count))
            ).decoder
        } catch {
            throw InferenceError(.unusable, "the speech model's vocabulary cannot be read")
        }
    }
}
