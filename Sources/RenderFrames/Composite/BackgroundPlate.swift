package import RenderMedia

/// The picture as it would be without the figure: what shows where the figure has moved away.
///
/// Pixels near the figure are made up from those farther off by push and pull over a pyramid of halved pictures
/// (Gortler et al., "The Lumigraph", 1996, section 3.4): each gap gets the colours round it, at the scale of the gap.
package enum BackgroundPlate {
    /// From this coverage on a pixel is the figure's. The faint skirt that a matte has beyond is background: with it in
    /// the hole, a halo of made-up colours shows round the head.
    private static let leastCovered: Float = 0.06

    /// `coverage` is 0…1 for each pixel of `image`, and `reach` is how far each pixel takes part in the movement, 0…1:
    /// where nothing moves the plate is the picture itself, but the figure is a hole there too, or its shoulders would
    /// colour what lies behind its neck. `margin` in pixels is how far round the figure pixels are not trusted either,
    /// since a matte is never exact.
    package static func plate(behind coverage: Plane, reach: Plane, in image: Image, margin: Int) -> Image {
        let hole = Plane(
            width: coverage.width, height: coverage.height,
            values: coverage.values.map { $0 > leastCovered ? 1 : 0 }
        ).grown(by: margin)
        let soft = hole.boxBlurred(reach: max(margin / 3, 1))
        var level = Level(width: image.width, height: image.height)
        for index in level.values.indices {
            // A hole stays a hole; only the outside of its rim is made soft.
            let trust = hole.values[index] > 0 ? 0 : 1 - soft.values[index]
            level.values[index] = colour(image, index) * trust
            level.values[index].w = trust
        }
        let filled = pull(level)
        var pixels = image.pixels
        for index in level.values.indices where filled.values[index].w > 0 {
            // Where little moves, little is uncovered: the picture itself shows less than a made-up colour would.
            let trust = max(level.values[index].w, 1 - min(reach.values[index] * 1.6, 1))
            let colour = colour(image, index) * trust + filled.values[index] / filled.values[index].w * (1 - trust)
            for channel in 0..<3 { pixels[index * 3 + channel] = UInt8(min(max(colour[channel] + 0.5, 0), 255)) }
        }
        return Image(width: image.width, height: image.height, pixels: pixels)
    }

    /// The plate before another background: where nothing moves the figure is part of it. `reach` is as above.
    package static func plate(of figure: Image, coverage: Plane, reach: Plane, before background: Image) -> Image {
        var pixels = background.pixels
        for index in coverage.values.indices {
            let share = coverage.values[index] * (1 - min(reach.values[index] * 1.6, 1))
            guard share > 0 else { continue }
            for channel in index * 3..<index * 3 + 3 {
                let mixed = Float(figure.pixels[channel]) * share + Float(background.pixels[channel]) * (1 - share)
                pixels[channel] = UInt8(min(max(mixed + 0.5, 0), 255))
            }
        }
        return Image(width: background.width, height: background.height, pixels: pixels)
    }

    /// A matte whose nearly full and nearly empty parts (over 0.85, under 0.15) are made so: they cost a mixture for
    /// every pixel and show nothing but a faint ghost of the background, which moves with the head.
    package static func firm(_ coverage: Plane) -> Plane {
        Plane(
            width: coverage.width, height: coverage.height,
            values: coverage.values.map { min(max(($0 - 0.15) / 0.7, 0), 1) })
    }

    /// Colours of the figure alone, so that no background sticks to its edge when it moves: `image` is taken as
    /// `coverage` parts of figure over `plate`, and solved for the figure.
    package static func figure(in image: Image, coverage: Plane, plate: Image) -> Image {
        var pixels = image.pixels
        for (index, share) in coverage.values.enumerated() where share < 0.995 {
            for channel in index * 3..<index * 3 + 3 {
                let behind = Float(plate.pixels[channel])
                let figure = behind + (Float(image.pixels[channel]) - behind) / max(share, 0.4)
                pixels[channel] = UInt8(min(max(figure + 0.5, 0), 255))
            }
        }
        return Image(width: image.width, height: image.height, pixels: pixels)
    }

    private static func colour(_ image: Image, _ index: Int) -> SIMD4<Float> {
        SIMD4(
            Float(image.pixels[index * 3]), Float(image.pixels[index * 3 + 1]), Float(image.pixels[index * 3 + 2]), 1)
    }

    /// One picture of the pyramid: colour times weight, and the weight.
    private struct Level {
        let width: Int
        let height: Int
        var values: [SIMD4<Float>]

        init(width: Int, height: Int) {
            self.width = width
            self.height = height
            values = [SIMD4<Float>](repeating: .zero, count: width * height)
        }
    }

    /// Fills what has no weight from the halved picture, and so on down to a single pixel.
    private static func pull(_ finest: Level) -> Level {
        var levels = [finest]
        while let last = levels.last, last.width > 1 || last.height > 1 { levels.append(halved(last)) }
        var coarse = levels.removeLast()
        while var fine = levels.popLast() {
            for y in 0..<fine.height {
                for x in 0..<fine.width {
                    let index = y * fine.width + x
                    let missing = 1 - fine.values[index].w
                    if missing > 0 { fine.values[index] += normalised(doubled(coarse, x, y)) * missing }
                }
            }
            coarse = fine
        }
        return coarse
    }

    /// The mean of each 2 x 2 pixels; a last odd row or column stands alone. Weights saturate at 1.
    private static func halved(_ fine: Level) -> Level {
        var coarse = Level(width: (fine.width + 1) / 2, height: (fine.height + 1) / 2)
        for y in 0..<coarse.height {
            for x in 0..<coarse.width {
                var sum = SIMD4<Float>.zero
                for row in 2 * y..<min(2 * y + 2, fine.height) {
                    for column in 2 * x..<min(2 * x + 2, fine.width) { sum += fine.values[row * fine.width + column] }
                }
                coarse.values[y * coarse.width + x] = sum.w > 1 ? sum / sum.w : sum
            }
        }
        return coarse
    }

    /// The coarse picture at a fine pixel, bilinear between the coarse pixels' centres.
    private static func doubled(_ coarse: Level, _ x: Int, _ y: Int) -> SIMD4<Float> {
        func taps(_ fine: Int, _ count: Int) -> (near: Int, far: Int) {
            let near = fine / 2
            return (near, min(max(near + (fine % 2 == 0 ? -1 : 1), 0), count - 1))
        }
        let (column, farColumn) = taps(x, coarse.width)
        let (row, farRow) = taps(y, coarse.height)
        func at(_ column: Int, _ row: Int) -> SIMD4<Float> { coarse.values[row * coarse.width + column] }
        let near = at(column, row) * 0.75 + at(farColumn, row) * 0.25
        let far = at(column, farRow) * 0.75 + at(farColumn, farRow) * 0.25
        return near * 0.75 + far * 0.25
    }

    private static func normalised(_ value: SIMD4<Float>) -> SIMD4<Float> {
        value.w > 1e-6 ? value / value.w : .zero
    }
}
