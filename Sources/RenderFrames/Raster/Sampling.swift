/// The innermost loops: a run of pixels of one row, read along a straight line of the source with bilinear weights.
///
/// Positions are 16.16 fixed point and count from the centre of the first pixel; weights have 8 bits. All arithmetic is
/// on integers, so the bytes are the same on every machine and however rows are shared out. These loops take raw
/// pointers for speed (bounds checks cost 30 to 40 % here); their callers are in this folder and keep to the contracts.
enum Sampling {
    /// A straight line through the source: where the first pixel is read, and the step from pixel to pixel.
    struct Line {
        var x: Int32
        var y: Int32
        let stepX: Int32
        let stepY: Int32
    }

    /// One layer to read from: `channels` bytes a pixel, row-major without padding.
    struct Source {
        let pixels: UnsafePointer<UInt8>
        let width: Int
        let height: Int
    }

    /// Copies `count` samples of a layer of one channel. Every position lies within 0…width - 2 and 0…height - 2.
    @inline(__always)
    static func copyLuma(_ source: Source, along line: Line, to target: UnsafeMutablePointer<UInt8>, count: Int) {
        var (x, y) = (line.x, line.y)
        for index in 0..<count {
            let row = Int(y >> 16) &* source.width
            let upper = source.pixels + (row &+ Int(x >> 16))
            let lower = upper + source.width
            let right = (x >> 8) & 255
            let down = (y >> 8) & 255
            let above = Int32(upper[0]) &* (256 &- right) &+ Int32(upper[1]) &* right
            let below = Int32(lower[0]) &* (256 &- right) &+ Int32(lower[1]) &* right
            let sum = above &* (256 &- down) &+ below &* down &+ 32768
            target[index] = UInt8(truncatingIfNeeded: sum >> 16)
            x &+= line.stepX
            y &+= line.stepY
        }
    }

    /// The same for a layer of two channels, blue and red chroma side by side, into two planes.
    @inline(__always)
    static func copyChroma(
        _ source: Source, along line: Line, toBlue blue: UnsafeMutablePointer<UInt8>,
        red: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        var (x, y) = (line.x, line.y)
        for index in 0..<count {
            let row = Int(y >> 16) &* source.width
            let upper = source.pixels + (row &+ Int(x >> 16)) &* 2
            let lower = upper + source.width &* 2
            let right = (x >> 8) & 255
            let down = (y >> 8) & 255
            let left = 256 &- right
            let aboveBlue = Int32(upper[0]) &* left &+ Int32(upper[2]) &* right
            let belowBlue = Int32(lower[0]) &* left &+ Int32(lower[2]) &* right
            let aboveRed = Int32(upper[1]) &* left &+ Int32(upper[3]) &* right
            let belowRed = Int32(lower[1]) &* left &+ Int32(lower[3]) &* right
            let blueSum = aboveBlue &* (256 &- down) &+ belowBlue &* down &+ 32768
            let redSum = aboveRed &* (256 &- down) &+ belowRed &* down &+ 32768
            blue[index] = UInt8(truncatingIfNeeded: blueSum >> 16)
            red[index] = UInt8(truncatingIfNeeded: redSum >> 16)
            x &+= line.stepX
            y &+= line.stepY
        }
    }

    /// Lays `count` samples of a layer over the plate, by the layer's own coverage (0…255). Positions outside the layer
    /// are read at its edge.
    @inline(__always)
    static func blendLuma(
        _ source: Source, coverage: Source, along line: Line, plate: UnsafePointer<UInt8>,
        to target: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        var (x, y) = (line.x, line.y)
        for index in 0..<count {
            let tap = Tap(x, y, source)
            let share = tap.read(coverage.pixels, channels: 1, channel: 0, source.width)
            let value = tap.read(source.pixels, channels: 1, channel: 0, source.width)
            target[index] = mix(plate[index], value, share)
            x &+= line.stepX
            y &+= line.stepY
        }
    }

    /// The same for a layer of two channels. `coverage` has the chroma layer's size.
    @inline(__always)
    static func blendChroma(
        _ source: Source, coverage: Source, along line: Line, plates: (UnsafePointer<UInt8>, UnsafePointer<UInt8>),
        toBlue blue: UnsafeMutablePointer<UInt8>, red: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        var (x, y) = (line.x, line.y)
        for index in 0..<count {
            let tap = Tap(x, y, source)
            let share = tap.read(coverage.pixels, channels: 1, channel: 0, source.width)
            let newBlue = tap.read(source.pixels, channels: 2, channel: 0, source.width)
            let newRed = tap.read(source.pixels, channels: 2, channel: 1, source.width)
            blue[index] = mix(plates.0[index], newBlue, share)
            red[index] = mix(plates.1[index], newRed, share)
            x &+= line.stepX
            y &+= line.stepY
        }
    }

    /// `old` where `share` is 0, `new` where it is 255.
    @inline(__always)
    static func mix(_ old: UInt8, _ new: Int32, _ share: Int32) -> UInt8 {
        let sum = Int32(old) &* (255 &- share) &+ new &* share &+ 128
        return UInt8(truncatingIfNeeded: (sum &+ (sum >> 8)) >> 8)
    }

    /// A position held inside a layer, and its weights.
    private struct Tap {
        let offset: Int
        let right: Int32
        let down: Int32

        @inline(__always)
        init(_ x: Int32, _ y: Int32, _ source: Source) {
            let heldX = min(max(x, 0), Int32(source.width &- 1) << 16 &- 1)
            let heldY = min(max(y, 0), Int32(source.height &- 1) << 16 &- 1)
            offset = Int(heldY >> 16) &* source.width &+ Int(heldX >> 16)
            right = (heldX >> 8) & 255
            down = (heldY >> 8) & 255
        }

        @inline(__always)
        func read(_ pixels: UnsafePointer<UInt8>, channels: Int, channel: Int, _ width: Int) -> Int32 {
            let upper = pixels + (offset &* channels &+ channel)
            let lower = upper + width &* channels
            let above = Int32(upper[0]) &* (256 &- right) &+ Int32(upper[channels]) &* right
            let below = Int32(lower[0]) &* (256 &- right) &+ Int32(lower[channels]) &* right
            return (above &* (256 &- down) &+ below &* down &+ 32768) >> 16
        }
    }
}
