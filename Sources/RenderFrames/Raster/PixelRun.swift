/// Eight pixels at once, with the arithmetic of `Sampling.one` and `two` to the bit.
struct PixelRun {
    static let count = 8
    /// The same, as a factor on steps.
    static let steps: Int32 = 8

    private let values: SIMD8<UInt8>

    /// How much of the figure eight pixels show.
    enum Cover { case none, whole }

    @inline(__always)
    private init(_ values: SIMD8<UInt8>) { self.values = values }

    /// Eight bytes as they are.
    @inline(__always)
    init(copying bytes: UnsafePointer<UInt8>) { self.init(Self.load(bytes)) }

    @inline(__always)
    func store(at target: UnsafeMutablePointer<UInt8>) {
        UnsafeMutableRawPointer(target).storeBytes(of: values, as: SIMD8<UInt8>.self)
    }

    /// The bilinear means along a line from (`x`, `y`), whose first pixel is at `upper`, with the row below at `lower`.
    @inline(__always)
    static func luma(
        _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, _ x: Int32, _ y: Int32, _ line: Sampling.Line
    ) -> PixelRun {
        let down = weights(y, line.stepY)
        let left = mixed(wide(load(upper)), wide(load(lower)), down)
        let right = mixed(wide(load(upper + 1)), wide(load(lower + 1)), down)
        return PixelRun(narrow(mixed(left, right, weights(x, line.stepX))))
    }

    /// The same for two channels side by side.
    @inline(__always)
    static func chroma(
        _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, _ x: Int32, _ y: Int32, _ line: Sampling.Line
    ) -> (blue: PixelRun, red: PixelRun) {
        let (down, across) = (weights(y, line.stepY), weights(x, line.stepX))
        let (above, below) = (pairs(upper), pairs(lower))
        let (aboveRight, belowRight) = (pairs(upper + 2), pairs(lower + 2))
        let blue = mixed(mixed(above & 255, below & 255, down), mixed(aboveRight & 255, belowRight & 255, down), across)
        let red = mixed(
            mixed(above &>> 8, below &>> 8, down), mixed(aboveRight &>> 8, belowRight &>> 8, down), across)
        return (PixelRun(narrow(blue)), PixelRun(narrow(red)))
    }

    /// What the coverage says of eight pixels that are read from nine columns and two rows; nil if it differs.
    @inline(__always)
    static func cover(_ upper: UnsafePointer<UInt8>, _ width: Int) -> Cover? {
        let above = UnsafeRawPointer(upper).loadUnaligned(as: UInt64.self)
        let below = UnsafeRawPointer(upper + width).loadUnaligned(as: UInt64.self)
        let (aboveLast, belowLast) = (upper[count], upper[width &+ count])
        if above & below == .max, aboveLast & belowLast == .max { return .whole }
        return above | below == 0 && aboveLast | belowLast == 0 ? Cover.none : nil
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
