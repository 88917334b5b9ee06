/// Looks for the line that runs across a field of costs from its first column to its last: the cheapest way, found by
/// dynamic programming.
enum LineSearch {
    /// How far a line may go up or down from a column to the next, in rows.
    private static let reach = 2

    /// The row of the line in each column. `costs` are columns of as many rows each, and at least one of either; a step up
    /// or down costs `stiffness` times its square.
    static func path(through costs: [[Float]], stiffness: Float) -> [Int] {
        var sums = costs[0]
        var origins: [[Int]] = []
        for column in costs.dropFirst() {
            let before = sums
            var origin = [Int](repeating: 0, count: column.count)
            for row in column.indices {
                let choices = max(row - reach, 0)...min(row + reach, column.count - 1)
                func cost(_ from: Int) -> Float { before[from] + stiffness * Float((row - from) * (row - from)) }
                let best = choices.min { cost($0) < cost($1) } ?? row
                origin[row] = best
                sums[row] = cost(best) + column[row]
            }
            origins.append(origin)
        }
        var row = sums.indices.min { sums[$0] < sums[$1] } ?? 0
        var path = [row]
        for origin in origins.reversed() {
            row = origin[row]
            path.append(row)
        }
        return path.reversed()
    }

    /// How well a line can be seen along the whole of its way: the value that all but a fifth of its places exceed.
    static func clarity(_ values: [Float]) -> Float {
        values.sorted()[values.count / 5]
    }
}
