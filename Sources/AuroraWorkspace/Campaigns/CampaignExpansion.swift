internal import AuroraCore

/// Makes cells of a campaign's data and matrix. Pure: the same texts give the same cells.
struct CampaignExpansion {
    let declaration: CampaignDeclaration
    let tables: [DataTable]

    /// Every variable that has a value in some cell.
    let names: Set<String>

    init(_ declaration: CampaignDeclaration, _ tables: [DataTable]) {
        self.declaration = declaration
        self.tables = tables
        names = Set(declaration.matrix.names + tables.flatMap { $0.columns.map(\.name) })
    }

    /// The cells in the order of rows and combinations, each with an id of its own. What is wrong is reported.
    func cells(reporting problems: inout Problems) -> [Cell] {
        guard checkSources(&problems),
            let combinations = MatrixExpansion.combinations(of: declaration.matrix, reporting: &problems)
        else { return [] }
        let rows = tables.flatMap { table in table.rows.indices.map { Cell.Row(table: table, index: $0) } }
        let rowCount = declaration.data.isEmpty ? 1 : rows.count
        guard rowCount * combinations.count <= DataLimits.maximumCellCount else {
            problems.report(
                Diagnostic(
                    "the campaign has more than \(DataLimits.maximumCellCount) cells: "
                        + "\(rowCount) rows with \(combinations.count) combinations each", at: declaration.start,
                    hint: "divide it among several workspaces"))
            return []
        }
        var ids = CellIDs(declaration)
        var cells: [Cell] = []
        cells.reserveCapacity(rowCount * combinations.count)
        for row in declaration.data.isEmpty ? [nil] : rows.map(Optional.some) {
            for combination in combinations {
                guard let cell = cell(row, combination, &ids, &problems) else { continue }
                cells.append(cell)
            }
        }
        ids.reportRest(to: &problems)
        if cells.isEmpty, problems.errorCount == 0 {
            problems.report(
                Diagnostic(
                    "the campaign has no cells", at: declaration.start, hint: "add a row to its data",
                    severity: .warning))
        }
        return cells
    }

    private func cell(
        _ row: Cell.Row?, _ combination: Combination, _ ids: inout CellIDs, _ problems: inout Problems
    ) -> Cell? {
        let first = combination.names.first.flatMap { combination.values[$0]?.span }
        let span = row.map { $0.table.span(ofRow: $0.index) } ?? first ?? declaration.start
        let unnamed = Cell(id: SceneID(""), combination: combination, row: row, span: span)
        // Those that concern the matrix alone were left out when it was expanded.
        if declaration.matrix.exclude.contains(where: { unnamed.matches($0) }) { return nil }
        guard let id = ids.id(of: unnamed, reporting: &problems) else { return nil }
        return Cell(id: id, combination: combination, row: row, span: span)
    }
}

extension CampaignExpansion {
    /// Whether there is anything to expand, and no name means two things.
    private func checkSources(_ problems: inout Problems) -> Bool {
        let errors = problems.errorCount
        if declaration.data.isEmpty && declaration.matrix.isEmpty {
            problems.report(
                Diagnostic(
                    "the campaign has neither `data` nor a `matrix`", at: declaration.start,
                    hint: "add `data: FILE.csv`, or `matrix: {locale: [en, de]}`"))
        }
        for axis in declaration.matrix.axes {
            for table in tables {
                guard let column = table.columns.first(where: { $0.name == axis.name }) else { continue }
                problems.report(
                    Diagnostic(
                        "\(Words.quoted(axis.name)) is both a name of the matrix and a column", at: axis.span,
                        notes: ["the column is at \(column.span.location)"], hint: "rename one of them"))
            }
        }
        let matches = declaration.matrix.exclude + declaration.overrides.map(\.match)
        for condition in matches.flatMap({ $0 }) { check(condition, &problems) }
        return problems.errorCount == errors
    }

    /// Whether a condition can hold at all: it names a variable, and of an axis a value that it has.
    private func check(_ condition: Matrix.Condition, _ problems: inout Problems) {
        guard names.contains(condition.name) else {
            let refusal = unknownVariable(condition.name)
            problems.report(Diagnostic(refusal.problem, at: condition.span, hint: refusal.hint))
            return
        }
        guard let axis = declaration.matrix.axes.first(where: { $0.name == condition.name }) else { return }
        let included = declaration.matrix.include.flatMap { $0 }.filter { $0.name == axis.name }.map(\.value.text)
        let known = axis.values.map(\.text) + included
        for value in condition.values where !known.contains(value) {
            let refusal = Words.refusal(value, of: axis.name, among: Array(known.uniqued().prefix(20)))
            problems.report(Diagnostic(refusal.problem, at: condition.span, hint: refusal.hint))
        }
    }

    func unknownVariable(_ name: String) -> Refusal {
        let known = names.sorted()
        let nearest = Wording.nearest(to: String(name.prefix(40)), among: known)
        let list =
            known.isEmpty
            ? "the campaign has no variables: add a column or a matrix"
            : Wording.there(Array(known.prefix(20))) + (known.count > 20 ? " and more" : "")
        return Refusal(
            problem: "there is no variable \(Words.quoted(name)) in campaign `\(declaration.name)`",
            hint: nearest.map { "did you mean `\($0)`? \(list)" } ?? list)
    }
}
