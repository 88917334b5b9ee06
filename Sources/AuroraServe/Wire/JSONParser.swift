package import AuroraHosted

/// Reads JSON that strangers send: in one pass, without a guess, and within limits, so that a small document never costs much.
///
/// RFC 8259; of two members with one name the later counts.
package struct JSONParser: ~Copyable {
    /// How much a document may hold.
    package struct Limits: Sendable {
        package var depth = 32
        /// Values of any kind, also those within others.
        package var values = 20_000

        package init() {}
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0
    private var values = 0
    private let limits: Limits

    /// The value of a whole document; `nil` for what is none, or goes beyond the limits.
    package static func value(of bytes: some Collection<UInt8>, limits: Limits = Limits()) -> JSONValue? {
        bytes.withContiguousStorageIfAvailable { value(of: $0, limits) }
            ?? Array(bytes).withUnsafeBufferPointer { value(of: $0, limits) }
    }

    private static func value(of buffer: UnsafeBufferPointer<UInt8>, _ limits: Limits) -> JSONValue? {
        var parser = JSONParser(buffer, limits)
        parser.skipBlanks()
        guard let value = parser.value() else { return nil }
        parser.skipBlanks()
        return parser.position == buffer.count ? value : nil
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func take(_ word: StaticString, _ value: JSONValue) -> JSONValue? {
        let length = word.utf8CodeUnitCount
        guard position + length <= bytes.count else { return nil }
        for index in 0..<length where bytes[position + index] != word.utf8Start[index] { return nil }
        position += length
        return value
    }

    private mutating func value() -> JSONValue? {
        values += 1
        guard values <= limits.values, depth < limits.depth, let byte = next else { return nil }
        switch byte {
        case UInt8(ascii: "{"):
            depth += 1
            defer { depth -= 1 }
            return object()
        case UInt8(ascii: "["):
            depth += 1
            defer { depth -= 1 }
            return list()
        case UInt8(ascii: "\""): return text().map { .text($0) }
        case UInt8(ascii: "t"): return take("true", .flag(true))
        case UInt8(ascii: "f"): return take("false", .flag(false))
        case UInt8(ascii: "n"): return take("null", .null)
        default: return number()
        }
    }

    private mutating func object() -> JSONValue? {
        position += 1
        var members: [String: JSONValue] = [:]
        skipBlanks()
        if take("}") { return .object(members) }
        while true {
            skipBlanks()
            guard next == UInt8(ascii: "\""), let name = text() else { return nil }
            skipBlanks()
            guard take(":") else { return nil }
            skipBlanks()
            guard let value = value() else { return nil }
            members[name] = value
            skipBlanks()
            if take("}") { return .object(members) }
            guard take(",") else { return nil }
        }
    }

    private mutating func list() -> JSONValue? {
        position += 1
        var items: [JSONValue] = []
        skipBlanks()
        if take("]") { return .list(items) }
        while true {
            skipBlanks()
            guard let value = value() else { return nil }
            items.append(value)
            skipBlanks()
            if take("]") { return .list(items) }
            guard take(",") else { return nil }
        }
    }

    /// Digits as the grammar has them: no leading zero or plus sign, no bare point.
    private mutating func number() -> JSONValue? {
        let start = position
        _ = take("-")
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[position - whole] != UInt8(ascii: "0") else { return nil }
        if take(".") { guard digits() > 0 else { return nil } }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            guard digits() > 0 else { return nil }
        }
        guard position - start <= 64,
            let number = Double(String(decoding: bytes[start..<position], as: UTF8.self)), number.isFinite
        else { return nil }
        return .number(number)
    }

    private mutating func digits() -> Int {
        let start = position
        while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
        return position - start
    }

    /// From one quotation mark to the other. Mostly one piece, however long, that is taken as it is.
    private mutating func text() -> String? {
        position += 1
        guard let end = closing else { return nil }
        let first = piece(to: end)
        if position == end {
            position += 1
            return first
        }
        guard var text = first else { return nil }
        // Whatever is escaped takes up less than its escape.
        text.reserveCapacity(end - position + text.utf8.count)
        while position < end {
            position += 1
            guard let scalar = escaped() else { return nil }
            text.unicodeScalars.append(scalar)
            guard let more = piece(to: end) else { return nil }
            text += more
        }
        position += 1
        return text
    }

    /// Where the text that begins here ends: at a quotation mark that is not escaped.
    private var closing: Int? {
        var place = position
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""): return place
            case UInt8(ascii: "\\"): place += 2
            case 0..<0x20: return nil
            default: place += 1
            }
        }
        return nil
    }

    /// What is there up to the next escape, or to `end`; `nil` if it is no UTF-8.
    private mutating func piece(to end: Int) -> String? {
        let start = position
        while position < end, bytes[position] != UInt8(ascii: "\\") { position += 1 }
        return String(validating: bytes[start..<position], as: UTF8.self)
    }

    /// What follows a backslash.
    private mutating func escaped() -> Unicode.Scalar? {
        guard let byte = next else { return nil }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            guard let unit = hexadecimal() else { return nil }
            guard (0xD800...0xDBFF).contains(unit) else { return Unicode.Scalar(unit) }
            // A pair of surrogates is one character.
            guard take("\\"), take("u"), let low = hexadecimal(), (0xDC00...0xDFFF).contains(low) else { return nil }
            return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        default: return nil
        }
    }

    private mutating func hexadecimal() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        var unit: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            unit = unit << 4 | UInt32(digit)
        }
        position += 4
        return unit
    }
}
