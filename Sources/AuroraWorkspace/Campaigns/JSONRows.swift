internal import AuroraCore

/// Reads a list of flat JSON objects as rows. A member that is `null`, or that an object does not have, is nothing.
enum JSONRows {
    /// The table; `nil` if anything is wrong with it, which is reported.
    static func table(of source: SourceText, reporting problems: inout Problems) -> DataTable? {
        var found = Problems()
        let table = table(of: source, &found)
        for diagnostic in found.sorted() { problems.report(diagnostic) }
        return found.errorCount == 0 ? table : nil
    }

    private static func table(of source: SourceText, _ problems: inout Problems) -> DataTable? {
        let root: SyntaxNode
        do throws(DiagnosticsError) { root = try JSONReader.root(of: source) } catch {
            problems.report(error)
            return nil
        }
        guard case .sequence(let items) = root.content else {
            problems.report(
                Diagnostic(
                    "a list of objects is expected, not \(root.kindName)", at: source.span(of: root),
                    hint: "write `[{\"id\": \"anna\", …}, …]`"))
            return nil
        }
        guard items.count <= DataLimits.maximumCellCount else {
            problems.report(
                Diagnostic(
                    "the file has more than \(DataLimits.maximumCellCount) rows", at: source.span(of: root),
                    hint: "divide it among several workspaces"))
            return nil
        }
        var columns: [DataTable.Column] = []
        var places: [String: Int] = [:]
        var rows: [[(Int, DataTable.Field)]] = []
        for item in items {
            guard case .mapping(let entries) = item.content else {
                problems.report(
                    Diagnostic(
                        "a row must be an object, not \(item.kindName)", at: source.span(of: item),
                        hint: "write `{\"id\": \"anna\", …}`"))
                continue
            }
            var row: [(Int, DataTable.Field)] = []
            for entry in entries {
                let place = places[entry.name] ?? columns.count
                if place == columns.count {
                    places[entry.name] = place
                    columns.append(DataTable.Column(name: entry.name, span: source.span(of: entry.key)))
                }
                guard let field = field(entry, source, &problems) else { continue }
                row.append((place, field))
            }
            rows.append(row)
        }
        guard columns.count <= DataLimits.maximumColumnCount,
            columns.count * rows.count <= DataLimits.maximumFieldCount
        else {
            problems.report(
                Diagnostic(
                    "\(rows.count) rows with \(columns.count) different members are too many",
                    at: source.span(of: root), hint: "divide them among several files"))
            return nil
        }
        return DataTable(
            source: source, columns: columns,
            rows: zip(rows, items).map { row, item in
                var fields = [DataTable.Field?](repeating: nil, count: columns.count)
                for (place, field) in row { fields[place] = field }
                return DataTable.Row(fields: fields, start: item.start)
            })
    }

    /// `nil` for `null`, and for what cannot be a field, which is reported.
    private static func field(
        _ entry: SyntaxNode.Entry, _ source: SourceText, _ problems: inout Problems
    ) -> DataTable.Field? {
        let node = entry.value
        guard case .scalar(let text, let style) = node.content else {
            problems.report(
                Diagnostic(
                    "\(Words.quoted(entry.name)) must be text, a number, `true` or `false`, not \(node.kindName)",
                    at: source.span(of: node), hint: "rows are flat: give each value a member of its own"))
            return nil
        }
        if style == .plain, text == "null" { return nil }
        if let scalar = text.unicodeScalars.first(where: { TextProblem.forbiddenName($0) != nil }),
            let name = TextProblem.forbiddenName(scalar)
        {
            let code = String(scalar.value, radix: 16, uppercase: true)
            problems.report(
                Diagnostic(
                    "\(Words.quoted(entry.name)) has \(name) (U+\(code)) in it", at: source.span(of: node),
                    hint: "remove the escape"))
            return nil
        }
        return DataTable.Field(
            text: text, start: node.start, length: max(node.end.column - node.start.column, 1))
    }
}
