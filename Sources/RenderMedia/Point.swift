/// A place in a picture, in pixels: x to the right, y down, the centre of the first pixel at (0.5, 0.5).
package typealias Point = SIMD2<Float>

/// An upright box in a picture, in pixels.
package struct Box: Sendable, Equatable {
    package var minimum: Point
    package var maximum: Point

    package init(minimum: Point, maximum: Point) {
        self.minimum = minimum
        self.maximum = maximum
    }

    package var size: Point { maximum - minimum }
    package var centre: Point { (minimum + maximum) / 2 }
    package var area: Float { max(size.x, 0) * max(size.y, 0) }

    package func contains(_ point: Point) -> Bool {
        minimum.x <= point.x && point.x <= maximum.x && minimum.y <= point.y && point.y <= maximum.y
    }
}
