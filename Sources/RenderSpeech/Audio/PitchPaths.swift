import Glibc

/// The cheapest ways through candidates for a voice's pitch, a step at a time. 25 bytes are kept of each step.
struct PitchPaths: Sendable {
    struct Candidate {
        /// 0 for no voice.
        let hertz: Float
        let cost: Float
    }

    /// Candidates of a step at most.
    static let most = 5
    /// What it costs that a voice begins or ends, and that its pitch moves by an octave.
    private static let changeCost: Float = 0.35
    private static let octaveCost: Float = 1.2

    private(set) var stepCount = 0
    /// Of the last step's candidates: what they are, and what the cheapest way to each costs.
    private var last: [Float] = []
    private var costs: [Float] = []
    /// `most` for each step: the candidates, and which of the step before the cheapest way to each comes from.
    private var hertz: [Float] = []
    private var origins: [UInt8] = []

    /// Adds the next step, which has at least one candidate.
    mutating func append(_ candidates: [Candidate]) {
        var (next, from) = ([Float](), [UInt8]())
        for candidate in candidates {
            guard stepCount > 0 else {
                next.append(candidate.cost)
                from.append(0)
                continue
            }
            var (best, origin) = (Float.infinity, 0)
            for (index, before) in last.enumerated() {
                let cost = costs[index] + Self.transition(before, candidate.hertz)
                if cost < best { (best, origin) = (cost, index) }
            }
            next.append(best + candidate.cost)
            from.append(UInt8(origin))
        }
        let empty = Self.most - candidates.count
        last = candidates.map(\.hertz)
        hertz += last + [Float](repeating: 0, count: empty)
        origins += from + [UInt8](repeating: 0, count: empty)
        costs = next
        stepCount += 1
    }

    /// Hertz of each step on the cheapest way.
    func smoothest() -> [Float] {
        var index = costs.indices.min { costs[$0] < costs[$1] } ?? 0
        var result = [Float](repeating: 0, count: stepCount)
        for step in result.indices.reversed() {
            result[step] = hertz[step * Self.most + index]
            index = Int(origins[step * Self.most + index])
        }
        return result
    }

    private static func transition(_ before: Float, _ after: Float) -> Float {
        if before == 0, after == 0 { return 0 }
        if before == 0 || after == 0 { return changeCost }
        return octaveCost * abs(log2(after / before))
    }
}
