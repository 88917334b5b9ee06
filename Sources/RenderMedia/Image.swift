/// A picture in memory: 8-bit sRGB, no alpha.
package struct Image: Sendable, Equatable {
    package let width: Int
    package let height: Int
    /// Row-major, `width * height * 3` bytes, red, green, blue.
    package var pixels: [UInt8]

    package init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(width > 0 && height > 0 && pixels.count == width * height * 3, "three bytes a pixel")
        self.width = width
        self.height = height
        self.pixels = pixels
    }
}

/// One channel of a picture in memory, as numbers: a matte, a depth, a weight.
package struct Plane: Sendable, Equatable {
    package let width: Int
    package let height: Int
    /// Row-major, `width * height` values.
    package var values: [Float]

    package init(width: Int, height: Int, values: [Float]) {
        precondition(values.count == width * height, "one value a pixel")
        self.width = width
        self.height = height
        self.values = values
    }

    package init(width: Int, height: Int, repeating value: Float = 0) {
        self.init(width: width, height: height, values: [Float](repeating: value, count: width * height))
    }
}
