import Glibc
import RenderInference

/// Finds out when each sound of a transcript is heard, given the recogniser's answer.
///
/// The most likely way through the transcript (Viterbi's algorithm, with a beam), where a symbol counts as heard in part
/// if another symbol of its viseme is, and no evidence is worse than a bound: a word that is pronounced otherwise does not
/// drag its neighbours along.
struct TranscriptAligner {
    /// A sound of the transcript, and where it is.
    struct Placement: Equatable {
        let symbol: Int
        var frame: Int
        let word: Int
        /// How probable the symbol or its viseme is there, 0…1.
        let evidence: Float
    }

    /// Ways this much less likely than the best are given up, in natural logarithms.
    private static let beam: Float = 160
    /// The least that any evidence counts.
    private static let floor: Float = 1e-3
    /// How much of a symbol's score is its viseme's.
    private static let visemeShare: Float = 0.25
    /// How likely it is that something is said that is not written.
    private static let unwritten: Float = 0.05
    /// Sounds with less evidence stand in the middle between their neighbours.
    private static let leastEvidence: Float = 0.02

    private let graph: AlignmentGraph
    private let answer: LogProbabilities
    /// The viseme of each of the recogniser's symbols, by `Viseme.index`.
    private let lanes: [Int?]

    /// The sounds of a transcript in order, without those of the words that are passed over. `symbols` are the
    /// recogniser's.
    static func placements(
        of graph: AlignmentGraph, in answer: LogProbabilities, symbols: [String]
    ) -> [Placement] {
        let lanes = symbols.map { Phoneme($0)?.viseme.index }
        let aligner = TranscriptAligner(graph: graph, answer: answer, lanes: lanes)
        return aligner.settled(aligner.placements(of: aligner.bestWay()))
    }

    /// What one frame says about the graph's states.
    private struct Evidence {
        var between: Float = 0
        var gap: Float = 0
        var phones: [Float]
    }

    private func probabilities(_ frame: Int) -> (blank: Float, visemes: SIMD8<Float>) {
        var visemes = SIMD8<Float>.zero
        var blank: Float = 0
        for symbol in 0..<answer.symbolCount {
            let probability = exp(answer[frame, symbol])
            if let lane = lanes[symbol] { visemes[lane] += probability } else { blank += probability }
        }
        return (blank, visemes)
    }

    private func probability(of symbol: Int, _ frame: Int, _ visemes: SIMD8<Float>) -> Float {
        (1 - Self.visemeShare) * exp(answer[frame, symbol]) + Self.visemeShare
            * (lanes[symbol].map { visemes[$0] } ?? 0)
    }

    private func read(_ frame: Int, into evidence: inout Evidence) {
        let (blank, visemes) = probabilities(frame)
        evidence.gap = log(blank + Self.floor)
        evidence.between = log(blank + Self.unwritten * visemes.sum() + Self.floor)
        for (index, symbol) in graph.phones.enumerated() {
            evidence.phones[index] = log(probability(of: symbol, frame, visemes) + Self.floor)
        }
    }

    /// The state of each frame.
    private func bestWay() -> [Int] {
        let count = graph.kinds.count
        var scores = [Float](repeating: -.infinity, count: count)
        var next = scores
        // For each frame the states that it looked at, and which predecessor was best of each: 0 is the state itself.
        var rows: [(first: Int, choices: [UInt8])] = []
        var evidence = Evidence(phones: [Float](repeating: 0, count: graph.phones.count))
        var active = 0..<1
        for frame in 0..<answer.frameCount {
            read(frame, into: &evidence)
            let end = frame == 0 ? (graph.firsts.max() ?? 0) + 1 : min(graph.reach[active.upperBound - 1] + 1, count)
            let range = active.lowerBound..<end
            var choices = [UInt8](repeating: 0, count: range.count)
            var best = -Float.infinity
            for state in range {
                var score = frame == 0 ? (graph.firsts.contains(state) ? 0 : -.infinity) : scores[state]
                for (index, step) in graph.predecessors[state].enumerated() where frame > 0 {
                    if scores[step.state] + step.score > score {
                        score = scores[step.state] + step.score
                        choices[state - range.lowerBound] = UInt8(index + 1)
                    }
                }
                switch graph.kinds[state] {
                case .between: score += evidence.between
                case .gap: score += evidence.gap
                case .phone(let place): score += evidence.phones[place]
                }
                next[state] = score
                best = max(best, score)
            }
            rows.append((range.lowerBound, choices))
            active = Self.prune(&next, range, below: best - Self.beam)
            for state in active { scores[state] = next[state] }
            for state in range where !active.contains(state) { scores[state] = -.infinity }
        }
        return walkBack(rows, scores, active)
    }

    /// Gives up what is below a score; the range of what is left.
    private static func prune(_ scores: inout [Float], _ range: Range<Int>, below least: Float) -> Range<Int> {
        var (first, end) = (range.upperBound, range.lowerBound)
        for state in range {
            if scores[state] >= least {
                (first, end) = (min(first, state), state + 1)
            } else {
                scores[state] = -.infinity
            }
        }
        return first < end ? first..<end : range
    }

    /// From the best last state; what is left of the transcript behind it counts as passed over.
    private func walkBack(_ rows: [(first: Int, choices: [UInt8])], _ scores: [Float], _ active: Range<Int>) -> [Int] {
        guard !rows.isEmpty else { return [] }
        func final(_ state: Int) -> Float {
            let isEnd = graph.lasts.contains(state) || graph.kinds[state] == .between
            let left = graph.wordCount - graph.words[state] - (graph.kinds[state] == .between ? 0 : 1)
            return scores[state] + Float(left) * AlignmentGraph.skipScore + (isEnd ? 0 : AlignmentGraph.skipScore)
        }
        var state = active.max { final($0) < final($1) } ?? active.lowerBound
        var states = [Int](repeating: 0, count: rows.count)
        for frame in rows.indices.reversed() {
            states[frame] = state
            let choice = rows[frame].choices[state - rows[frame].first]
            if choice > 0 { state = graph.predecessors[state][Int(choice) - 1].state }
        }
        return states
    }

    /// The sounds of a way, each at the frame of its stretch where it is most probable.
    private func placements(of states: [Int]) -> [Placement] {
        var found: [Placement] = []
        var previous = -1
        for (frame, state) in states.enumerated() {
            defer { previous = state }
            guard case .phone(let place) = graph.kinds[state] else { continue }
            let symbol = graph.phones[place]
            let evidence = probability(of: symbol, frame, probabilities(frame).visemes)
            if state != previous {
                found.append(Placement(symbol: symbol, frame: frame, word: graph.words[state], evidence: evidence))
            } else if let last = found.last, evidence > last.evidence {
                found[found.count - 1] = Placement(
                    symbol: symbol, frame: frame, word: graph.words[state], evidence: evidence)
            }
        }
        return found
    }

    /// Sounds without evidence lie anywhere between their neighbours: they are put in equal steps.
    private func settled(_ placements: [Placement]) -> [Placement] {
        var result = placements
        var index = 0
        while index < result.count {
            guard result[index].evidence < Self.leastEvidence else {
                index += 1
                continue
            }
            var end = index
            while end < result.count, result[end].evidence < Self.leastEvidence,
                result[end].word == result[index].word
            {
                end += 1
            }
            let parts = end - index + 1
            let before = index > 0 ? result[index - 1].frame : result[index].frame - 4
            let after = end < result.count ? result[end].frame : result[end - 1].frame + 4
            // Only within a word's reach: a pause is no place for a sound.
            let (from, to) = (max(before, result[index].frame - 8), min(after, result[end - 1].frame + 8))
            for part in 1..<parts {
                result[index + part - 1].frame = max(0, from + (to - from) * part / parts)
            }
            index = end
        }
        return result
    }
}
