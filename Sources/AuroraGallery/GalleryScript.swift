import Foundation

/// Values as scripts: a page that is opened from disk may load no other kind of data.
package enum GalleryScript {
    /// The script that hands a page what it shows.
    package static func page(_ page: GalleryPage) -> [UInt8] {
        Array("window.auroraGallery = ".utf8) + json(GalleryText.harmless(page)) + Array(";\n".utf8)
    }

    /// The script that hands a page the text of captions, named by the digest of their bytes.
    package static func captions(_ text: String, digest: String) -> [UInt8] {
        Array("window.auroraCaptions(".utf8) + json([digest, text]).dropFirst().dropLast() + Array(");\n".utf8)
    }

    /// JSON that means the same as a script, and within an element `script` too: no `<`, and none of the two characters
    /// that ended a line in scripts before 2019.
    private static func json(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("texts and whole numbers can always be encoded")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.count)
        for byte in data {
            switch byte {
            case UInt8(ascii: "<"): bytes += Array("\\u003c".utf8)
            case UInt8(ascii: ">"): bytes += Array("\\u003e".utf8)
            case UInt8(ascii: "&"): bytes += Array("\\u0026".utf8)
            // The third byte of U+2028 and U+2029.
            case 0xA8...0xA9 where bytes.suffix(2) == [0xE2, 0x80]:
                bytes.removeLast(2)
                bytes += Array((byte == 0xA8 ? "\\u2028" : "\\u2029").utf8)
            default: bytes.append(byte)
            }
        }
        return bytes
    }
}
