/// Frames' 8-bit YUV 4:2:0 as 10-bit YUV 4:2:2, and back, in integers: the same bytes on every machine.
///
/// A value of 4:2:0's chroma lies in the middle of four pixels, one of 4:2:2's on the left one of two (Rec. ITU-T H.273,
/// 8.7, types 1 and 0). So on each axis a new value lies a quarter of the way from one old value to the next, and is
/// three parts of the near one and one of the far one. 10 bits hold that nearly exactly.
enum TenBit {
    static func luma(_ values: [UInt8]) -> [UInt16] { values.map { UInt16($0) << 2 } }

    /// Twice as many rows: `2 * height` of them. `width` and `height` are the plane's.
    static func chroma(_ values: [UInt8], width: Int, height: Int) -> [UInt16] {
        [UInt16](unsafeUninitializedCapacity: 2 * width * height) { target, filled in
            values.withUnsafeBufferPointer { source in
                for row in 0..<2 * height {
                    let near = row / 2 * width
                    let far = min(max(row / 2 + (row % 2 == 0 ? -1 : 1), 0), height - 1) * width
                    var before = 3 * Int(source[near]) + Int(source[far])
                    for column in 0..<width {
                        let here = 3 * Int(source[near + column]) + Int(source[far + column])
                        // Sixteen parts in all, of which 10 bits are to keep four.
                        target[row * width + column] = UInt16(truncatingIfNeeded: (3 * here + before + 2) >> 2)
                        before = here
                    }
                }
            }
            filled = 2 * width * height
        }
    }

    static func eightBit(luma: [UInt16]) -> [UInt8] { luma.map { UInt8(min((Int($0) + 2) >> 2, 255)) } }

    /// Half as many rows.
    static func eightBit(chroma: [UInt16], width: Int) -> [UInt8] {
        let height = chroma.count / width / 2
        return [UInt8](unsafeUninitializedCapacity: width * height) { target, filled in
            chroma.withUnsafeBufferPointer { source in
                for row in 0..<height {
                    let (upper, lower) = (2 * row * width, (2 * row + 1) * width)
                    for column in 0..<width {
                        let next = min(column + 1, width - 1)
                        let here = Int(source[upper + column]) + Int(source[lower + column])
                        let after = Int(source[upper + next]) + Int(source[lower + next])
                        // Eight parts of four times the value.
                        target[row * width + column] = UInt8(min((3 * here + after + 16) >> 5, 255))
                    }
                }
            }
            filled = width * height
        }
    }
}
