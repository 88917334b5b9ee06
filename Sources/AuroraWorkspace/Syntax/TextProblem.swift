/// Bytes that keep a file from being read as text.
struct TextProblem {
    let offset: Int
    let words: String
    let hint: String
    /// Whether the rest of the line can still be shown.
    let isReadable: Bool

    /// The first problem at `start` or after it.
    static func first(in bytes: [UInt8], from start: Int) -> TextProblem? {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return TextProblem(
                offset: 0, words: "the file is UTF-16 text, not UTF-8", hint: "save it as UTF-8", isReadable: false)
        }
        // The count of bytes before the first that is not UTF-8.
        let valid = validPrefixCount(of: bytes, from: start)
        if let control = firstForbiddenScalar(in: bytes, from: start, to: valid) { return control }
        guard valid < bytes.count else { return nil }
        return TextProblem(
            offset: valid, words: "the file is not UTF-8 text (byte \(hexadecimal(UInt32(bytes[valid]), digits: 2)))",
            hint: "save it as UTF-8, or name another file if it is not text at all", isReadable: false)
    }

    /// Decodes from `start` on, which must be the start of a character.
    private static func validPrefixCount(of bytes: [UInt8], from start: Int) -> Int {
        var offset = start
        while offset < bytes.count {
            guard let length = scalarLength(bytes, at: offset) else { return offset }
            offset += length
        }
        return offset
    }

    /// How many bytes the character at `offset` has; `nil` if it is not one (table 3-7 of the Unicode standard).
    private static func scalarLength(_ bytes: [UInt8], at offset: Int) -> Int? {
        func next(_ distance: Int, _ range: ClosedRange<UInt8>) -> Bool {
            offset + distance < bytes.count && range.contains(bytes[offset + distance])
        }
        let any: ClosedRange<UInt8> = 0x80...0xBF
        switch bytes[offset] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: return next(1, any) ? 2 : nil
        case 0xE0: return next(1, 0xA0...0xBF) && next(2, any) ? 3 : nil
        case 0xED: return next(1, 0x80...0x9F) && next(2, any) ? 3 : nil
        case 0xE1...0xEF: return next(1, any) && next(2, any) ? 3 : nil
        case 0xF0: return next(1, 0x90...0xBF) && next(2, any) && next(3, any) ? 4 : nil
        case 0xF1...0xF3: return next(1, any) && next(2, any) && next(3, any) ? 4 : nil
        case 0xF4: return next(1, 0x80...0x8F) && next(2, any) && next(3, any) ? 4 : nil
        default: return nil
        }
    }

    private static func firstForbiddenScalar(in bytes: [UInt8], from start: Int, to end: Int) -> TextProblem? {
        var offset = start
        for scalar in String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars {
            if let name = forbiddenName(scalar) {
                if scalar.value == 0 {
                    return TextProblem(
                        offset: offset, words: "the file is not text: it has a NUL byte",
                        hint: "name another file, or save this one as plain text", isReadable: false)
                }
                return TextProblem(
                    offset: offset, words: "\(name) (U+\(hexadecimal(scalar.value, digits: 4))) is not allowed here",
                    hint: "delete it; an editor that shows invisible characters helps to find it", isReadable: true)
            }
            offset += UTF8.width(scalar)
        }
        return nil
    }

    /// What a character is called that must not be in a text file; `nil` for all others.
    ///
    /// Directional overrides make a line read other than it is; the line separators count as line ends for some
    /// programs and not for others, so that line numbers would disagree.
    static func forbiddenName(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: nil
        case 0x00...0x1F, 0x7F...0x84, 0x86...0x9F: "a control character"
        case 0x85, 0x2028, 0x2029: "an invisible line separator"
        case 0x202A...0x202E, 0x2066...0x2069: "an invisible character that reverses the direction of text"
        case 0xFEFF: "an invisible byte order mark"
        default: nil
        }
    }

    private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
