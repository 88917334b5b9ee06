internal import AuroraCore

/// Gives the cells of a campaign their ids, which depend on nothing but their own values: rows can be added, removed
/// and sorted.
struct CellIDs {
    private let declaration: CampaignDeclaration
    private var places: [String: Taken] = [:]
    private var clashes: Set<[SourceSpan]> = []
    private var clashCount = 0
    private static let maximumShown = 10

    private struct Taken {
        let id: SceneID
        let span: SourceSpan
    }

    init(_ declaration: CampaignDeclaration) { self.declaration = declaration }

    /// The id of a cell; `nil` if it can have none or another has it, which is reported.
    mutating func id(of cell: Cell, reporting problems: inout Problems) -> SceneID? {
        guard let parts = declaration.id.map({ parts(cell, $0, &problems) }) ?? parts(cell, &problems) else {
            return nil
        }
        let id = SceneID(declaration.name + "/" + parts.text)
        if let refusal = Self.refusal(parts, of: id) {
            problems.report(
                Diagnostic(refusal.problem, at: parts.span, notes: notes(parts), hint: refusal.hint))
            return nil
        }
        let key = id.text.lowercased()
        guard let other = places[key] else {
            places[key] = Taken(id: id, span: parts.span)
            return id
        }
        // A row that is there twice clashes once for each combination.
        guard clashes.insert([parts.span, other.span]).inserted else { return nil }
        clashCount += 1
        if clashCount <= Self.maximumShown { problems.report(clash(id, parts.span, other)) }
        return nil
    }

    /// Tells how many more ids were taken than were told one by one.
    func reportRest(to problems: inout Problems) {
        guard clashCount > Self.maximumShown else { return }
        problems.report(
            Diagnostic(
                "\(clashCount - Self.maximumShown) more cells of campaign `\(declaration.name)` have an id twice",
                at: declaration.id?.span ?? declaration.start,
                hint: "let `id:` name everything in which cells differ"))
    }

    /// An id without the campaign's name, and where it comes from.
    private struct Parts {
        let text: String
        /// What was filled in.
        let values: [CellValue]
        let span: SourceSpan
    }

    private func parts(_ cell: Cell, _ template: TemplateScalar, _ problems: inout Problems) -> Parts? {
        var values: [CellValue] = []
        let text = template.text.filled { name in
            guard let value = cell.value(of: name) else { return nil }
            values.append(value)
            return value.text
        }
        if let text { return Parts(text: text, values: values, span: values.first?.span ?? template.span) }
        if let missing = template.text.variables.first(where: { cell.value(of: $0) == nil }) {
            problems.report(
                Diagnostic(
                    "there is no \(Words.quoted(missing)) here, of which the id is made", at: cell.span,
                    notes: ["`id` is stated at \(template.span.location)"], hint: "add it, or change `id:`"))
        }
        return nil
    }

    /// The column `id`, then the values of the matrix.
    private func parts(_ cell: Cell, _ problems: inout Problems) -> Parts? {
        var values = cell.combination.names.compactMap { cell.combination.values[$0] }
        if let row = cell.row {
            guard row.table.hasColumn("id") else {
                problems.report(
                    Diagnostic(
                        "the rows of \(Words.quoted(row.table.file)) have no ids",
                        at: row.table.columns.first?.span ?? row.table.source.start,
                        hint: "add a column `id`, or `id: ${NAME}` to \(declaration.source.file)"))
                return nil
            }
            guard let id = row.table.value(of: "id", in: row.index) else {
                problems.report(Diagnostic("this row has no `id`", at: cell.span, hint: "add one"))
                return nil
            }
            values.insert(id, at: 0)
        }
        guard let first = values.first else { return nil }
        return Parts(text: values.map(\.text).joined(separator: "/"), values: values, span: first.span)
    }

    private func notes(_ parts: Parts) -> [String] {
        guard let template = declaration.id else { return [] }
        return ["`id` is stated at \(template.span.location) as \(Words.quoted(template.written))"]
    }

    private func clash(_ id: SceneID, _ span: SourceSpan, _ other: Taken) -> Diagnostic {
        let problem =
            id == other.id
            ? "two cells have the id `\(id)`"
            : "the ids `\(other.id)` and `\(id)` differ only in upper and lower case"
        return Diagnostic(
            problem, at: span, notes: ["the other one is at \(other.span.location)"],
            hint: declaration.id == nil
                ? "give each row an id of its own" : "let `id:` name everything in which cells differ")
    }

    private static func refusal(_ parts: Parts, of id: SceneID) -> Refusal? {
        for value in parts.values {
            if value.text.isEmpty { return Refusal(problem: "the id of this cell is empty", hint: "write one") }
            if value.text.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) {
                return Refusal(
                    problem: "\(Words.quoted(value.text)) cannot be a part of an id: it has a slash",
                    hint: "write `id:` in the campaign with values that have none")
            }
        }
        for part in parts.text.split(separator: "/", omittingEmptySubsequences: false) {
            if part.isEmpty { return Refusal(problem: "the id of this cell is empty", hint: "write one") }
            if part.hasPrefix(".") || part.first == " " || part.last == " " || part.contains("\n") {
                return Refusal(
                    problem: "\(Words.quoted(String(part))) cannot be a part of an id: file names are made of it",
                    hint: "write it on one line, without dots or spaces around it")
            }
        }
        guard id.text.utf8.count > DataLimits.maximumIDByteCount else { return nil }
        return Refusal(
            problem:
                "the id of this cell has \(id.text.utf8.count) bytes, \(DataLimits.maximumIDByteCount) are allowed",
            hint: "use shorter values, or write `id:` in the campaign")
    }
}
