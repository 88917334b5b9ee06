import RenderInference

extension PhonemeRecognizer {
    /// When the words of a text are spoken in a speech that nobody has heard yet. `language` is what the text is written
    /// in, as BCP 47 has it, if it is known.
    ///
    /// Throws `InferenceError`, `SpeechError.silent`, and what reading the sound throws.
    package func timing(
        of text: WrittenText, in sound: SpeechSound, language: String?
    ) async throws -> WordTiming {
        let answer = try await answer(to: sound, keepingProbabilities: true)
        let prosody = try sound.prosody()
        let seconds = Double(prosody.activity.count) / Double(Prosody.stepsPerSecond)
        let edges = WordEdges(prosody, durationSeconds: seconds)
        let weights = text.words.map(\.weight)
        var heard = [WordEdges.Heard?](repeating: nil, count: text.words.count)
        let reader = try TranscriptReader(engine, symbols: answer.symbols)
        // Of a text most of which says nothing of its sounds, what little does would be put anywhere.
        let readable = text.words.flatMap(\.spoken).filter(Self.isReadable)
        let letters = weights.reduce(0, +)
        guard readable.reduce(0, { $0 + $1.count }) * 2 >= letters, !readable.isEmpty else {
            return WordTiming(spans: edges.spans(heard, weights: weights), fit: nil)
        }
        let spoken = text.words.enumerated().flatMap { index, word in word.spoken.map { (index, $0) } }
        let reading = try reader.read(
            spoken.map(\.1), in: language, along: answer.probabilities,
            heard: answer.decoder.emissions(answer.readings))
        guard let reading else { return WordTiming(spans: edges.spans(heard, weights: weights), fit: nil) }
        for (place, found) in reader.heard(reading, count: spoken.count).enumerated() {
            guard let found else { continue }
            let word = spoken[place].0
            heard[word] = WordEdges.Heard(first: heard[word]?.first ?? found.first, last: found.last)
        }
        return WordTiming(spans: edges.spans(heard, weights: weights), fit: reading.fit)
    }

    /// Whether letters say how a word sounds, to the network or by the rules of a spelling: Latin ones and Hangul.
    private static func isReadable(_ word: String) -> Bool {
        word.unicodeScalars.allSatisfy { $0.value < 0x250 || (0x1E00...0x1EFF).contains($0.value) || $0 == "’" }
            || word.unicodeScalars.allSatisfy { (0xAC00...0xD7A3).contains($0.value) }
    }
}
