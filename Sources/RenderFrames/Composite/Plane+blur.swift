import RenderMedia

extension Plane {
    /// The mean over a square of `2 * reach + 1` pixels; beyond the edges values count as 0.
    func boxBlurred(reach: Int) -> Plane {
        let across = Self.runningMean(values, lines: height, length: width, lineStep: width, step: 1, reach: reach)
        return Plane(
            width: width, height: height,
            values: Self.runningMean(across, lines: width, length: height, lineStep: 1, step: width, reach: reach))
    }

    /// 1 where there is a 1 within `reach` pixels across and down, else 0; all values are 0 or 1.
    func grown(by reach: Int) -> Plane {
        // Half of what a single 1 adds to a mean: rounding cannot reach it.
        let threshold = 0.5 / Float((2 * reach + 1) * (2 * reach + 1))
        return Plane(
            width: width, height: height, values: boxBlurred(reach: reach).values.map { $0 > threshold ? 1 : 0 })
    }

    private static func runningMean(
        _ values: [Float], lines: Int, length: Int, lineStep: Int, step: Int, reach: Int
    ) -> [Float] {
        var result = values
        let scale = 1 / Double(2 * reach + 1)
        for line in 0..<lines {
            let start = line * lineStep
            var sum = 0.0
            for index in 0..<min(reach, length) { sum += Double(values[start + index * step]) }
            for index in 0..<length {
                if index + reach < length { sum += Double(values[start + (index + reach) * step]) }
                if index - reach - 1 >= 0 { sum -= Double(values[start + (index - reach - 1) * step]) }
                result[start + index * step] = Float(max(sum, 0) * scale)
            }
        }
        return result
    }
}
