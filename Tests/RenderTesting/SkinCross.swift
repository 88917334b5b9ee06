package import RenderMedia

/// Two soft bars of the colours of skin that cross each other: nothing that anybody minds, which open_nsfw takes for
/// something not safe for work all the same.
package enum SkinCross {
    private static let side = 256
    /// What open_nsfw gives with Pillow's scaling and without a JPEG in between.
    package static let referenceScore: Float = 0.905

    package static func image() -> Image {
        let pixels = (0..<side).flatMap { y in (0..<side).flatMap { x in colour(x, y) } }
        return Image(width: side, height: side, pixels: pixels)
    }

    /// Red, green, blue.
    package static func colour(_ x: Int, _ y: Int) -> [UInt8] {
        let light = max(ridge(x), ridge(y), 0)
        return [(120, 230), (70, 180), (55, 150)].map { dark, bright in UInt8(dark + (bright - dark) * light / 1000) }
    }

    /// How light a bar is across, 1000 in its middle; negative outside.
    private static func ridge(_ place: Int) -> Int {
        let across = 2 * place - side
        return 1000 - across * across * 2041 / (side * side)
    }
}
