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
                PixelRun.luma(at: upper - source.pixels, of: source, x, y, line).store(at: target + index)
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
                let run = PixelRun.chroma(at: upper - source.pixels, of: source, x, y, line)
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
            if isInside, count &- index >= PixelRun.count, line.isRun(fromX: x, y) {
                let share = PixelRun.luma(at: tap.offset, of: coverage, x, y, line)
                let shown = PixelRun(copying: plate + index)
                let run =
                    share.isNone
                    ? shown : PixelRun.luma(at: tap.offset, of: source, x, y, line).mixed(over: shown, share)
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
            if isInside, count &- index >= PixelRun.count, line.isRun(fromX: x, y) {
                let share = PixelRun.luma(at: tap.offset, of: coverage, x, y, line)
                var run = (blue: PixelRun(copying: plates.0 + index), red: PixelRun(copying: plates.1 + index))
                if !share.isNone {
                    let colour = PixelRun.chroma(at: tap.offset &* 2, of: source, x, y, line)
                    run = (colour.blue.mixed(over: run.blue, share), colour.red.mixed(over: run.red, share))
                }
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

/// Eight pixels at once, with the arithmetic of `Sampling.one` and `two` to the bit. In this file, since it must be inlined
/// where files are compiled one by one too.
struct PixelRun {
    @inline(__always) static var count: Int { 8 }
    /// The same, as a factor on steps.
    @inline(__always) static var steps: Int32 { 8 }

    private let values: SIMD8<UInt8>

    @inline(__always)
    private init(_ values: SIMD8<UInt8>) { self.values = values }

    /// Eight bytes as they are.
    @inline(__always)
    init(copying bytes: UnsafePointer<UInt8>) { self.init(Self.load(bytes)) }

    @inline(__always)
    func store(at target: UnsafeMutablePointer<UInt8>) {
        UnsafeMutableRawPointer(target).storeBytes(of: values, as: SIMD8<UInt8>.self)
    }

    /// The bilinear means along a line from (`x`, `y`), whose first pixel lies at `offset` in the source.
    @inline(__always)
    static func luma(
        at offset: Int, of source: Sampling.Source, _ x: Int32, _ y: Int32, _ line: Sampling.Line
    ) -> PixelRun {
        let upper = source.pixels + offset
        let lower = upper + source.width
        let down = weights(y, line.stepY)
        let left = mixed(wide(load(upper)), wide(load(lower)), down)
        let right = mixed(wide(load(upper + 1)), wide(load(lower + 1)), down)
        return PixelRun(narrow(mixed(left, right, weights(x, line.stepX))))
    }

    /// The same for two channels side by side.
    @inline(__always)
    static func chroma(
        at offset: Int, of source: Sampling.Source, _ x: Int32, _ y: Int32, _ line: Sampling.Line
    ) -> (blue: PixelRun, red: PixelRun) {
        let upper = source.pixels + offset
        let lower = upper + source.width &* 2
        let (down, across) = (weights(y, line.stepY), weights(x, line.stepX))
        let (above, below) = (pairs(upper), pairs(lower))
        let (aboveRight, belowRight) = (pairs(upper + 2), pairs(lower + 2))
        let blue = mixed(mixed(above & 255, below & 255, down), mixed(aboveRight & 255, belowRight & 255, down), across)
        let red = mixed(
            mixed(above &>> 8, below &>> 8, down), mixed(aboveRight &>> 8, belowRight &>> 8, down), across)
        return (PixelRun(narrow(blue)), PixelRun(narrow(red)))
    }

    /// Whether all of it is 0.
    @inline(__always)
    var isNone: Bool { unsafeBitCast(values, to: UInt64.self) == 0 }

    /// Laid over `other` by `share`, with the arithmetic of `Sampling.mix`.
    @inline(__always)
    func mixed(over other: PixelRun, _ share: PixelRun) -> PixelRun {
        let share = Self.wide(share.values)
        let sum = Self.wide(other.values) &* (255 &- share) &+ Self.wide(values) &* share &+ 128
        return PixelRun(Self.narrow((sum &+ sum &>> 8) &>> 8))
    }

    /// 8 fractional bits of eight positions: a fraction needs no more than the low 16 bits of position and step.
    @inline(__always)
    private static func weights(_ start: Int32, _ step: Int32) -> SIMD8<UInt16> {
        let lanes = SIMD8<UInt16>(0, 1, 2, 3, 4, 5, 6, 7)
        return (lanes &* UInt16(truncatingIfNeeded: step) &+ UInt16(truncatingIfNeeded: start)) &>> 8
    }

    /// `first` where the weight is 0, nearly `second` where it is 255.
    @inline(__always)
    private static func mixed(
        _ first: SIMD8<UInt16>, _ second: SIMD8<UInt16>, _ weight: SIMD8<UInt16>
    ) -> SIMD8<UInt16> {
        (first &* (256 &- weight) &+ second &* weight &+ 128) &>> 8
    }

    @inline(__always)
    private static func load(_ bytes: UnsafePointer<UInt8>) -> SIMD8<UInt8> {
        UnsafeRawPointer(bytes).loadUnaligned(as: SIMD8<UInt8>.self)
    }

    /// Eight pairs of bytes, the first of each in the low half.
    @inline(__always)
    private static func pairs(_ bytes: UnsafePointer<UInt8>) -> SIMD8<UInt16> {
        UnsafeRawPointer(bytes).loadUnaligned(as: SIMD8<UInt16>.self)
    }

    @inline(__always)
    private static func wide(_ bytes: SIMD8<UInt8>) -> SIMD8<UInt16> { SIMD8(truncatingIfNeeded: bytes) }

    @inline(__always)
    private static func narrow(_ values: SIMD8<UInt16>) -> SIMD8<UInt8> { SIMD8(truncatingIfNeeded: values) }
}
