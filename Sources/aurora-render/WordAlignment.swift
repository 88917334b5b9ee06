import FoundationEssentials
import RenderFrames
import RenderInference
import RenderProtocol
import RenderSpeech

/// Why a text could not be laid along a sound.
enum AlignmentError: Error {
    /// There is no word in it.
    case noWords
    /// So much of it fits, 0…1.
    case unfitting(Float)
}

/// Finds out when the words of a text are spoken, and writes it down.
struct WordAlignment {
    let request: AlignRequest

    func run(_ engine: EngineFolder) async throws -> AlignedFacts {
        let text = WrittenText(request.transcript)
        guard text.words.contains(where: \.isSpoken) else { throw AlignmentError.noWords }
        let spoken = try await SpokenText.read(request.sound, text: text, language: request.language, engine: engine)
        if let fit = spoken.timing.fit, fit < WordTiming.leastFit { throw AlignmentError.unfitting(fit) }
        let length = Int((spoken.durationSeconds * 1000).rounded())
        func milliseconds(_ seconds: Double) -> Int { min(max(Int((seconds * 1000).rounded()), 0), length) }
        let words = zip(text.words, spoken.timing.spans).map { word, span in
            TimedWord(
                text: word.text, startMilliseconds: milliseconds(span.lowerBound),
                endMilliseconds: milliseconds(span.upperBound), endsLine: word.endsLine, spaceBefore: word.spaceBefore)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try encoder.encode(WordTimes(durationMilliseconds: length, words: words)).write(
            to: URL(filePath: request.output), options: .atomic)
        return AlignedFacts(words: words.count, durationMilliseconds: length)
    }
}
