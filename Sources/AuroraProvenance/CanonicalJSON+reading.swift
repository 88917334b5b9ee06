extension CanonicalJSON {
    /// How deep objects may stand in each other.
    private static let maximumDepth = 16

    /// Reads a file of texts, whole numbers and objects, with any white space; `nil` if it is none, or holds anything
    /// else.
    ///
    /// Records by the thousand are read for one diff, and Foundation's decoder takes fifteen times as long.
    package init?(file: [UInt8]) {
        let value = file.withUnsafeBufferPointer { bytes -> CanonicalJSON? in
            var reader = Reader(bytes: bytes)
            guard let value = reader.value(depth: 0), reader.isAtEnd else { return nil }
            return value
        }
        guard let value else { return nil }
        self = value
    }

    package var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    package var integer: Int64? {
        if case .integer(let integer) = self { integer } else { nil }
    }

    package var object: [String: CanonicalJSON]? {
        if case .object(let members) = self { members } else { nil }
    }

    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        var offset = 0

        init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        var isAtEnd: Bool {
            mutating get {
                skipSpace()
                return offset == bytes.count
            }
        }

        mutating func value(depth: Int) -> CanonicalJSON? {
            skipSpace()
            guard offset < bytes.count, depth <= CanonicalJSON.maximumDepth else { return nil }
            switch bytes[offset] {
            case UInt8(ascii: "\""): return text().map { .text($0) }
            case UInt8(ascii: "{"): return object(depth: depth)
            default: return integer().map { .integer($0) }
            }
        }

        private mutating func skipSpace() {
            while offset < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[offset]) { offset += 1 }
        }

        /// Whether this is what comes next; it is passed if so.
        private mutating func takes(_ character: Character) -> Bool {
            skipSpace()
            guard offset < bytes.count, bytes[offset] == character.asciiValue else { return false }
            offset += 1
            return true
        }

        private mutating func object(depth: Int) -> CanonicalJSON? {
            offset += 1
            var members: [String: CanonicalJSON] = [:]
            if takes("}") { return .object(members) }
            repeat {
                skipSpace()
                guard let name = text(), takes(":"), let value = value(depth: depth + 1),
                    members.updateValue(value, forKey: name) == nil
                else { return nil }
            } while takes(",")
            return takes("}") ? .object(members) : nil
        }

        private mutating func integer() -> Int64? {
            let start = offset
            while offset < bytes.count, bytes[offset] == UInt8(ascii: "-") || isDigit(bytes[offset]) { offset += 1 }
            return Int64(String(decoding: bytes[start..<offset], as: UTF8.self))
        }

        private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

        private mutating func text() -> String? {
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else { return nil }
            offset += 1
            let start = offset
            while offset < bytes.count, bytes[offset] != UInt8(ascii: "\""), bytes[offset] != UInt8(ascii: "\\"),
                bytes[offset] >= 0x20
            { offset += 1 }
            guard offset < bytes.count else { return nil }
            if bytes[offset] == UInt8(ascii: "\"") {
                defer { offset += 1 }
                return String(validating: bytes[start..<offset], as: UTF8.self)
            }
            return escapedText(from: start)
        }

        /// The text that begins at `start`, of which the first escape has been reached.
        private mutating func escapedText(from start: Int) -> String? {
            var content = Array(bytes[start..<offset])
            while offset < bytes.count {
                let byte = bytes[offset]
                offset += 1
                switch byte {
                case UInt8(ascii: "\""): return String(validating: content, as: UTF8.self)
                case UInt8(ascii: "\\"):
                    guard let scalar = escape() else { return nil }
                    content.append(contentsOf: String(scalar).utf8)
                case 0x20...: content.append(byte)
                default: return nil
                }
            }
            return nil
        }

        private mutating func escape() -> Unicode.Scalar? {
            guard offset < bytes.count else { return nil }
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "n"): return "\n"
            case UInt8(ascii: "r"): return "\r"
            case UInt8(ascii: "t"): return "\t"
            case UInt8(ascii: "b"): return "\u{8}"
            case UInt8(ascii: "f"): return "\u{C}"
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
            case UInt8(ascii: "u"):
                guard let first = codeUnit() else { return nil }
                guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
                // The second half of a character beyond the first 65,536.
                guard offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"),
                    bytes[offset + 1] == UInt8(ascii: "u")
                else { return nil }
                offset += 2
                guard let second = codeUnit(), (0xDC00..<0xE000).contains(second) else { return nil }
                return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            default: return nil
            }
        }

        private mutating func codeUnit() -> UInt32? {
            guard bytes.count - offset >= 4 else { return nil }
            defer { offset += 4 }
            let digits = bytes[offset..<offset + 4]
            guard digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else { return nil }
            return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        }
    }
}
