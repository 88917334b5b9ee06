/// Conversion between pictures (sRGB values, full range) and frames (BT.709, limited range), in integers: the same
/// bytes on every machine.
///
/// Source: Rec. ITU-R BT.709-6, item 3 (luma 0.2126, 0.7152, 0.0722) and item 4 (quantisation to 16…235 and 16…240).
/// As video players expect of screen content, sRGB's values are taken as BT.709's without changing the curve. Chroma
/// lies between the two luma columns and rows that share it: the mean of four pixels.
private enum BT709 {
    /// Fractional bits of the coefficients.
    static let bits = 16
    static let half = 1 << (bits - 1)
}

extension VideoFrame {
    /// The frame that shows `image`; a last odd row or column is dropped. The picture is at least 2 x 2.
    package init(_ image: Image) {
        self.init(width: image.width & ~1, height: image.height & ~1)
        let (frameWidth, stride) = (width, image.width * 3)
        for y in 0..<height {
            for x in 0..<frameWidth {
                let at = y * stride + x * 3
                luma[y * frameWidth + x] = Self.luma(
                    Int(image.pixels[at]), Int(image.pixels[at + 1]), Int(image.pixels[at + 2]))
            }
        }
        for y in 0..<height / 2 {
            for x in 0..<frameWidth / 2 {
                let at = y * 2 * stride + x * 6
                (blueChroma[y * frameWidth / 2 + x], redChroma[y * frameWidth / 2 + x]) = Self.chroma(
                    Self.sumOfFour(image.pixels, at, stride), Self.sumOfFour(image.pixels, at + 1, stride),
                    Self.sumOfFour(image.pixels, at + 2, stride))
            }
        }
    }

    /// One part of a pixel and of its neighbours to the right, below, and both.
    private static func sumOfFour(_ pixels: [UInt8], _ at: Int, _ stride: Int) -> Int {
        Int(pixels[at]) + Int(pixels[at + 3]) + Int(pixels[at + stride]) + Int(pixels[at + stride + 3])
    }

    /// Luma, 16…235, of a colour whose parts are 0…255.
    package static func luma(_ red: Int, _ green: Int, _ blue: Int) -> UInt8 {
        // 219/255 of the three weights, times 65536; they add up to 56284.
        UInt8(truncatingIfNeeded: 16 + (11_966 * red + 40_254 * green + 4_064 * blue + BT709.half) >> BT709.bits)
    }

    /// Blue and red chroma, 16…240, of four pixels' summed parts, each 0…1020.
    package static func chroma(_ red: Int, _ green: Int, _ blue: Int) -> (blue: UInt8, red: UInt8) {
        // 224/255 of (B - Y) / 1.8556 and (R - Y) / 1.5748, times 65536; each row adds up to 0.
        let rounding = BT709.half << 2
        let blueDifference = (-6_596 * red - 22_188 * green + 28_784 * blue + rounding) >> (BT709.bits + 2)
        let redDifference = (28_784 * red - 26_145 * green - 2_639 * blue + rounding) >> (BT709.bits + 2)
        return (UInt8(truncatingIfNeeded: 128 + blueDifference), UInt8(truncatingIfNeeded: 128 + redDifference))
    }
}

extension Image {
    /// The picture that `frame` shows; the four pixels that share a chroma value get it alike.
    package init(_ frame: VideoFrame) {
        let (width, height) = (frame.width, frame.height)
        var pixels = [UInt8](repeating: 0, count: width * height * 3)
        for y in 0..<height {
            for x in 0..<width {
                let shared = (y / 2) * (width / 2) + x / 2
                let scaledLuma = 76_309 * (Int(frame.luma[y * width + x]) - 16)
                let blue = Int(frame.blueChroma[shared]) - 128
                let red = Int(frame.redChroma[shared]) - 128
                let at = (y * width + x) * 3
                // 255/219 of the luma; 255/224 of 1.5748, 0.1873, 0.4681 and 1.8556; times 65536.
                pixels[at] = Self.clamped(scaledLuma + 117_489 * red)
                pixels[at + 1] = Self.clamped(scaledLuma - 13_975 * blue - 34_925 * red)
                pixels[at + 2] = Self.clamped(scaledLuma + 138_438 * blue)
            }
        }
        self.init(width: width, height: height, pixels: pixels)
    }

    private static func clamped(_ scaled: Int) -> UInt8 {
        UInt8(max(0, min(255, (scaled + BT709.half) >> BT709.bits)))
    }
}
