internal import AuroraCore

/// Reads CSV as RFC 4180 has it, and TSV in the same way: a header row, fields in quotes where they hold separators,
/// quotes (doubled) or line ends. Empty lines are skipped.
struct DelimitedReader {
    enum Separator: UInt8 {
        case comma = 0x2C
        case tab = 0x09

        var name: String { self == .comma ? "comma" : "tab" }
    }

    private let source: SourceText
    private let separator: Separator
    private var problems = Problems()
    private var offset = 0
    private var line = 1
    /// In Unicode scalars, from 1.
    private var column = 1

    private init(_ source: SourceText, _ separator: Separator) {
        self.source = source
        self.separator = separator
    }

    /// The table; `nil` if anything is wrong with it, which is reported.
    static func table(
        of source: SourceText, separator: Separator, reporting problems: inout Problems
    ) -> DataTable? {
        var reader = DelimitedReader(source, separator)
        let table = reader.table()
        for diagnostic in reader.problems.sorted() { problems.report(diagnostic) }
        return reader.problems.errorCount == 0 ? table : nil
    }

    private mutating func table() -> DataTable? {
        var header: DataTable.Row?
        while header == nil, let row = record() { header = row.isEmptyLine ? nil : row }
        guard let header else {
            report("the file has no header row", at: source.start, hint: "name the columns in its first line")
            return nil
        }
        let columns = columns(header)
        var rows: [DataTable.Row] = []
        var fieldCount = 0
        while let row = record() {
            if row.isEmptyLine { continue }
            fieldCount += row.fields.count
            if row.fields.count != columns.count { reportRagged(row, columns.count) }
            guard rows.count < DataLimits.maximumCellCount, fieldCount <= DataLimits.maximumFieldCount else {
                let limit =
                    rows.count < DataLimits.maximumCellCount
                    ? "\(DataLimits.maximumFieldCount) fields" : "\(DataLimits.maximumCellCount) rows"
                report(
                    "the file has more than \(limit)", at: source.span(row.start),
                    hint: "divide it among several workspaces")
                return nil
            }
            rows.append(row)
        }
        return DataTable(source: source, columns: columns, rows: rows)
    }

    private mutating func columns(_ header: DataTable.Row) -> [DataTable.Column] {
        var result: [DataTable.Column] = []
        var seen: [String: SourceSpan] = [:]
        for case let field? in header.fields.prefix(DataLimits.maximumColumnCount) {
            let span = source.span(field.start, length: field.length)
            result.append(DataTable.Column(name: field.text, span: span))
            if field.text.isEmpty {
                report("this column has no name", at: span, hint: "name it, or remove the column")
            } else if field.text.first == " " || field.text.last == " " {
                report(
                    "the column's name \(Words.quoted(field.text)) has spaces around it", at: span,
                    hint: "remove them, here and in the rows: spaces around a \(separator.name) count")
            } else if let first = seen.updateValue(span, forKey: field.text) {
                problems.report(
                    Diagnostic(
                        "two columns are called \(Words.quoted(field.text))", at: span,
                        notes: ["the first is at \(first.location)"], hint: "rename one of them"))
            }
        }
        if header.fields.count > DataLimits.maximumColumnCount {
            report(
                "the file has more than \(DataLimits.maximumColumnCount) columns", at: source.span(header.start),
                hint: "check whether it is the right file")
        } else if result.count == 1, separator == .comma, result[0].name.contains(";") {
            report(
                "the columns are separated by semicolons", at: result[0].span,
                hint: "save the file with commas between the columns, or with tabs as `.tsv`")
        }
        return result
    }

    private mutating func reportRagged(_ row: DataTable.Row, _ expected: Int) {
        let count = Wording.count(row.fields.count, "field")
        if row.fields.count > expected, let extra = row.fields[expected] {
            report(
                "this row has \(count), the header has \(expected)",
                at: source.span(extra.start, length: extra.length),
                hint: "put a field in quotes if it has a \(separator.name) in it")
        } else {
            report(
                "this row has \(count), the header has \(expected)", at: source.span(row.start),
                hint: "write a \(separator.name) for each column that has nothing in it")
        }
    }

    private mutating func report(_ problem: String, at span: SourceSpan, hint: String) {
        problems.report(Diagnostic(problem, at: span, hint: hint))
    }
}

extension DelimitedReader {
    private static let quote = UInt8(ascii: "\"")

    private var mark: Mark { Mark(line: line, column: column) }

    private var byte: UInt8? { offset < source.bytes.count ? source.bytes[offset] : nil }

    private var isAtLineEnd: Bool { byte.map { $0 == 0x0A || $0 == 0x0D } ?? true }

    /// The next line of fields; `nil` at the end of the file.
    private mutating func record() -> DataTable.Row? {
        guard offset < source.bytes.count else { return nil }
        let start = mark
        var fields: [DataTable.Field?] = []
        while true {
            fields.append(byte == Self.quote ? quoted() : unquoted())
            guard byte == separator.rawValue else { break }
            if fields.count > DataLimits.maximumColumnCount {
                skipLine()
                break
            }
            advance()
        }
        endLine()
        return DataTable.Row(fields: fields, start: start)
    }

    private mutating func unquoted() -> DataTable.Field {
        let start = mark
        let first = offset
        while !isAtLineEnd, byte != separator.rawValue {
            if byte == Self.quote {
                report(
                    "a quote inside of a field", at: source.span(mark),
                    hint: "put the whole field in quotes and write this one twice: `\"\"`")
                skipLine()
                break
            }
            advance()
        }
        return DataTable.Field(
            text: String(decoding: source.bytes[first..<offset], as: UTF8.self), start: start,
            length: max(column - start.column, 1))
    }

    private mutating func quoted() -> DataTable.Field {
        let start = mark
        var text: [UInt8] = []
        var firstLineLength: Int?
        advance()
        while true {
            guard let byte else {
                report("the quote that begins here is not closed", at: source.span(start), hint: "close it with `\"`")
                break
            }
            if byte == Self.quote {
                advance()
                guard self.byte == Self.quote else { break }
                text.append(Self.quote)
                advance()
            } else if isAtLineEnd {
                firstLineLength = firstLineLength ?? column - start.column
                text.append(0x0A)
                endLine()
            } else {
                text.append(byte)
                advance()
            }
        }
        if !isAtLineEnd, byte != separator.rawValue {
            report(
                "there is text behind a closing quote", at: source.span(mark),
                hint: "write a quote that is part of the text twice: `\"\"`")
            skipLine()
        }
        return DataTable.Field(
            text: String(decoding: text, as: UTF8.self), start: start,
            length: max(firstLineLength ?? column - start.column, 1))
    }

    /// To the next byte of the same line.
    private mutating func advance() {
        offset += 1
        // The later bytes of a character do not count.
        if byte.map({ $0 & 0xC0 != 0x80 }) ?? true { column += 1 }
    }

    private mutating func skipLine() {
        while !isAtLineEnd { advance() }
    }

    private mutating func endLine() {
        guard let byte else { return }
        offset += byte == 0x0D && offset + 1 < source.bytes.count && source.bytes[offset + 1] == 0x0A ? 2 : 1
        line += 1
        column = 1
    }
}

extension DataTable.Row {
    /// Whether nothing at all stands on the line.
    fileprivate var isEmptyLine: Bool {
        fields.count == 1 && fields[0].map { $0.text.isEmpty && $0.length <= 1 } == true
    }
}
