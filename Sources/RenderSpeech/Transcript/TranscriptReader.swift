import RenderInference

/// Turns a transcript into sounds with times, with the recogniser's answer for the sound it belongs to.
struct TranscriptReader {
    private let symbols: [String]
    private let numbers: [String: Int]
    private let model: PronunciationModel

    /// The least fit with which a transcript is used. On the clips of `quality/shapes.sh` right ones have .58 and more,
    /// those of another sentence .51 and less, but for one that has three of four words in common.
    static let leastFit: Float = 0.55

    /// Throws `InferenceError`. `symbols` are the recogniser's.
    init(_ engine: EngineFolder, symbols: [String]) throws(InferenceError) {
        self.symbols = symbols
        numbers = Dictionary(
            symbols.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
        model = try engine.taken(or: PronunciationModel.init)
    }

    /// What comes of reading along.
    struct Reading {
        /// The transcript's sounds, and those that were heard where nothing is written.
        let emissions: [PhonemeEmission]
        /// The share of all sounds, written and heard, that agree, 0…1.
        let fit: Float
        /// The transcript's sounds, each with its word.
        var placements: [TranscriptAligner.Placement] = []
    }

    /// Nil for a transcript without words. Throws `InferenceError`.
    func read(
        _ transcript: String, along answer: LogProbabilities, heard: [PhonemeEmission]
    ) throws(InferenceError) -> Reading? {
        try read(SpokenWords.words(of: transcript), in: nil, along: answer, heard: heard)
    }

    /// The same for words that were found already, in a language as BCP 47 names it, if it is known.
    func read(
        _ words: [String], in language: String?, along answer: LogProbabilities, heard: [PhonemeEmission]
    ) throws(InferenceError) -> Reading? {
        guard !words.isEmpty else { return nil }
        // Nobody speaks so fast: reading all of it would take minutes and find nothing.
        let seconds = Double(answer.frameCount) * SpeechModel.frameSeconds
        guard Double(words.count) <= 20 + Self.mostWordsASecond * seconds else {
            return Reading(emissions: heard, fit: 0)
        }
        var best = read(try pronunciations(of: words), along: answer, heard)
        guard best.fit < Self.plainFit else { return best }
        for spelling in Spelling.of(language) {
            let reading = read(words.map { [numbers(of: spelling.phones(of: $0))] }, along: answer, heard)
            if reading.fit > best.fit { best = reading }
        }
        return best
    }

    private static let mostWordsASecond = 10.0

    /// A transcript that fits like this as the network reads it is in a language that it knows.
    private static let plainFit: Float = 0.85

    private func read(
        _ pronunciations: [[[Int]]], along answer: LogProbabilities, _ heard: [PhonemeEmission]
    ) -> Reading {
        let graph = AlignmentGraph(pronunciations)
        let placements = TranscriptAligner.placements(of: graph, in: answer, symbols: symbols)
        let asked = pronunciations.reduce(0) { $0 + ($1.map(\.count).min() ?? 0) }
        let found = placements.count { $0.evidence >= Self.leastEvidence }
        let explained = Self.explained(heard, by: placements, symbols)
        return Reading(
            emissions: Self.merged(placements, heard, symbols),
            fit: asked + heard.count > 0 ? Float(found + explained) / Float(max(asked, found) + heard.count) : 0,
            placements: placements)
    }

    /// From this probability on a sound is heard where it is put.
    private static let leastEvidence: Float = 0.1

    /// How many of the sounds that were heard without the transcript are where it has one that looks like it.
    private static func explained(
        _ heard: [PhonemeEmission], by placements: [TranscriptAligner.Placement], _ symbols: [String]
    ) -> Int {
        var first = 0
        return heard.count { sound in
            while first < placements.count, placements[first].frame < sound.frame - 2 { first += 1 }
            return placements[first...].prefix { $0.frame <= sound.frame + 2 }.contains {
                Phoneme(symbols[$0.symbol])?.viseme == sound.phoneme.viseme
            }
        }
    }

    /// When the sounds of a reading begin, word by word of `count`.
    func heard(_ reading: Reading, count: Int) -> [WordEdges.Heard?] {
        var words = [WordEdges.Heard?](repeating: nil, count: count)
        for placement in reading.placements where words.indices.contains(placement.word) {
            guard let phoneme = Phoneme(symbols[placement.symbol]) else { continue }
            let start = PhonemeEmission(phoneme: phoneme, frame: placement.frame).startSeconds
            words[placement.word] = WordEdges.Heard(first: words[placement.word]?.first ?? start, last: start)
        }
        return words
    }

    /// The recogniser's numbers of phones, without marks.
    private func numbers(of phones: [String]) -> [Int] {
        phones.filter { Phoneme($0) != nil }.compactMap { numbers[$0] }
    }

    private func pronunciations(of words: [String]) throws(InferenceError) -> [[[Int]]] {
        let areEnglish = CommonWords.areEnglish(words)
        var known: [String: [[Int]]] = [:]
        var result: [[[Int]]] = []
        for word in words {
            if let pronunciation = known[word] {
                result.append(pronunciation)
                continue
            }
            var alternatives: [[Int]] = []
            let right = areEnglish ? CommonWords.rightForms(of: word) : []
            let strong = right.isEmpty ? [try model.phones(of: word)] : right
            for phones in strong + CommonWords.weakForms(of: word) {
                let symbols = numbers(of: phones)
                if !alternatives.contains(symbols) { alternatives.append(symbols) }
            }
            known[word] = alternatives
            result.append(alternatives)
        }
        return result
    }

    /// Sounds of one word or its neighbour are this many frames apart at most: what is heard farther from both than that,
    /// between two words of the transcript, is said and not written.
    private static let unwrittenDistance = 6

    private static func merged(
        _ placements: [TranscriptAligner.Placement], _ heard: [PhonemeEmission], _ symbols: [String]
    ) -> [PhonemeEmission] {
        let written = placements.compactMap { placement in
            Phoneme(symbols[placement.symbol]).map { PhonemeEmission(phoneme: $0, frame: placement.frame) }
        }
        var next = 0
        let unwritten = heard.filter { sound in
            while next < placements.count, placements[next].frame < sound.frame { next += 1 }
            let before = next > 0 ? placements[next - 1] : nil
            let after = next < placements.count ? placements[next] : nil
            if let before, let after, before.word == after.word { return false }
            return (before.map { sound.frame - $0.frame >= unwrittenDistance } ?? true)
                && (after.map { $0.frame - sound.frame >= unwrittenDistance } ?? true)
        }
        return (written + unwritten).sorted { $0.frame < $1.frame }
    }
}
