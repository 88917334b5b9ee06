/// The innermost loops: a run of pixels of one row, read along a straight line of the source with bilinear weights.
///
/// Positions are 16.16 fixed point and count from the centre of the first pixel; weights have 8 bits. All arithmetic is
/// on integers, so the bytes are the same on every machine and however rows are shared out. These loops take raw
/// pointers for speed (bounds checks cost 30 to 40 % here); their callers are in this folder and keep to the contracts.
/// Where eight pixels side by side are read from eight side by side, as nearly everywhere, `PixelRun` does them at once.
enum Sampling {
    /// A straight line through the source: where the first pixel is read, and the step from pixel to pixel.
    struct Line {
        var x: Int32
        var y: Int32
        let stepX: Int32
        let stepY: Int32

        /// Whether the next eight positions lie in one row of the source, each a pixel to the right of the one before.
        @inline(__always)
        func isRun(fromX x: Int32, _ y: Int32) -> Bool {
            let (lastX, lastY) = (x &+ stepX &* (PixelRun.steps &- 1), y &+ stepY &* (PixelRun.steps &- 1))
            // A step below two whose sum is seven whole pixels goes one whole pixel each time.
            return lastX >> 16 &- x >> 16 == PixelRun.steps &- 1 && lastY >> 16 == y >> 16 && stepX < 1 << 17
        }

        /// Whether all of `count` positions lie where both neighbours are pixels too.
        @inline(__always)
        func isInside(_ source: Source, count: Int) -> Bool {
            let last = (Int(x) + Int(stepX) * (count - 1), Int(y) + Int(stepY) * (count - 1))
            let limit = ((source.width - 1) << 16, (source.height - 1) << 16)
            return min(Int(x), last.0) >= 0 && min(Int(y), last.1) >= 0 && max(Int(x), last.0) < limit.0
                && max(Int(y), last.1) < limit.1
        }
    }

    /// One layer to read from: `channels` bytes a pixel, row-major without padding.
    struct Source {
        let pixels: UnsafePointer<UInt8>
        let width: Int
        let height: Int
    }

    /// Copies `count` samples of a layer of one channel. Every position lies within 0…width - 2 and 0…height - 2.
    static func copyLuma(_ source: Source, along line: Line, to target: UnsafeMutablePointer<UInt8>, count: Int) {
        var (x, y) = (line.x, line.y)
        var index = 0
        while index < count {
            let upper = source.pixels + (Int(y >> 16) &* source.width &+ Int(x >> 16))
            if count &- index >= PixelRun.count, line.isRun(fromX: x, y) {
                PixelRun.luma(upper, upper + source.width, x, y, line).store(at: target + index)
                x &+= line.stepX &* PixelRun.steps
                y &+= line.stepY &* PixelRun.steps
                index &+= PixelRun.count
                continue
            }
            target[index] = UInt8(truncatingIfNeeded: one(upper, upper + source.width, x, y))
            x &+= line.stepX
            y &+= line.stepY
            index &+= 1
        }
    }

    /// The same for a layer of two channels, blue and red chroma side by side, into two planes.
    static func copyChroma(
        _ source: Source, along line: Line, toBlue blue: UnsafeMutablePointer<UInt8>,
        red: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        var (x, y) = (line.x, line.y)
        var index = 0
        while index < count {
            let upper = source.pixels + (Int(y >> 16) &* source.width &+ Int(x >> 16)) &* 2
            if count &- index >= PixelRun.count, line.isRun(fromX: x, y) {
                let run = PixelRun.chroma(upper, upper + source.width &* 2, x, y, line)
                run.blue.store(at: blue + index)
                run.red.store(at: red + index)
                x &+= line.stepX &* PixelRun.steps
                y &+= line.stepY &* PixelRun.steps
                index &+= PixelRun.count
                continue
            }
            let colour = two(upper, upper + source.width &* 2, x, y)
            blue[index] = UInt8(truncatingIfNeeded: colour.0)
            red[index] = UInt8(truncatingIfNeeded: colour.1)
            x &+= line.stepX
            y &+= line.stepY
            index &+= 1
        }
    }

    /// Lays `count` samples of a layer over the plate, by the layer's own coverage (0…255). Positions outside the layer
    /// are read at its edge.
    @inline(never)
    static func blendLuma(
        _ source: Source, coverage: Source, along line: Line, plate: UnsafePointer<UInt8>,
        to target: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        var (x, y) = (line.x, line.y)
        let isInside = line.isInside(source, count: count)
        var index = 0
        while index < count {
            let tap = isInside ? Tap(inside: x, y, source) : Tap(x, y, source)
            if isInside, count &- index >= PixelRun.count, line.isRun(fromX: x, y),
                let cover = PixelRun.cover(coverage.pixels + tap.offset, coverage.width)
            {
                let run =
                    cover == .whole
                    ? PixelRun.luma(source.pixels + tap.offset, source.pixels + tap.offset + source.width, x, y, line)
                    : PixelRun(copying: plate + index)
                run.store(at: target + index)
                x &+= line.stepX &* PixelRun.steps
                y &+= line.stepY &* PixelRun.steps
                index &+= PixelRun.count
                continue
            }
            let share = tap.coverage(coverage)
            if share == 0 {
                target[index] = plate[index]
            } else {
                let value = tap.luma(source)
                target[index] = share == 255 ? UInt8(truncatingIfNeeded: value) : mix(plate[index], value, share)
            }
            x &+= line.stepX
            y &+= line.stepY
            index &+= 1
        }
    }

    /// The same for a layer of two channels. `coverage` has the chroma layer's size.
    @inline(never)
    static func blendChroma(
        _ source: Source, coverage: Source, along line: Line, plates: (UnsafePointer<UInt8>, UnsafePointer<UInt8>),
        toBlue blue: UnsafeMutablePointer<UInt8>, red: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        var (x, y) = (line.x, line.y)
        let isInside = line.isInside(source, count: count)
        var index = 0
        while index < count {
            let tap = isInside ? Tap(inside: x, y, source) : Tap(x, y, source)
            if isInside, count &- index >= PixelRun.count, line.isRun(fromX: x, y),
                let cover = PixelRun.cover(coverage.pixels + tap.offset, coverage.width)
            {
                let upper = source.pixels + tap.offset &* 2
                let run =
                    cover == .whole
                    ? PixelRun.chroma(upper, upper + source.width &* 2, x, y, line)
                    : (blue: PixelRun(copying: plates.0 + index), red: PixelRun(copying: plates.1 + index))
                run.blue.store(at: blue + index)
                run.red.store(at: red + index)
                x &+= line.stepX &* PixelRun.steps
                y &+= line.stepY &* PixelRun.steps
                index &+= PixelRun.count
                continue
            }
            let share = tap.coverage(coverage)
            if share == 0 {
                blue[index] = plates.0[index]
                red[index] = plates.1[index]
            } else {
                let colour = tap.chroma(source)
                blue[index] = mix(plates.0[index], colour.0, share)
                red[index] = mix(plates.1[index], colour.1, share)
            }
            x &+= line.stepX
            y &+= line.stepY
            index &+= 1
        }
    }

    /// The bilinear mean of a pixel, its right neighbour, and the two below: of the rows first, rounded to 8 bits, then of
    /// the columns, so that all of it fits 16 bits. Two lanes of one number hold the left and the right column.
    @inline(__always)
    static func one(_ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, _ x: Int32, _ y: Int32) -> UInt32 {
        let right = UInt32(truncatingIfNeeded: x >> 8) & 255
        let down = UInt32(truncatingIfNeeded: y >> 8) & 255
        let above = lanes(UnsafeRawPointer(upper).loadUnaligned(as: UInt16.self))
        let below = lanes(UnsafeRawPointer(lower).loadUnaligned(as: UInt16.self))
        let columns = ((above &* (256 &- down) &+ below &* down &+ 0x0080_0080) >> 8) & 0x00FF_00FF
        return ((columns & 0xFFFF) &* (256 &- right) &+ (columns >> 16) &* right &+ 128) >> 8
    }

    /// The same for two channels side by side, in four lanes.
    @inline(__always)
    static func two(
        _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, _ x: Int32, _ y: Int32
    ) -> (UInt32, UInt32) {
        let right = UInt32(truncatingIfNeeded: x >> 8) & 255
        let down = UInt64(truncatingIfNeeded: y >> 8) & 255
        let above = lanes(UnsafeRawPointer(upper).loadUnaligned(as: UInt32.self))
        let below = lanes(UnsafeRawPointer(lower).loadUnaligned(as: UInt32.self))
        let rows = above &* (256 &- down) &+ below &* down &+ 0x0080_0080_0080_0080
        let columns = (rows >> 8) & 0x00FF_00FF_00FF_00FF
        let left = UInt32(truncatingIfNeeded: columns)
        let next = UInt32(truncatingIfNeeded: columns >> 32)
        let mixed = left &* (256 &- right) &+ next &* right &+ 0x0080_0080
        return ((mixed >> 8) & 0xFF, mixed >> 24)
    }

    @inline(__always)
    private static func lanes(_ bytes: UInt16) -> UInt32 {
        let wide = UInt32(UInt16(littleEndian: bytes))
        return (wide | wide << 8) & 0x00FF_00FF
    }

    @inline(__always)
    private static func lanes(_ bytes: UInt32) -> UInt64 {
        let wide = UInt64(UInt32(littleEndian: bytes))
        let pairs = (wide | wide << 16) & 0x0000_FFFF_0000_FFFF
        return (pairs | pairs << 8) & 0x00FF_00FF_00FF_00FF
    }

    /// `old` where `share` is 0, `new` where it is 255.
    @inline(__always)
    static func mix(_ old: UInt8, _ new: Int32, _ share: Int32) -> UInt8 {
        let sum = Int32(old) &* (255 &- share) &+ new &* share &+ 128
        return UInt8(truncatingIfNeeded: (sum &+ (sum >> 8)) >> 8)
    }

    /// A position held inside a layer.
    private struct Tap {
        let x: Int32
        let y: Int32
        let offset: Int

        /// Positions outside are moved to the edge.
        @inline(__always)
        init(_ x: Int32, _ y: Int32, _ source: Source) {
            let heldX = min(max(x, 0), Int32(source.width &- 1) << 16 &- 1)
            let heldY = min(max(y, 0), Int32(source.height &- 1) << 16 &- 1)
            self.init(inside: heldX, heldY, source)
        }

        /// For a position that is known to lie inside.
        @inline(__always)
        init(inside x: Int32, _ y: Int32, _ source: Source) {
            self.x = x
            self.y = y
            offset = Int(y >> 16) &* source.width &+ Int(x >> 16)
        }

        /// 0…255; sooner told where nothing or everything is covered.
        @inline(__always)
        func coverage(_ source: Source) -> Int32 {
            let upper = source.pixels + offset
            let lower = upper + source.width
            let above = UnsafeRawPointer(upper).loadUnaligned(as: UInt16.self)
            let below = UnsafeRawPointer(lower).loadUnaligned(as: UInt16.self)
            if above & below == .max { return 255 }
            if above | below == 0 { return 0 }
            return Int32(bitPattern: Sampling.one(upper, lower, x, y))
        }

        @inline(__always)
        func luma(_ source: Source) -> Int32 {
            let upper = source.pixels + offset
            return Int32(bitPattern: Sampling.one(upper, upper + source.width, x, y))
        }

        @inline(__always)
        func chroma(_ source: Source) -> (Int32, Int32) {
            let upper = source.pixels + offset &* 2
            let colour = Sampling.two(upper, upper + source.width &* 2, x, y)
            return (Int32(bitPattern: colour.0), Int32(bitPattern: colour.1))
        }
    }
}
