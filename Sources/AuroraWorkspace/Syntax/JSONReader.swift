internal import AuroraCore

/// JSON (RFC 8259) as the same syntax trees that YAML files give, each value with its place. Strings count as text in
/// quotes, everything else as plain values.
struct JSONReader {
    /// How deep lists and objects may be nested.
    static let maximumDepth = 64
    /// How many values a file may have: a hundred thousand rows of ten.
    static let maximumNodeCount = 2_000_000

    private let source: SourceText
    private var offset = 0
    private var line = 1
    /// In Unicode scalars, from 1.
    private var column = 1
    private var nodeCount = 0
    private var frames: [Frame] = []

    /// A list or object that is not closed yet.
    private struct Frame {
        let start: Mark
        let isObject: Bool
        var items: [SyntaxNode] = []
        var entries: [SyntaxNode.Entry] = []
        var names: Set<String> = []
    }

    /// The value that a file consists of. Throws the first thing that is wrong with the syntax.
    static func root(of source: SourceText) throws(DiagnosticsError) -> SyntaxNode {
        var reader = JSONReader(source: source)
        return try reader.root()
    }

    private init(source: SourceText) { self.source = source }

    private mutating func root() throws(DiagnosticsError) -> SyntaxNode {
        skipSpace()
        guard byte != nil else { throw refusal("the file is empty", "write a JSON value into it") }
        while true {
            guard var done = try value() else { continue }
            // A finished value may finish the list or object around it, and that the next.
            while !frames.isEmpty {
                guard let closed = try take(done) else { break }
                done = closed
            }
            guard frames.isEmpty else { continue }
            skipSpace()
            guard byte == nil else {
                throw refusal("there is something behind the end of the JSON value", "remove it")
            }
            return done
        }
    }

    /// The scalar that begins here, or a list or object that is empty. `nil` if one was opened that is not.
    private mutating func value() throws(DiagnosticsError) -> SyntaxNode? {
        nodeCount += 1
        guard nodeCount <= Self.maximumNodeCount else {
            throw refusal("the file has more than \(Self.maximumNodeCount) values", "divide it into several files")
        }
        let start = mark
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let isObject = byte == UInt8(ascii: "{")
            guard frames.count < Self.maximumDepth else {
                throw refusal("lists and objects are nested more than \(Self.maximumDepth) deep", "remove some")
            }
            advance()
            skipSpace()
            let frame = Frame(start: start, isObject: isObject)
            if byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                advance()
                return node(frame)
            }
            frames.append(frame)
            if isObject { try openMember() }
            return nil
        case UInt8(ascii: "\""):
            let text = try string()
            return SyntaxNode(content: .scalar(text, .quoted), start: start, end: mark)
        default:
            return try word(from: start)
        }
    }

    /// Puts a value into the innermost list or object. Returns that one if it ends here.
    private mutating func take(_ node: SyntaxNode) throws(DiagnosticsError) -> SyntaxNode? {
        // In place: a copy of the frame would make appending copy the list.
        let top = frames.count - 1
        let isObject = frames[top].isObject
        if isObject {
            guard let key = frames[top].items.popLast(), case .scalar(let name, _) = key.content else {
                preconditionFailure("an object waits for the value of a key")
            }
            frames[top].entries.append(SyntaxNode.Entry(key: key, name: name, value: node))
        } else {
            frames[top].items.append(node)
        }
        skipSpace()
        switch byte {
        case UInt8(ascii: ","):
            advance()
            skipSpace()
            if isObject { try openMember() }
            return nil
        case UInt8(ascii: "}") where isObject, UInt8(ascii: "]") where !isObject:
            advance()
            let frame = frames.removeLast()
            return self.node(frame)
        default:
            let closing = isObject ? "}" : "]"
            let owner = isObject ? "the object" : "the list"
            throw refusal(
                byte == nil ? "the file ends too early" : "a `,` or `\(closing)` is expected here",
                "\(owner) that begins in line \(frames[top].start.line) ends with `\(closing)`")
        }
    }

    /// Reads a key of the innermost object and its colon; the key waits in `items` for its value.
    private mutating func openMember() throws(DiagnosticsError) {
        let start = mark
        guard byte == UInt8(ascii: "\"") else {
            throw refusal("a key in quotes is expected here", "write `\"key\": value`, and no `,` behind the last")
        }
        let name = try string()
        let key = SyntaxNode(content: .scalar(name, .quoted), start: start, end: mark)
        guard frames[frames.count - 1].names.insert(name).inserted else {
            throw DiagnosticsError([
                Diagnostic(
                    "the key \(Words.quoted(name)) is stated twice", at: source.span(of: key),
                    hint: "remove one of them")
            ])
        }
        skipSpace()
        guard byte == UInt8(ascii: ":") else { throw refusal("a `:` is expected here", "write `\"key\": value`") }
        advance()
        skipSpace()
        frames[frames.count - 1].items.append(key)
    }

    private func node(_ frame: Frame) -> SyntaxNode {
        SyntaxNode(
            content: frame.isObject ? .mapping(frame.entries) : .sequence(frame.items), start: frame.start, end: mark)
    }
}

extension JSONReader {
    private var mark: Mark { Mark(line: line, column: column) }

    private var byte: UInt8? { offset < source.bytes.count ? source.bytes[offset] : nil }

    private mutating func advance() {
        if byte == 0x0A {
            line += 1
            column = 1
            offset += 1
            return
        }
        offset += 1
        // The later bytes of a character do not count.
        if byte.map({ $0 & 0xC0 != 0x80 }) ?? true { column += 1 }
    }

    private mutating func skipSpace() {
        while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { advance() }
    }

    private func refusal(_ problem: String, _ hint: String) -> DiagnosticsError {
        DiagnosticsError([Diagnostic(problem, at: source.span(mark), hint: hint)])
    }

    /// A number, `true`, `false` or `null`.
    private mutating func word(from start: Mark) throws(DiagnosticsError) -> SyntaxNode {
        let first = offset
        while let byte, Self.isWord(byte) { advance() }
        let text = String(decoding: source.bytes[first..<offset], as: UTF8.self)
        guard ["true", "false", "null"].contains(text) || Self.isNumber(text) else {
            let problem = text.isEmpty ? "a value is expected here" : "\(Words.quoted(text)) is not a JSON value"
            throw DiagnosticsError([
                Diagnostic(
                    problem, at: source.span(start, length: max(text.unicodeScalars.count, 1)),
                    hint: "put text in double quotes")
            ])
        }
        return SyntaxNode(content: .scalar(text, .plain), start: start, end: mark)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }

    /// `-? int frac? exp?`
    static func isNumber(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        func digits(_ rest: inout ArraySlice<UInt8>) -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let leadsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits(&rest)
        guard whole > 0, !leadsWithZero || whole == 1 else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits(&rest) > 0 else { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard digits(&rest) > 0 else { return false }
        }
        return rest.isEmpty
    }

    /// A string, from its opening quote to behind the closing one.
    private mutating func string() throws(DiagnosticsError) -> String {
        let start = mark
        advance()
        var text: [UInt8] = []
        while true {
            guard let byte, byte >= 0x20 else {
                throw DiagnosticsError([
                    Diagnostic(
                        "the quote that begins here is not closed on its line", at: source.span(start),
                        hint: "close it; write a line end inside of text as `\\n`")
                ])
            }
            advance()
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += try escaped()
            default: text.append(byte)
            }
        }
    }

    private mutating func escaped() throws(DiagnosticsError) -> [UInt8] {
        let escapes: [UInt8: UInt8] = [
            0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09,
        ]
        guard let byte else { throw refusal("the file ends too early", "close the quote") }
        if let plain = escapes[byte] {
            advance()
            return [plain]
        }
        guard byte == UInt8(ascii: "u") else {
            throw refusal("there is no such escape in JSON", "write `\\\\` for a backslash itself")
        }
        advance()
        var code = try hexadecimal()
        if (0xD800...0xDBFF).contains(code), offset + 1 < source.bytes.count,
            source.bytes[offset] == UInt8(ascii: "\\"), source.bytes[offset + 1] == UInt8(ascii: "u")
        {
            advance()
            advance()
            let low = try hexadecimal()
            guard (0xDC00...0xDFFF).contains(low) else {
                throw refusal("half of a character is missing here", "write the character itself")
            }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else {
            throw refusal("half of a character is missing here", "write the character itself")
        }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func hexadecimal() throws(DiagnosticsError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw refusal("four hexadecimal digits are expected here", "write `\\u` and four of them")
            }
            code = code << 4 + UInt32(digit)
            advance()
        }
        return code
    }
}
