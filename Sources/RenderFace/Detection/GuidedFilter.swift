internal import RenderMedia

/// Smooths one picture along the edges of another.
///
/// Source: He, Sun and Tang, "Guided Image Filtering" (ECCV 2010), algorithm 1, with one grey guide. At the borders the
/// windows are what is left of them.
enum GuidedFilter {
    /// `plane` smoothed along the edges of `guide`, both 0…1 and of one size; the result is clamped to 0…1.
    ///
    /// The window is `2 * radius + 1` pixels wide; `smoothness` is the variance of the guide below which a window counts
    /// as flat.
    static func filtered(_ plane: Plane, guide: Plane, radius: Int, smoothness: Float) -> Plane {
        precondition(plane.width == guide.width && plane.height == guide.height, "one size")
        func mean(_ values: [Float]) -> [Float] {
            boxMean(Plane(width: plane.width, height: plane.height, values: values), radius: radius).values
        }
        let meanGuide = mean(guide.values)
        let meanPlane = mean(plane.values)
        let meanProduct = mean(product(guide.values, plane.values))
        let meanSquare = mean(product(guide.values, guide.values))
        var slopes = meanProduct
        var offsets = meanPlane
        for index in slopes.indices {
            let covariance = meanProduct[index] - meanGuide[index] * meanPlane[index]
            let variance = meanSquare[index] - meanGuide[index] * meanGuide[index]
            slopes[index] = covariance / (max(variance, 0) + smoothness)
            offsets[index] = meanPlane[index] - slopes[index] * meanGuide[index]
        }
        slopes = mean(slopes)
        offsets = mean(offsets)
        var result = plane
        for index in slopes.indices {
            result.values[index] = min(max(slopes[index] * guide.values[index] + offsets[index], 0), 1)
        }
        return result
    }

    /// The mean of the pixels at most `radius` away in each direction that are inside the picture.
    static func boxMean(_ plane: Plane, radius: Int) -> Plane {
        let across = runningMeans(plane.values, lines: plane.height, count: plane.width, radius: radius, .rows)
        let values = runningMeans(across, lines: plane.width, count: plane.height, radius: radius, .columns)
        return Plane(width: plane.width, height: plane.height, values: values)
    }

    private enum Direction { case rows, columns }

    /// Means along `lines` lines of `count` values. Sums are of doubles, so that a long line does not drift.
    private static func runningMeans(
        _ values: [Float], lines: Int, count: Int, radius: Int, _ direction: Direction
    ) -> [Float] {
        [Float](unsafeUninitializedCapacity: values.count) { result, filled in
            values.withUnsafeBufferPointer { values in
                // All lines are walked side by side: columns would otherwise jump through memory.
                let (lineStep, step) = direction == .rows ? (count, 1) : (1, lines)
                var sums = [Double](repeating: 0, count: lines)
                for index in 0..<min(radius, count) {
                    for line in 0..<lines { sums[line] += Double(values[line * lineStep + index * step]) }
                }
                for index in 0..<count {
                    let (entering, leaving) = (index + radius, index - radius - 1)
                    let size = Double(min(entering, count - 1) - max(leaving, -1))
                    for line in 0..<lines {
                        let base = line * lineStep
                        if entering < count { sums[line] += Double(values[base + entering * step]) }
                        if leaving >= 0 { sums[line] -= Double(values[base + leaving * step]) }
                        result[base + index * step] = Float(sums[line] / size)
                    }
                }
            }
            filled = values.count
        }
    }

    private static func product(_ left: [Float], _ right: [Float]) -> [Float] { zip(left, right).map { $0 * $1 } }
}
