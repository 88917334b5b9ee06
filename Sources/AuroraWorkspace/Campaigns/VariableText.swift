/// A text with `${variables}` in it, taken apart. `$${` stands for `${` itself.
struct VariableText: Sendable {
    enum Segment: Sendable, Equatable {
        case literal(String)
        case variable(String)
    }

    let segments: [Segment]

    /// Why a text cannot be taken apart, and the part of it that is to blame.
    struct Mistake: Error, Equatable {
        let refusal: String
        let hint: String
        let part: String
    }

    /// Whether there is anything to take apart.
    static func isNeeded(for text: String) -> Bool { text.utf8.count > 2 && text.contains("${") }

    init(_ text: String) throws(Mistake) {
        var segments: [Segment] = []
        var literal: [UInt8] = []
        let bytes = Array(text.utf8)
        let dollar = UInt8(ascii: "$")
        let opening = UInt8(ascii: "{")
        var offset = 0
        while offset < bytes.count {
            let rest = bytes[offset...].prefix(3)
            if rest.elementsEqual([dollar, dollar, opening]) {
                literal += [dollar, opening]
                offset += 3
            } else if rest.starts(with: [dollar, opening]) {
                let name = try Self.name(in: bytes, from: offset + 2)
                if !literal.isEmpty { segments.append(.literal(String(decoding: literal, as: UTF8.self))) }
                literal = []
                segments.append(.variable(name))
                offset += 3 + name.utf8.count
            } else {
                literal.append(bytes[offset])
                offset += 1
            }
        }
        if !literal.isEmpty { segments.append(.literal(String(decoding: literal, as: UTF8.self))) }
        self.segments = segments
    }

    /// Every variable, in the order in which they are used.
    var variables: [String] {
        segments.compactMap { if case .variable(let name) = $0 { name } else { nil } }
    }

    /// The text with its variables filled in; `nil` if one of them has no value.
    func filled(_ value: (String) -> String?) -> String? {
        var result = ""
        for segment in segments {
            switch segment {
            case .literal(let text): result += text
            case .variable(let name):
                guard let text = value(name) else { return nil }
                result += text
            }
        }
        return result
    }

    private static func name(in bytes: [UInt8], from start: Int) throws(Mistake) -> String {
        let forbidden = Array("${\n\r\t".utf8)
        let end = bytes[start...].firstIndex { $0 == UInt8(ascii: "}") || forbidden.contains($0) }
        let shown = "${" + String(decoding: bytes[start..<(end ?? bytes.count)].prefix(40), as: UTF8.self)
        guard let end, bytes[end] == UInt8(ascii: "}") else {
            throw Mistake(
                refusal: "the variable \(Words.quoted(shown)) is not closed",
                hint: "write `${name}`, or `$${` for the characters themselves", part: shown)
        }
        let name = String(decoding: bytes[start..<end], as: UTF8.self)
        guard !name.isEmpty, name.first != " ", name.last != " " else {
            throw Mistake(
                refusal: name.isEmpty ? "a variable has no name" : "a variable's name has spaces around it",
                hint: "write `${name}`, with the name of a column or of the matrix", part: shown + "}")
        }
        return name
    }
}
