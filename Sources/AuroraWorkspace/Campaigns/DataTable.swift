internal import AuroraCore

/// The rows of a data file: named texts, each with its place.
final class DataTable: Sendable {
    /// Relative to the workspace.
    var file: String { source.file }
    let source: SourceText
    let columns: [Column]
    let rows: [Row]
    private let places: [String: Int]

    struct Column: Sendable {
        let name: String
        let span: SourceSpan
    }

    struct Row: Sendable {
        /// One for each column; `nil` where a JSON object does not have the member.
        let fields: [Field?]
        /// Where the row begins.
        let start: Mark
    }

    /// A text and where it stands. `length` counts its Unicode scalars on its first line, quotes included.
    struct Field: Sendable {
        let text: String
        let start: Mark
        let length: Int
    }

    init(source: SourceText, columns: [Column], rows: [Row]) {
        self.source = source
        self.columns = columns
        self.rows = rows
        places = Dictionary(columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func hasColumn(_ name: String) -> Bool { places[name] != nil }

    /// What a row says in a column; `nil` if there is no such column, or nothing in it.
    func value(of name: String, in row: Int) -> CellValue? {
        guard let place = places[name], let field = rows[row].fields[place] else { return nil }
        return CellValue(text: field.text, span: source.span(field.start, length: field.length))
    }

    /// The row as a place, for messages about all of it.
    func span(ofRow row: Int) -> SourceSpan { source.span(rows[row].start) }
}
