internal import AuroraCore

/// A text file in memory, known to be UTF-8 without characters that hide or reorder what one reads.
struct SourceText: Sendable {
    /// Relative to the workspace.
    let file: String
    /// Of the file's bytes as they were read.
    let digest: Digest
    /// Without a byte order mark.
    let bytes: [UInt8]
    /// Where each line begins in `bytes`.
    private let lineStarts: [Int]

    /// How much text counts as one: enough for anything written by hand, little enough to parse in a moment.
    static let maximumByteCount = 1 << 20
    /// Lines beyond this many bytes are not shown in messages, so that messages stay small whatever the file is.
    private static let maximumShownBytes = 16 << 10

    /// Throws the first thing that makes the bytes unfit to be read as text.
    init(file: String, bytes: [UInt8]) throws(DiagnosticsError) {
        self.file = file
        digest = Digest(hashing: bytes)
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        self.bytes = content
        var starts = [0]
        var suspect: Int?
        for (offset, byte) in content.enumerated() where byte < 0x20 || byte >= 0x7F {
            switch byte {
            case UInt8(ascii: "\n"): starts.append(offset + 1)
            case UInt8(ascii: "\r"):
                if offset + 1 == content.count || content[offset + 1] != UInt8(ascii: "\n") {
                    starts.append(offset + 1)
                }
            case UInt8(ascii: "\t"): continue
            default: if suspect == nil { suspect = offset }
            }
        }
        lineStarts = starts
        guard let suspect else { return }
        if let problem = TextProblem.first(in: content, from: suspect) { throw DiagnosticsError([diagnostic(problem)]) }
    }

    var lineCount: Int { lineStarts.count }

    /// The text as one string.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The line without its ending; `nil` if it is too long to show, or not there.
    func line(_ number: Int) -> String? {
        guard let range = byteRange(ofLine: number), range.count <= Self.maximumShownBytes else { return nil }
        return String(decoding: bytes[range], as: UTF8.self)
    }

    func hasLine(_ number: Int, beginningWith prefix: [UInt8]) -> Bool {
        byteRange(ofLine: number).map { bytes[$0].starts(with: prefix) } ?? false
    }

    func span(_ start: Mark, length: Int = 1) -> SourceSpan {
        SourceSpan(file: file, line: start.line, column: start.column, length: length, text: line(start.line))
    }

    /// The part of a node's first line that belongs to it; for one with variables, the value that was filled in.
    func span(of node: SyntaxNode) -> SourceSpan {
        if let filling = node.filling { return filling.span }
        if node.start.line == node.end.line { return span(node.start, length: node.end.column - node.start.column) }
        let line = line(node.start.line)
        let used = line.map { $0.unicodeScalars.reversed().drop { $0 == " " || $0 == "\t" }.count } ?? 0
        return SourceSpan(
            file: file, line: node.start.line, column: node.start.column, length: used - node.start.column + 1,
            text: line)
    }

    /// The start of the file, for problems that belong to no place in it.
    var start: SourceSpan { span(Mark(line: 1, column: 1), length: line(1)?.unicodeScalars.count ?? 1) }

    private func byteRange(ofLine number: Int) -> Range<Int>? {
        guard lineStarts.indices.contains(number - 1) else { return nil }
        let first = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] : bytes.count
        while end > first, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return first..<end
    }

    private func diagnostic(_ problem: TextProblem) -> Diagnostic {
        let line = (lineStarts.lastIndex { $0 <= problem.offset } ?? 0) + 1
        let before = bytes[lineStarts[line - 1]..<problem.offset]
        let column = String(decoding: before, as: UTF8.self).unicodeScalars.count + 1
        // What is no text at all is shown all the same, cut short: `PNG` among the signs tells what it is.
        let rest = bytes[problem.offset...].prefix(24).prefix { $0 != UInt8(ascii: "\n") }
        let shown = problem.isReadable ? self.line(line) : String(decoding: before + rest, as: UTF8.self)
        return Diagnostic(
            problem.words, at: SourceSpan(file: file, line: line, column: column, text: shown), hint: problem.hint)
    }
}

/// A place in a text: 1-based, columns in Unicode scalars.
struct Mark: Hashable, Sendable {
    let line: Int
    let column: Int
}
