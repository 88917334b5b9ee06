internal import AuroraCore

/// Columns and names of a matrix that are called like a field of a scene, as `settings.quality`: they override that
/// field wherever they have a value, unless the template uses them as variables.
struct CellFields: Sendable {
    private static let plain: Set<String> = ["image", "audio", "prompt", "transcript", "provider"]
    private static let dotted = ["settings.", "prompt.", "transcript."]

    private let declaration: CampaignDeclaration
    /// Those of the matrix, and where they are stated.
    private let matrixNames: [(name: String, span: SourceSpan)]

    /// `variables` are those that the template uses.
    private let variables: Set<String>

    init(_ declaration: CampaignDeclaration, variables: Set<String>) {
        self.declaration = declaration
        self.variables = variables
        let matrix = declaration.matrix
        let named =
            matrix.axes.map { ($0.name, $0.span) } + matrix.include.flatMap { $0.map { ($0.name, $0.nameSpan) } }
        let spans = Dictionary(named, uniquingKeysWith: { first, _ in first })
        matrixNames = matrix.names.filter { Self.isField($0) && !variables.contains($0) }
            .map { ($0, spans[$0] ?? declaration.start) }
    }

    static func isField(_ name: String) -> Bool {
        plain.contains(name) || dotted.contains { name.hasPrefix($0) && name.utf8.count > $0.utf8.count }
    }

    /// The fields of a table that override; worth keeping, as it is the same for every row.
    func columns(of table: DataTable) -> [DataTable.Column] {
        table.columns.filter { Self.isField($0.name) && !variables.contains($0.name) }
    }

    /// The fields that the matrix gives a cell, to be read as if they stood in the campaign's file.
    func matrixEntries(of cell: Cell) -> [SyntaxNode.Entry] {
        entries(
            matrixNames.compactMap { field in
                cell.combination.values[field.name].map { (field.name, field.span, $0) }
            })
    }

    /// The fields that a row gives a cell, to be read as if they stood in the data file.
    func rowEntries(of cell: Cell, _ columns: [DataTable.Column]) -> [SyntaxNode.Entry] {
        guard let row = cell.row, !columns.isEmpty else { return [] }
        return entries(
            columns.compactMap { column in
                guard let value = row.table.value(of: column.name, in: row.index), !value.text.isEmpty else {
                    return nil
                }
                return (column.name, column.span, value)
            })
    }

    private func entries(_ fields: [(name: String, nameSpan: SourceSpan, value: CellValue)]) -> [SyntaxNode.Entry] {
        var result: [SyntaxNode.Entry] = []
        for field in fields {
            let parts = field.name.split(separator: ".", maxSplits: 1).map(String.init)
            let entry = Self.entry(parts[parts.count - 1], field.nameSpan, field.value)
            guard parts.count == 2 else {
                result.append(entry)
                continue
            }
            let position = result.firstIndex { $0.name == parts[0] && $0.isMapping }
            let inner = position.map { result[$0].innerEntries + [entry] } ?? [entry]
            let outer = SyntaxNode.Entry(
                key: Self.node(parts[0], field.nameSpan), name: parts[0],
                value: SyntaxNode(
                    content: .mapping(inner), start: Self.mark(field.value.span), end: Self.mark(field.value.span)))
            if let position { result[position] = outer } else { result.append(outer) }
        }
        return result
    }

    private static func entry(_ name: String, _ nameSpan: SourceSpan, _ value: CellValue) -> SyntaxNode.Entry {
        SyntaxNode.Entry(key: node(name, nameSpan), name: name, value: node(value.text, value.span))
    }

    private static func node(_ text: String, _ span: SourceSpan) -> SyntaxNode {
        SyntaxNode(
            content: .scalar(text, .filled), start: mark(span), end: mark(span),
            filling: Filling(span: span, text: text, climbs: false, template: nil))
    }

    private static func mark(_ span: SourceSpan) -> Mark { Mark(line: span.line, column: span.column) }
}

extension SyntaxNode.Entry {
    fileprivate var isMapping: Bool {
        if case .mapping = value.content { return true }
        return false
    }

    fileprivate var innerEntries: [SyntaxNode.Entry] {
        if case .mapping(let entries) = value.content { return entries }
        return []
    }
}
