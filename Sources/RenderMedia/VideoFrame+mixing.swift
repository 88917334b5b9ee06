extension VideoFrame {
    /// This frame on its way to another of its size: `share` is of the other, 0…256 of 256. In integers: the same bytes on every machine.
    package func mixed(with other: VideoFrame, share: Int) -> VideoFrame {
        precondition(width == other.width && height == other.height, "frames of one size")
        var result = self
        Self.mix(&result.luma, other.luma, share)
        Self.mix(&result.blueChroma, other.blueChroma, share)
        Self.mix(&result.redChroma, other.redChroma, share)
        return result
    }

    private static func mix(_ plane: inout [UInt8], _ other: [UInt8], _ share: Int) {
        let (own, its) = (UInt16(256 - share), UInt16(share))
        plane.withUnsafeMutableBufferPointer { plane in
            other.withUnsafeBufferPointer { other in
                for index in plane.indices {
                    // At most 255 x 256 + 128: there is room in 16 bits.
                    let sum = UInt16(plane[index]) &* own &+ UInt16(other[index]) &* its &+ 128
                    plane[index] = UInt8(truncatingIfNeeded: sum >> 8)
                }
            }
        }
    }
}
