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

extension Plane {
    /// The plane at another size, bilinear between the centres of its values.
    func stretched(width newWidth: Int, height newHeight: Int) -> Plane {
        var result = Plane(width: newWidth, height: newHeight)
        for y in 0..<newHeight {
            let (top, low) = Self.place(y, of: newHeight, in: height)
            let below = min(top + 1, height - 1)
            for x in 0..<newWidth {
                let (left, right) = Self.place(x, of: newWidth, in: width)
                let beside = min(left + 1, width - 1)
                let upper = values[top * width + left] * (1 - right) + values[top * width + beside] * right
                let lower = values[below * width + left] * (1 - right) + values[below * width + beside] * right
                result.values[y * newWidth + x] = upper * (1 - low) + lower * low
            }
        }
        return result
    }

    /// The value at or before the centre of place `index` of `count`, and how far it is to the next one, 0…1.
    private static func place(_ index: Int, of count: Int, in length: Int) -> (Int, Float) {
        let position = max((Float(index) + 0.5) * Float(length) / Float(count) - 0.5, 0)
        let whole = min(Int(position), length - 1)
        return (whole, position - Float(whole))
    }
}
