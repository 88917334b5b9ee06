import CFFmpeg

/// What a picture's first bytes say of it, read before any decoder is started.
struct PictureHeader: Equatable {
    /// The formats of pictures that are read.
    enum Format { case png, jpeg, webp, bmp }

    let format: Format
    let width: Int
    let height: Int

    /// Reads the header, and walks the parts of formats whose decoder does not notice that the end is missing.
    ///
    /// Throws `.unsupported` if it is none of the formats, `.corrupt` if it is cut off or has no size.
    init(_ bytes: [UInt8]) throws(CodecError) {
        let reader = ByteReader(bytes)
        if reader.matches([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], at: 0) {
            self.init(.png, try Self.pngSize(reader))
        } else if reader.matches([0xFF, 0xD8, 0xFF], at: 0) {
            self.init(.jpeg, try Self.jpegSize(reader))
        } else if reader.matches(Array("RIFF".utf8), at: 0), reader.matches(Array("WEBP".utf8), at: 8) {
            self.init(.webp, try Self.webpSize(reader))
        } else if reader.matches(Array("BM".utf8), at: 0) {
            self.init(.bmp, try Self.bmpSize(reader))
        } else {
            throw CodecError(
                .unsupported, operation: ImageDecoder.operation, message: "it is not a PNG, JPEG, WebP or BMP picture")
        }
        guard width > 0, height > 0 else { throw Self.cutOff }
    }

    private init(_ format: Format, _ size: (width: Int, height: Int)) {
        self.format = format
        width = size.width
        height = size.height
    }

    var codec: AVCodecID {
        switch format {
        case .png: AV_CODEC_ID_PNG
        case .jpeg: AV_CODEC_ID_MJPEG
        case .webp: AV_CODEC_ID_WEBP
        case .bmp: AV_CODEC_ID_BMP
        }
    }
}

extension PictureHeader {
    private typealias Size = (width: Int, height: Int)

    private static var cutOff: CodecError {
        CodecError(status: AURORA_AVERROR_INVALIDDATA, operation: ImageDecoder.operation)
    }

    private static func required(_ value: Int?) throws(CodecError) -> Int {
        guard let value else { throw cutOff }
        return value
    }

    /// PNG specification, section 11.2.2: the header chunk comes first.
    private static func pngSize(_ reader: ByteReader) throws(CodecError) -> Size {
        (try required(reader.bigEndian(at: 16, count: 4)), try required(reader.bigEndian(at: 20, count: 4)))
    }

    /// The information header's width and height; a negative height means rows from the top.
    private static func bmpSize(_ reader: ByteReader) throws(CodecError) -> Size {
        let width = Int32(truncatingIfNeeded: try required(reader.littleEndian(at: 18, count: 4)))
        let height = Int32(truncatingIfNeeded: try required(reader.littleEndian(at: 22, count: 4)))
        return (Int(width), abs(Int(height)))
    }

    /// ITU-T T.81, annex B: segments up to the end marker, which must be there. The decoder would paint the missing
    /// part grey.
    private static func jpegSize(_ reader: ByteReader) throws(CodecError) -> Size {
        var size: Size?
        var offset = 2
        while let marker = reader.nextMarker(from: offset) {
            switch marker.code {
            case 0xD9:
                guard let size else { throw cutOff }
                return size
            case 0x01, 0xD0...0xD8:
                offset = marker.end
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                let height = try required(reader.bigEndian(at: marker.end + 3, count: 2))
                size = (try required(reader.bigEndian(at: marker.end + 5, count: 2)), height)
                offset = marker.end + (try required(reader.bigEndian(at: marker.end, count: 2)))
            default:
                offset = marker.end + (try required(reader.bigEndian(at: marker.end, count: 2)))
            }
        }
        throw cutOff
    }

    /// RFC 9649, sections 2.4 to 2.7: the first chunk tells the size in one of three ways.
    private static func webpSize(_ reader: ByteReader) throws(CodecError) -> Size {
        guard reader.count >= (try required(reader.littleEndian(at: 4, count: 4))) + 8 else { throw cutOff }
        if reader.matches(Array("VP8X".utf8), at: 12) {
            let width = try required(reader.littleEndian(at: 24, count: 3))
            return (width + 1, try required(reader.littleEndian(at: 27, count: 3)) + 1)
        }
        if reader.matches(Array("VP8L".utf8), at: 12) {
            let bits = try required(reader.littleEndian(at: 21, count: 4))
            return (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
        }
        let width = try required(reader.littleEndian(at: 26, count: 2))
        return (width & 0x3FFF, try required(reader.littleEndian(at: 28, count: 2)) & 0x3FFF)
    }
}

/// Reads numbers at places in bytes; beyond the end there is nothing.
private struct ByteReader {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    func matches(_ pattern: [UInt8], at offset: Int) -> Bool {
        offset + pattern.count <= bytes.count && bytes[offset..<offset + pattern.count].elementsEqual(pattern)
    }

    func bigEndian(at offset: Int, count: Int) -> Int? {
        guard offset >= 0, offset + count <= bytes.count else { return nil }
        return bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
    }

    func littleEndian(at offset: Int, count: Int) -> Int? {
        guard offset >= 0, offset + count <= bytes.count else { return nil }
        return bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The next JPEG marker at or after `offset`, past image data in which FF 00 stands for FF.
    func nextMarker(from offset: Int) -> (code: UInt8, end: Int)? {
        var index = offset
        while index + 1 < bytes.count {
            if bytes[index] == 0xFF, bytes[index + 1] != 0x00, bytes[index + 1] != 0xFF {
                return (bytes[index + 1], index + 2)
            }
            index += 1
        }
        return nil
    }
}
