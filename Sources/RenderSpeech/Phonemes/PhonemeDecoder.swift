import Glibc
import RenderInference

/// Turns the recogniser's answer, a probability for each symbol every 20 ms, into sounds with times.
///
/// The answer is a connectionist temporal classification (Graves et al., 2006): each sound shows as a short peak, and
/// "blank" fills the rest. The constants are the recogniser's own for temperature and blank; the delay was measured on
/// clips whose phones are known.
package struct PhonemeDecoder: Sendable {
    /// The symbols, in the order of the probabilities.
    private let phonemes: [Phoneme?]
    private let blank: Int
    private let bilabials: [Int]

    private static let temperature: Float = 0.95
    private static let blankBias: Float = -0.1
    /// Peaks come this much after the beginning of the sound that is heard.
    static let delaySeconds = 0.06
    /// A closure is so visible that one which narrowly lost to another symbol is still taken, from this probability.
    private static let closureProbability: Float = 0.25

    package init(symbols: [String], blank: Int) {
        let phonemes = symbols.map { Phoneme($0) }
        self.phonemes = phonemes
        self.blank = blank
        bilabials = phonemes.indices.filter { phonemes[$0]?.phonemeClass == .bilabial }
    }

    /// What one frame says.
    package struct Reading: Sendable, Equatable {
        /// The most likely symbol.
        package let symbol: Int
        /// The most likely symbol among p, b and m, and the probability of all of them together.
        package let closure: Int
        package let closureProbability: Float
    }

    /// `logProbabilities` are row-major, `symbols.count` a frame.
    package func readings(_ logProbabilities: [Float]) -> [Reading] {
        let width = phonemes.count
        return (0..<logProbabilities.count / width).map { frame in
            let row = logProbabilities[frame * width..<(frame + 1) * width]
            return reading(Array(row))
        }
    }

    private func reading(_ row: [Float]) -> Reading {
        var best = 0
        var bestScore = -Float.infinity
        for (symbol, value) in row.enumerated() {
            let score = value / Self.temperature + (symbol == blank ? Self.blankBias : 0)
            if score > bestScore { (best, bestScore) = (symbol, score) }
        }
        let closure = bilabials.max { row[$0] < row[$1] } ?? blank
        let probability = bilabials.reduce(Float(0)) { $0 + exp(row[$1]) }
        return Reading(symbol: best, closure: closure, closureProbability: probability)
    }

    /// The sounds of a whole clip from the readings of all its frames. A sound lasts until the next one begins, within
    /// bounds that keep a mouth from standing open through a pause.
    package func timeline(_ readings: [Reading]) -> [TimedPhoneme] {
        var found: [TimedPhoneme] = []
        var previous = blank
        for (frame, symbol) in emissions(readings).enumerated() {
            defer { previous = symbol }
            guard symbol != previous, symbol != blank, let phoneme = phonemes[symbol] else { continue }
            let start = max(Double(frame) * SpeechModel.frameSeconds - Self.delaySeconds, 0)
            if let last = found.indices.last { found[last].end = min(found[last].end, start) }
            let longest = phoneme.phonemeClass.isVowel ? 0.26 : 0.16
            found.append(TimedPhoneme(phoneme: phoneme, start: start, end: start + longest))
        }
        return found.filter { $0.end > $0.start }
    }

    /// The symbol of each frame, with the closures put in that narrowly lost.
    private func emissions(_ readings: [Reading]) -> [Int] {
        var symbols = readings.map(\.symbol)
        for frame in readings.indices where symbols[frame] == blank {
            let around = readings[max(0, frame - 3)...min(readings.count - 1, frame + 3)]
            let isPeak = around.allSatisfy { $0.closureProbability <= readings[frame].closureProbability }
            let isMissed = around.allSatisfy { !bilabials.contains($0.symbol) }
            if readings[frame].closureProbability >= Self.closureProbability, isPeak, isMissed {
                symbols[frame] = readings[frame].closure
            }
        }
        return symbols
    }
}
