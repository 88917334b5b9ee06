import Glibc
internal import RenderMedia

/// A square of a picture that may lie askew and reach over its edges: what a model looks at.
struct Crop: Equatable {
    /// In pixels of the picture.
    var centre: Point
    /// Length of a side, in pixels of the picture.
    var side: Float
    /// How far it is turned, clockwise in the picture.
    var angleRadians: Float = 0

    /// What a crop shows beyond the picture's edges.
    enum Beyond {
        /// Black.
        case black
        /// The nearest pixel of the picture.
        case edge
    }

    /// Whether another square is nearly this one: middle and length of the sides by shares of the side, the turn in radians.
    func isAlike(_ other: Crop, within share: Float) -> Bool {
        let offset = other.centre - centre
        return (offset * offset).sum().squareRoot() <= share * side && abs(other.side - side) <= share * side
            && abs(other.angleRadians - angleRadians) <= share
    }

    /// Where a place of the crop, 0…1 from its top left corner, is in the picture.
    func point(_ place: Point) -> Point { centre + rotated((place - 0.5) * side) }

    /// A vector along the crop's sides as one of the picture.
    func rotated(_ vector: Point) -> Point {
        let (cosine, sine) = (cosf(angleRadians), sinf(angleRadians))
        return Point(cosine * vector.x - sine * vector.y, sine * vector.x + cosine * vector.y)
    }
}

extension Image {
    /// What `crop` shows, in `side` times `side` pixels: row-major, red, green, blue, each brought from 0…255 to
    /// `range`.
    ///
    /// Bilinear; where the picture is reduced, the mean of several samples a pixel, so that nothing flickers in and out
    /// of the grid. The same values on every machine: only additions and products, in a fixed order.
    func sampled(
        _ crop: Crop, side: Int, range: ClosedRange<Float>, beyond: Crop.Beyond
    ) -> [Float] {
        let step = crop.side / Float(side)
        let samples = min(max(Int(step.rounded(.up)), 1), 16)
        let across = crop.rotated(Point(step / Float(samples), 0))
        let down = crop.rotated(Point(0, step / Float(samples)))
        let corner = crop.point(.zero) + (across + down) / 2
        let scale = (range.upperBound - range.lowerBound) / (255 * Float(samples * samples))
        return [Float](unsafeUninitializedCapacity: side * side * 3) { values, filled in
            pixels.withUnsafeBufferPointer { pixels in
                let source = BilinearSource(pixels: pixels, width: width, height: height, beyond: beyond)
                for y in 0..<side {
                    for x in 0..<side {
                        var sum = SIMD3<Float>.zero
                        for sub in 0..<samples * samples {
                            let (subX, subY) = (x * samples + sub % samples, y * samples + sub / samples)
                            sum += source.colour(at: corner + across * Float(subX) + down * Float(subY))
                        }
                        let value = sum * scale + range.lowerBound
                        let at = (y * side + x) * 3
                        (values[at], values[at + 1], values[at + 2]) = (value.x, value.y, value.z)
                    }
                }
            }
            filled = side * side * 3
        }
    }
}

/// A picture's pixels, to be read between the pixels.
private struct BilinearSource {
    let pixels: UnsafeBufferPointer<UInt8>
    let width: Int
    let height: Int
    let beyond: Crop.Beyond

    /// The colour at a place, 0…255 a part.
    func colour(at place: Point) -> SIMD3<Float> {
        let shifted = place - 0.5
        if beyond == .black, isFarOutside(shifted) { return .zero }
        let bounded = pointwiseMin(pointwiseMax(shifted, Point(-1e6, -1e6)), Point(1e6, 1e6))
        let floorX = bounded.x.rounded(.down)
        let floorY = bounded.y.rounded(.down)
        let (x, y) = (Int(floorX), Int(floorY))
        let (right, low) = (bounded.x - floorX, bounded.y - floorY)
        let upper = pixel(x, y) * (1 - right) + pixel(x + 1, y) * right
        let lower = pixel(x, y + 1) * (1 - right) + pixel(x + 1, y + 1) * right
        return upper * (1 - low) + lower * low
    }

    private func isFarOutside(_ place: Point) -> Bool {
        place.x <= -1 || place.y <= -1 || place.x >= Float(width) || place.y >= Float(height)
    }

    private func pixel(_ x: Int, _ y: Int) -> SIMD3<Float> {
        let (nearX, nearY) = (min(max(x, 0), width - 1), min(max(y, 0), height - 1))
        if beyond == .black, nearX != x || nearY != y { return .zero }
        let at = (nearY * width + nearX) * 3
        return SIMD3(Float(pixels[at]), Float(pixels[at + 1]), Float(pixels[at + 2]))
    }
}
