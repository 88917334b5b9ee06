import Foundation
import RenderMedia

/// A folder for one test's files, removed with the value.
final class Folder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "aurora-codec-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }  // What is left is in the system's temporary folder.

    func path(_ name: String) -> String { url.appending(path: name).path }

    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: url.appending(path: name))
        return path(name)
    }

    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url.appending(path: name))) }

    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: url.path) }
}

/// Media made by arithmetic.
enum Samples {
    /// Samples of a sine of a quarter of full scale.
    static func sine(hertz: Double, seconds: Double, sampleRateHz: Int) -> [Float] {
        (0..<Int(seconds * Double(sampleRateHz))).map { index in
            Float(0.25 * sin(2 * Double.pi * hertz * Double(index) / Double(sampleRateHz)))
        }
    }

    /// A WAV file of 16-bit samples. `claimedBytes` is what its header says of its length, if not the truth.
    static func wav(_ channels: [[Float]], sampleRateHz: Int, claimedBytes: Int? = nil) -> [UInt8] {
        let count = channels[0].count * channels.count * 2
        var bytes = Array("RIFF".utf8) + little(claimedBytes ?? 36 + count, 4) + Array("WAVEfmt ".utf8) + little(16, 4)
        bytes += little(1, 2) + little(channels.count, 2) + little(sampleRateHz, 4)
        bytes += little(sampleRateHz * channels.count * 2, 4) + little(channels.count * 2, 2) + little(16, 2)
        bytes += Array("data".utf8) + little(claimedBytes ?? count, 4)
        for index in channels[0].indices {
            for channel in channels { bytes += little(Int(Int16(channel[index] * 32_767)) & 0xFFFF, 2) }
        }
        return bytes
    }

    /// A WAV file of one channel of 32-bit floats, written as they are.
    static func floatWav(_ samples: [Float], sampleRateHz: Int) -> [UInt8] {
        let count = samples.count * 4
        var bytes = Array("RIFF".utf8) + little(36 + count, 4) + Array("WAVEfmt ".utf8) + little(16, 4)
        bytes += little(3, 2) + little(1, 2) + little(sampleRateHz, 4)
        bytes += little(sampleRateHz * 4, 4) + little(4, 2) + little(32, 2) + Array("data".utf8) + little(count, 4)
        for sample in samples { bytes += little(Int(sample.bitPattern), 4) }
        return bytes
    }

    /// A BMP file of 24-bit pixels.
    static func bmp(_ image: Image) -> [UInt8] {
        let stride = (image.width * 3 + 3) & ~3
        var bytes = Array("BM".utf8) + little(54 + stride * image.height, 4) + little(0, 4) + little(54, 4)
        bytes += little(40, 4) + little(image.width, 4) + little(image.height, 4) + little(1, 2) + little(24, 2)
        bytes += [UInt8](repeating: 0, count: 24)
        for y in (0..<image.height).reversed() {
            var row: [UInt8] = []
            for x in 0..<image.width {
                let at = (y * image.width + x) * 3
                row += [image.pixels[at + 2], image.pixels[at + 1], image.pixels[at]]
            }
            bytes += row + [UInt8](repeating: 0, count: stride - row.count)
        }
        return bytes
    }

    /// A PNG file of straight RGBA pixels, uncompressed inside.
    static func png(width: Int, height: Int, rgba: [UInt8]) -> [UInt8] {
        var rows: [UInt8] = []
        for y in 0..<height { rows += [0] + rgba[y * width * 4..<(y + 1) * width * 4] }
        var stream: [UInt8] = [0x78, 0x01, 0x01] + little(rows.count, 2) + little(~rows.count & 0xFFFF, 2) + rows
        stream += big(adler(rows), 4)
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", big(width, 4) + big(height, 4) + [8, 6, 0, 0, 0]) + chunk("IDAT", stream)
            + chunk("IEND", [])
    }

    /// A picture with smooth colours and a sharp corner.
    static func gradient(width: Int, height: Int) -> Image {
        var pixels: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                let corner = x < width / 3 && y < height / 4
                let (red, green) = (UInt8(x * 255 / width), UInt8(y * 255 / height))
                pixels += [corner ? 250 : red, green, corner ? 10 : 128]
            }
        }
        return Image(width: width, height: height, pixels: pixels)
    }

    private static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        let tagged = Array(name.utf8) + body
        return big(body.count, 4) + tagged + big(crc(tagged), 4)
    }

    private static func crc(_ bytes: [UInt8]) -> Int {
        var value: UInt32 = ~0
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return Int(~value)
    }

    private static func adler(_ bytes: [UInt8]) -> Int {
        var (first, second) = (1, 0)
        for byte in bytes {
            first = (first + Int(byte)) % 65_521
            second = (second + first) % 65_521
        }
        return second << 16 | first
    }

    private static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private static func big(_ value: Int, _ count: Int) -> [UInt8] { little(value, count).reversed() }
}
