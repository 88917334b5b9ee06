import Glibc
package import RenderInference

/// Finds the sounds in the recogniser's answer, a probability for each symbol every 20 ms.
///
/// The answer is a connectionist temporal classification (Graves et al., 2006): each sound shows as a short peak, and
/// "blank" fills the rest. What matters here is what a mouth shows: the probabilities of all symbols of a viseme count
/// together, so that a voice which leaves the recogniser in doubt between `p` and `b` still shuts the lips.
package struct PhonemeDecoder: Sendable {
    /// The symbols, in the order of the probabilities.
    private let phonemes: [Phoneme?]
    /// The place of each symbol's viseme in a reading; nil for what is no sound.
    private let lanes: [Int?]

    /// From these probabilities on a peak is a sound. Lips that shut are so visible that less is asked of them. Chosen on
    /// the clips of `quality/shapes.sh --dev`.
    private static let leastProbability: Float = 0.2
    private static let leastClosureProbability: Float = 0.15
    /// A peak below this beside a higher one of another viseme is the recogniser's doubt about one sound, not a second.
    private static let sureProbability: Float = 0.5

    package init(symbols: [String]) {
        phonemes = symbols.map { Phoneme($0) }
        lanes = phonemes.map { $0?.viseme.index }
    }

    /// What one frame says.
    package struct Reading: Sendable, Equatable {
        /// The probability of each viseme's symbols together, by `Viseme.index`.
        let visemes: SIMD8<Float>
        /// The heaviest of them, and the most likely symbol of that.
        let viseme: Int
        let symbol: Int

        var probability: Float { visemes[viseme] }
    }

    /// One reading a frame.
    package func readings(_ answer: LogProbabilities) -> [Reading] {
        (0..<answer.frameCount).map { frame in
            reading(answer.values[frame * answer.symbolCount..<(frame + 1) * answer.symbolCount])
        }
    }

    private func reading(_ row: ArraySlice<Float>) -> Reading {
        var sums = SIMD8<Float>.zero
        var best = SIMD8<Float>(repeating: -.infinity)
        var symbols = SIMD8<Int>.zero
        for (symbol, value) in row.enumerated() {
            guard let lane = lanes[symbol] else { continue }
            sums[lane] += exp(value)
            if value > best[lane] {
                best[lane] = value
                symbols[lane] = symbol
            }
        }
        let heaviest = (0..<8).max { sums[$0] < sums[$1] } ?? 0
        return Reading(visemes: sums, viseme: heaviest, symbol: symbols[heaviest])
    }

    /// The sounds of a whole clip from the readings of all its frames, in order.
    package func emissions(_ readings: [Reading]) -> [PhonemeEmission] {
        var found: [PhonemeEmission] = []
        for (frame, reading) in readings.enumerated() {
            guard isPeak(frame, in: readings), let phoneme = phonemes[reading.symbol] else { continue }
            // One peak may be two frames wide.
            if let last = found.last, last.frame + 1 == frame, last.phoneme.viseme == phoneme.viseme { continue }
            found.append(PhonemeEmission(phoneme: phoneme, frame: frame))
        }
        return found
    }

    private func isPeak(_ frame: Int, in readings: [Reading]) -> Bool {
        let reading = readings[frame]
        let isClosure = reading.viseme == Viseme.bilabial.index
        guard reading.probability >= (isClosure ? Self.leastClosureProbability : Self.leastProbability) else {
            return false
        }
        for neighbour in [frame - 1, frame + 1] where readings.indices.contains(neighbour) {
            let other = readings[neighbour]
            if other.visemes[reading.viseme] > reading.probability { return false }
            if reading.probability < Self.sureProbability, other.viseme != reading.viseme,
                other.probability > reading.probability
            {
                return false
            }
        }
        return true
    }
}
