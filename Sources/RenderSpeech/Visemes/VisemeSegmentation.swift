/// Divides the movement of a mouth into visemes that a viewer can tell apart.
///
/// What each moment looks like is the viseme that has the largest share in its shape. The division into pieces that have
/// the largest share in all is found by dynamic programming over pieces of `shortestSteps` and more: no shape flickers by.
struct VisemeSegmentation {
    /// The shortest piece, 60 ms: a shape that shows for less is not seen as one.
    private static let shortestSteps = 6
    /// What a new piece costs, in shares of steps.
    private static let changeCost: Float = 0.4

    private let shares: [VisemeShares]
    /// For each step, a bit for each viseme: whether the last piece, if it is of that viseme, begins `shortest` before.
    private var entries: [UInt8]
    /// The least cost of the steps before each, and the viseme of the last piece then.
    private var leastCosts: [Float]
    private var leastVisemes: [UInt8]

    /// The viseme of each step.
    static func visemes(of shares: [VisemeShares]) -> [Viseme] {
        guard !shares.isEmpty else { return [] }
        var segmentation = VisemeSegmentation(shares)
        return segmentation.cheapest()
    }

    private init(_ shares: [VisemeShares]) {
        self.shares = shares
        entries = [UInt8](repeating: 0, count: shares.count + 1)
        leastCosts = [Float](repeating: .infinity, count: shares.count + 1)
        leastVisemes = [UInt8](repeating: 0, count: shares.count + 1)
    }

    /// Goes through the steps with the cost of what is before each, for each viseme that the last piece can be of.
    private mutating func cheapest() -> [Viseme] {
        let shortest = min(Self.shortestSteps, shares.count)
        var best = SIMD8<Float>(repeating: .infinity)
        // What is lost by naming all steps before so: of this step and of those that a piece can begin at, in a ring.
        var lost = [SIMD8<Float>](repeating: .zero, count: shortest + 1)
        for step in 1...shares.count {
            let before = lost[(step - 1) % lost.count]
            var sum = before
            let parts = shares[step - 1].normalized
            for viseme in Viseme.allCases { sum[viseme.index] += 1 - parts[viseme] }
            lost[step % lost.count] = sum
            guard step >= shortest else { continue }
            let start = step - shortest
            let startSum = lost[start % lost.count]
            for viseme in 0..<Viseme.allCases.count {
                let piece = sum[viseme] - startSum[viseme]
                let entered = start == 0 ? piece : leastCosts[start] + Self.changeCost + piece
                let continued = best[viseme] + sum[viseme] - before[viseme]
                if continued <= entered {
                    best[viseme] = continued
                } else {
                    best[viseme] = entered
                    entries[step] |= 1 << UInt8(viseme)
                }
                if best[viseme] < leastCosts[step] {
                    leastCosts[step] = best[viseme]
                    leastVisemes[step] = UInt8(viseme)
                }
            }
        }
        return walkBack(shortest)
    }

    private func walkBack(_ shortest: Int) -> [Viseme] {
        var shown = [Viseme](repeating: .silence, count: shares.count)
        var (end, viseme) = (shares.count, leastVisemes[shares.count])
        while end > 0 {
            var entry = end
            while entries[entry] & 1 << viseme == 0 { entry -= 1 }
            let start = entry - shortest
            for step in start..<end { shown[step] = Viseme.allCases[Int(viseme)] }
            (end, viseme) = (start, leastVisemes[start])
        }
        return shown
    }
}
