import Foundation

/// A file in base64 within a text, without what stands before it in a data URI. The text may be large: it is not copied, and
/// decoded piece by piece.
package struct Base64Text: Codable, Hashable, Sendable {
    private let text: String
    /// In bytes of UTF-8.
    private let start: Int

    /// Characters that are decoded at a time: a multiple of four.
    private static let pieceLength = 1 << 20

    init(_ text: String, from start: Int = 0) {
        self.text = text
        self.start = start
    }

    /// How many bytes it holds at least, if it is base64.
    var leastByteCount: Int { max(0, (text.utf8.count - start) / 4 * 3 - 2) }

    /// Calls `body` with the bytes of one piece after another. Throws `Intake.Unfit` for what is no base64, maybe after some
    /// pieces, and for an empty text.
    func eachPiece(_ body: ([UInt8]) throws -> Void) throws {
        let end = text.utf8.count
        guard start < end else { throw Intake.Unfit.noBase64 }
        var offset = start
        while offset < end {
            let count = min(Self.pieceLength, end - offset)
            let characters = text.utf8.withContiguousStorageIfAvailable { Data($0[offset..<offset + count]) }
            guard let characters, let bytes = Data(base64Encoded: characters), !bytes.isEmpty else {
                throw Intake.Unfit.noBase64
            }
            offset += count
            // Padding is at the end of all of it alone.
            guard offset == end || bytes.count == count / 4 * 3 else { throw Intake.Unfit.noBase64 }
            try body([UInt8](bytes))
        }
    }
}
