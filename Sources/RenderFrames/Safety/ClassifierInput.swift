import RenderInference
package import RenderMedia

/// A picture as the safety check's model looks at it: made 256 pixels wide and high whatever its shape, the outer 16 cut
/// off at each side, blue, green, red, less the means of the pictures that it was trained with.
///
/// Source: the preparation of open_nsfw (`classify_nsfw.py`, BSD-2-Clause). There the picture is also encoded as JPEG and
/// decoded in between, which moves the answer by less than a hundredth; here it is not.
package struct ClassifierInput: Sendable, Equatable {
    /// `SafetyModel.side` squared times three, row-major.
    package let values: [Float]

    private static let wholeSide = 256

    package init(_ image: Image) {
        let (columns, rows) = Self.filters(width: image.width, height: image.height)
        let channels = image.pixels.withUnsafeBufferPointer { pixels in
            (0..<3).map { channel in
                TriangleFilter.scaled(
                    pixels, width: image.width, height: image.height, step: 3, offset: channel, columns: columns,
                    rows: rows)
            }
        }
        values = Self.values { SIMD3(channels[2][$0], channels[1][$0], channels[0][$0]) }
    }

    /// The same of a frame. Its planes are made small before they become colours, which is less work.
    package init(_ frame: VideoFrame) {
        let luma = Self.plane(frame.luma, width: frame.width, height: frame.height)
        let blueChroma = Self.plane(frame.blueChroma, width: frame.width / 2, height: frame.height / 2)
        let redChroma = Self.plane(frame.redChroma, width: frame.width / 2, height: frame.height / 2)
        values = Self.values { index in
            // Rec. ITU-R BT.709-6, items 3 and 4, as `Image` has them of a whole frame.
            let light = (luma[index] - 16) * (255 / 219)
            let blue = (blueChroma[index] - 128) * (255 / 224)
            let red = (redChroma[index] - 128) * (255 / 224)
            let colour = SIMD3(light + 1.8556 * blue, light - 0.187_3 * blue - 0.468_1 * red, light + 1.5748 * red)
            return pointwiseMin(pointwiseMax(colour, SIMD3()), SIMD3(repeating: 255))
        }
    }

    private static func plane(_ bytes: [UInt8], width: Int, height: Int) -> [Float] {
        let (columns, rows) = filters(width: width, height: height)
        return bytes.withUnsafeBufferPointer {
            TriangleFilter.scaled($0, width: width, height: height, columns: columns, rows: rows)
        }
    }

    private static func filters(width: Int, height: Int) -> (columns: TriangleFilter, rows: TriangleFilter) {
        let margin = (wholeSide - SafetyModel.side) / 2
        let kept = margin..<wholeSide - margin
        return (
            TriangleFilter(from: width, to: wholeSide, only: kept),
            TriangleFilter(from: height, to: wholeSide, only: kept)
        )
    }

    /// `colour` tells blue, green and red of a pixel, 0…255.
    private static func values(_ colour: (Int) -> SIMD3<Float>) -> [Float] {
        let count = SafetyModel.side * SafetyModel.side
        return [Float](unsafeUninitializedCapacity: count * 3) { target, filled in
            for index in 0..<count {
                let value = colour(index) - SafetyModel.means
                for channel in 0..<3 { target[index * 3 + channel] = value[channel] }
            }
            filled = count * 3
        }
    }
}
