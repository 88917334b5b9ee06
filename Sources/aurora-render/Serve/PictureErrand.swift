import Glibc
import RenderFrames
import RenderMedia

/// Has a stranger's picture decoded by a copy of the host, which hands on nothing but its pixels.
///
/// They are written to a file in memory: width and height, four bytes each with the lowest first, then three bytes a pixel.
struct PictureErrand {
    let path: String
    let shortSide: Int
    /// The file's descriptor.
    let file: Int32

    /// A picture of this size takes a tenth of a second; what takes longer is left to the copy that is to animate it.
    private static let mostSeconds = 20
    private static let headerLength = 8

    /// To be called in the copy. The exit status: 0 if the pixels are there.
    func run() -> Int32 {
        Confinement(reading: [path], seconds: Self.mostSeconds).apply()
        // Why it cannot be decoded is told when it is to be animated.
        guard let image = try? Portrait.picture(at: path, shortSide: shortSide) else { return 1 }
        let header = [image.width, image.height].flatMap { side in (0..<4).map { UInt8(side >> (8 * $0) & 255) } }
        return write(header) && write(image.pixels) ? 0 : 1
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress.map { $0 + start }, $0.count - start) }
            guard count > 0 else { return false }
            start += count
        }
        return true
    }

    /// The picture that a copy has left in a file; nil unless it is exactly one of a size that was asked for. Whoever
    /// wrote it may have been taken over: what counts is what is read here, once.
    static func picture(in file: Int32, shortSide: Int) -> Image? {
        guard let header = read(file, headerLength, at: 0) else { return nil }
        func side(_ first: Int) -> Int { (0..<4).reduce(0) { $0 | Int(header[first + $1]) << (8 * $1) } }
        let (width, height) = (side(0), side(4))
        guard min(width, height) == shortSide, max(width, height) <= 4 * shortSide + 2, width % 2 == 0,
            height % 2 == 0, let pixels = read(file, width * height * 3, at: headerLength)
        else { return nil }
        return Image(width: width, height: height, pixels: pixels)
    }

    private static func read(_ file: Int32, _ count: Int, at offset: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let start = filled
            let got = bytes.withUnsafeMutableBytes {
                pread(file, $0.baseAddress.map { $0 + start }, count - start, off_t(offset + start))
            }
            guard got > 0 else { return nil }
            filled += got
        }
        return bytes
    }
}
