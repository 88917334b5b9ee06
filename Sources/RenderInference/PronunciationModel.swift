import CInference
import FoundationEssentials

/// Tells how a word is spoken: hama's network from letters to phones, which knows English best, and Korean.
///
/// Its phones are symbols of `SpeechModel.vocabulary`. Holds memory of the library; used by one thread at a time.
package final class PronunciationModel {
    /// The longest word that is read; of a longer one, the beginning.
    private static let longestWord = 64
    private static let mostSymbols = 48
    /// Widths of the network's layers.
    private static let (outputWidth, keyWidth, hiddenWidth) = (192, 96, 192)

    private let functions: AuroraPronouncer
    private let encoder: AuroraObject
    private let decoder: AuroraObject
    private let letters: [String: Int64]
    private let phones: [String]
    private let unknown: Int64
    private let start: Int64
    private let end: Int64

    private struct Vocabulary: Decodable {
        var encoder: [String]
        var decoder: [String]
    }

    /// Loads library and models from an engine folder. Throws `.missing`, `.altered` or `.unusable`.
    package init(_ folder: EngineFolder) throws(InferenceError) {
        try folder.verify(.speechLibrary)
        let functions = UnsafeMutablePointer<AuroraPronouncer>.allocate(capacity: 1)
        defer { functions.deallocate() }
        if let problem = aurora_pronouncer_open(folder.location(of: .speechLibrary), functions) {
            throw InferenceError(.unusable, "the speech library cannot be loaded: \(String(cString: problem))")
        }
        self.functions = functions.move()
        let vocabulary = try Self.vocabulary(folder)
        letters = Dictionary(
            vocabulary.encoder.enumerated().map { ($0.element, Int64($0.offset)) },
            uniquingKeysWith: { first, _ in first })
        phones = vocabulary.decoder
        guard let unknown = letters["<unk>"], let start = phones.firstIndex(of: "<sos>"),
            let end = phones.firstIndex(of: "<eos>")
        else { throw InferenceError(.unusable, "the speech model's vocabulary is not the expected one") }
        (self.unknown, self.start, self.end) = (unknown, Int64(start), Int64(end))
        // The library copies what it needs.
        let encoderBytes = try folder.load(.pronunciationEncoder)
        let decoderBytes = try folder.load(.pronunciationDecoder)
        guard let encoder = self.functions.encoder_load(encoderBytes.address, encoderBytes.count) else {
            throw InferenceError(.unusable, "the pronunciation model cannot be loaded")
        }
        guard let decoder = self.functions.decoder_load(decoderBytes.address, decoderBytes.count) else {
            self.functions.encoder_free(encoder)
            throw InferenceError(.unusable, "the pronunciation model cannot be loaded")
        }
        (self.encoder, self.decoder) = (encoder, decoder)
    }

    deinit {
        functions.encoder_free(encoder)
        functions.decoder_free(decoder)
    }

    /// The phones of one word in small letters, as symbols of `SpeechModel.vocabulary`; none of an empty one.
    ///
    /// Throws `.failed`.
    package func phones(of word: String) throws(InferenceError) -> [String] {
        // Syllables of Hangul are taken apart, as the network was taught them.
        let decomposed = word.unicodeScalars.flatMap(Self.parts(of:)).prefix(Self.longestWord)
        let numbers = decomposed.map { letters[String($0)] ?? unknown }
        guard !numbers.isEmpty else { return [] }
        let room = numbers.count
        var outputs = [Float](repeating: 0, count: room * Self.outputWidth)
        var keys = [Float](repeating: 0, count: room * Self.keyWidth)
        var hidden = [Float](repeating: 0, count: Self.hiddenWidth)
        var mask = [UInt8](repeating: 0, count: room)
        var attention = [Float](repeating: 0, count: room)
        guard
            functions.encoder_run(
                encoder, numbers, Int64(room), Int64(room), &outputs, &keys, &hidden, &mask, &attention) == 0
        else { throw InferenceError(.failed, "the pronunciation model failed") }
        let positions = (0..<room).map { Float($0) }
        var nextHidden = hidden
        var nextAttention = attention
        var (symbol, next, letter) = (start, Int64(0), Int64(0))
        var found: [String] = []
        for _ in 0..<Self.mostSymbols {
            guard
                functions.decoder_step(
                    decoder, symbol, outputs, keys, mask, attention, hidden, positions, Int64(room), &next, &letter,
                    &nextHidden, &nextAttention) == 0
            else { throw InferenceError(.failed, "the pronunciation model failed") }
            guard next != end, phones.indices.contains(Int(next)) else { break }
            found.append(phones[Int(next)])
            symbol = next
            swap(&hidden, &nextHidden)
            swap(&attention, &nextAttention)
        }
        return found
    }

    /// The letters of a syllable of Hangul (The Unicode Standard, section 3.12), or the scalar itself.
    private static func parts(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        guard (0xAC00...0xD7A3).contains(scalar.value) else { return [scalar] }
        let index = scalar.value - 0xAC00
        let values = [0x1100 + index / 588, 0x1161 + index % 588 / 28] + (index % 28 == 0 ? [] : [0x11A7 + index % 28])
        return values.compactMap(Unicode.Scalar.init)
    }

    private static func vocabulary(_ folder: EngineFolder) throws(InferenceError) -> Vocabulary {
        let bytes = try folder.load(.speechVocabulary)
        do {
            return try JSONDecoder().decode(
                Vocabulary.self, from: Data(UnsafeRawBufferPointer(start: bytes.address, count: bytes.count)))
        } catch {
            throw InferenceError(.unusable, "the speech model's vocabulary cannot be read")
        }
    }
}
