/// Divides the movement of a mouth into visemes that a viewer can tell apart.
///
/// What each moment looks like is the viseme that has the largest share in its shape. The division into pieces that have
/// the largest share in all is found by dynamic programming over pieces of `shortestSteps` and more: no shape flickers by.
struct VisemeSegmentation {
    /// The shortest piece, 60 ms: a shape that shows for less is not seen as one.
    private static let shortestSteps = 6
    /// What a new piece costs, in shares of steps.
    private static let changeCost: Float = 0.4

    /// One row a step, one column a viseme: what is lost by naming all steps before so.
    private let sums: [[Float]]
    private let stepCount: Int

    /// The viseme of each step.
    static func visemes(of shares: [VisemeShares]) -> [Viseme] { VisemeSegmentation(shares).cheapest() }

    private init(_ shares: [VisemeShares]) {
        stepCount = shares.count
        var sum = [Float](repeating: 0, count: Viseme.allCases.count)
        var sums = [sum]
        for share in shares {
            let parts = share.normalized
            for viseme in Viseme.allCases { sum[viseme.index] += 1 - parts[viseme] }
            sums.append(sum)
        }
        self.sums = sums
    }

    /// `best[step][viseme]` is the least cost of the steps before `step` if the last piece is of that viseme.
    private func cheapest() -> [Viseme] {
        let count = Viseme.allCases.count
        guard stepCount > 0 else { return [] }
        let shortest = min(Self.shortestSteps, stepCount)
        var best = [[Float]](repeating: [Float](repeating: .infinity, count: count), count: stepCount + 1)
        // Where the last piece begins, and what was before it.
        var starts = [[Int]](repeating: [Int](repeating: 0, count: count), count: stepCount + 1)
        var befores = starts
        var least = [(cost: Float, viseme: Int)](repeating: (.infinity, 0), count: stepCount + 1)
        for step in shortest...stepCount {
            for viseme in 0..<count {
                let start = step - shortest
                let piece = sums[step][viseme] - sums[start][viseme]
                let entered = start == 0 ? piece : least[start].cost + Self.changeCost + piece
                let continued = best[step - 1][viseme] + sums[step][viseme] - sums[step - 1][viseme]
                if continued <= entered {
                    best[step][viseme] = continued
                    starts[step][viseme] = starts[step - 1][viseme]
                    befores[step][viseme] = befores[step - 1][viseme]
                } else {
                    best[step][viseme] = entered
                    starts[step][viseme] = start
                    befores[step][viseme] = least[start].viseme
                }
                if best[step][viseme] < least[step].cost { least[step] = (best[step][viseme], viseme) }
            }
        }
        return walkBack(from: least[stepCount].viseme, starts, befores)
    }

    private func walkBack(from last: Int, _ starts: [[Int]], _ befores: [[Int]]) -> [Viseme] {
        var shown = [Viseme](repeating: .silence, count: stepCount)
        var (end, viseme) = (stepCount, last)
        while end > 0 {
            let start = starts[end][viseme]
            for step in start..<end { shown[step] = Viseme.allCases[viseme] }
            (end, viseme) = (start, befores[end][viseme])
        }
        return shown
    }
}
