/// A JSON value that is always written as the same bytes: members sorted by name, two spaces of indentation, integers
/// only, one line feed at the end. Made for files that people read in `git diff`.
package indirect enum CanonicalJSON: Hashable, Sendable {
    case text(String)
    case integer(Int64)
    case object([String: CanonicalJSON])

    /// The bytes of a file with this value.
    package var file: [UInt8] {
        var text = ""
        write(to: &text, indentation: "")
        return Array((text + "\n").utf8)
    }

    private func write(to output: inout String, indentation: String) {
        switch self {
        case .text(let text): Self.quote(text, to: &output)
        case .integer(let integer): output += String(integer)
        case .object(let members):
            guard !members.isEmpty else { return output += "{}" }
            let inner = indentation + "  "
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            output += "{"
            for (index, member) in sorted.enumerated() {
                output += index == 0 ? "\n" : ",\n"
                output += inner
                Self.quote(member.key, to: &output)
                output += ": "
                member.value.write(to: &output, indentation: inner)
            }
            output += "\n\(indentation)}"
        }
    }

    /// As RFC 8259, section 7, asks for, with nothing escaped that need not be.
    private static func quote(_ text: String, to output: inout String) {
        output += "\""
        defer { output += "\"" }
        // Nearly every text is as it is.
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
            return output += text
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: output.unicodeScalars.append(scalar)
            }
        }
    }
}
