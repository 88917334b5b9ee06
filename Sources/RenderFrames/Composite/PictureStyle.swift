package import RenderMedia

/// How a portrait is graded before it is animated; frames cost no more for it.
package struct PictureStyle: Sendable, Equatable {
    /// Colour of the light: -1 is as cold as moonlight, 1 as warm as a candle's.
    package var warmth: Float = 0
    /// How far the background is out of focus, 0…1.
    package var backgroundBlur: Float = 0

    package init() {}

    /// The picture in the light asked for: red and blue are weighed against each other, and its brightness stays.
    package func lit(_ image: Image) -> Image {
        guard warmth != 0 else { return image }
        let gains = SIMD3<Float>(1 + 0.16 * warmth, 1 + 0.015 * warmth, 1 - 0.24 * warmth)
        // Of white, what the eye takes for brightness (BT.709).
        let brightness = (gains * [0.2126, 0.7152, 0.0722]).sum()
        var result = image
        for channel in 0..<3 {
            let table = (0..<256).map { UInt8(min(max(Float($0) * gains[channel] / brightness + 0.5, 0), 255)) }
            for index in stride(from: channel, to: image.pixels.count, by: 3) {
                result.pixels[index] = table[Int(image.pixels[index])]
            }
        }
        return result
    }

    /// The background out of focus. `unit` is the distance between the eyes in pixels. Three box means are close to the
    /// round blur of a lens (by the central limit theorem, a Gaussian).
    package func blurred(_ background: Image, unit: Float) -> Image {
        let reach = Int(0.16 * unit * backgroundBlur + 0.5)
        guard reach > 0 else { return background }
        var result = background
        let one = Plane(width: background.width, height: background.height, repeating: 1)
        let weight = one.boxBlurred(reach: reach)
        for channel in 0..<3 {
            var plane = one
            for index in plane.values.indices { plane.values[index] = Float(background.pixels[index * 3 + channel]) }
            for _ in 0..<3 {
                plane = plane.boxBlurred(reach: reach)
                // Beyond the picture there is nothing: a mean over what there is.
                for index in plane.values.indices { plane.values[index] /= weight.values[index] }
            }
            for index in plane.values.indices {
                result.pixels[index * 3 + channel] = UInt8(min(max(plane.values[index] + 0.5, 0), 255))
            }
        }
        return result
    }
}
