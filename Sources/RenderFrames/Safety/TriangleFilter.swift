/// Changes the length of rows and columns of pixels to that of a classifier's picture: each pixel of the result is the
/// mean of those of the source round its place, weighted by a triangle that is as wide as two pixels of the result, or
/// of the source if they are larger. In a fixed order, so that the same picture gives the same values.
///
/// This is the "bilinear" filter of Pillow, with which open_nsfw was trained and its pictures are prepared; the plain
/// bilinear one would leave out most pixels of a large picture.
struct TriangleFilter {
    private struct Tap {
        let first: Int
        let weights: [Float]
    }

    private let taps: [Tap]

    /// For the pixels `range` of `length`, from a source of `source` pixels.
    init(from source: Int, to length: Int, only range: Range<Int>) {
        let scale = Float(source) / Float(length)
        let reach = max(scale, 1)
        taps = range.map { index in
            let centre = (Float(index) + 0.5) * scale
            let first = max(Int((centre - reach + 0.5).rounded(.down)), 0)
            let end = min(Int((centre + reach + 0.5).rounded(.down)), source)
            let weights = (first..<max(end, first + 1)).map { max(1 - abs(Float($0) + 0.5 - centre) / reach, 0) }
            let sum = weights.reduce(0, +)
            return Tap(first: first, weights: weights.map { $0 / sum })
        }
    }

    /// Pixels of the result.
    var count: Int { taps.count }

    /// The mean for the pixel `index` of the result; `value` is asked for the pixels of the source that it needs.
    @inline(__always)
    func mean(_ index: Int, _ value: (Int) -> Float) -> Float {
        let tap = taps[index]
        var sum: Float = 0
        for offset in tap.weights.indices { sum += tap.weights[offset] * value(tap.first + offset) }
        return sum
    }

    /// A plane of bytes, `step` of them from one pixel to the next, at another size: as many values as the filters have
    /// pixels, row by row.
    static func scaled(
        _ bytes: UnsafeBufferPointer<UInt8>, width: Int, height: Int, step: Int = 1, offset: Int = 0,
        columns: TriangleFilter, rows: TriangleFilter
    ) -> [Float] {
        var narrowed = [Float](repeating: 0, count: columns.count * height)
        narrowed.withUnsafeMutableBufferPointer { narrowed in
            for y in 0..<height {
                let row = y * width * step + offset
                for x in 0..<columns.count {
                    narrowed[y * columns.count + x] = columns.mean(x) { Float(bytes[row + $0 * step]) }
                }
            }
        }
        var result = [Float](repeating: 0, count: columns.count * rows.count)
        result.withUnsafeMutableBufferPointer { result in
            narrowed.withUnsafeBufferPointer { narrowed in
                for y in 0..<rows.count {
                    for x in 0..<columns.count {
                        result[y * columns.count + x] = rows.mean(y) { narrowed[$0 * columns.count + x] }
                    }
                }
            }
        }
        return result
    }
}
