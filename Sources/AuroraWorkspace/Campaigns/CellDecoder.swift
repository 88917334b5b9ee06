internal import AuroraCore

/// Puts the fields of a campaign's cells together. Later wins: the workspace's defaults, the files that the template
/// extends, the template, the campaign's `override`s in their order, fields of the matrix, fields of the row.
struct CellDecoder: Sendable {
    private let declaration: CampaignDeclaration
    private let defaults: SceneLayer
    /// From the last file that is extended to the template.
    private let chain: [SceneLayer]
    private let fields: CellFields
    private let columns: [String: [DataTable.Column]]
    private let providers: DeclaredProviders
    /// Variables that no cell has a value of, which has been reported.
    private let unknown: Set<String>

    /// A cell with its fields.
    struct Decoded: Sendable {
        let cell: Cell
        let layer: SceneLayer
        let diagnostics: [Diagnostic]
        /// Whether a scene can be made of it.
        let isUsable: Bool
    }

    init(
        _ expansion: CampaignExpansion, defaults: SceneLayer, chain: [SceneLayer], providers: DeclaredProviders,
        reporting problems: inout Problems
    ) {
        declaration = expansion.declaration
        self.defaults = defaults
        self.chain = chain
        self.providers = providers
        let templates = chain.compactMap(\.template) + expansion.declaration.overrides.map(\.fields)
        var uses = templates.flatMap(\.variables)
        if let id = declaration.id {
            uses += id.text.variables.map { SceneTemplate.Use(name: $0, span: id.span) }
        }
        let fields = CellFields(declaration, variables: Set(uses.map(\.name)))
        self.fields = fields
        columns = Dictionary(
            expansion.tables.map { ($0.file, fields.columns(of: $0)) }, uniquingKeysWith: { first, _ in first })
        unknown = Set(uses.map(\.name)).subtracting(expansion.names)
        for use in uses where unknown.contains(use.name) {
            let refusal = expansion.unknownVariable(use.name)
            problems.report(Diagnostic(refusal.problem, at: use.span, hint: refusal.hint))
        }
    }

    /// The fields of one cell, and what is wrong with them.
    func decode(_ cell: Cell) -> Decoded {
        var layer = defaults
        var diagnostics: [Diagnostic] = []
        var missing: [SceneTemplate.Use] = []
        for piece in pieces(of: cell, missing: &missing) {
            switch piece {
            case .layer(let constant): layer = constant.over(layer)
            case .entries(let entries, let source, let owner):
                var reader = FieldReader(source)
                let read = reader.sceneLayer(entries, of: owner, providers: providers)
                diagnostics += reader.diagnostics
                layer = read.over(layer)
            }
        }
        for use in missing where !unknown.contains(use.name) {
            diagnostics.append(
                Diagnostic(
                    "this cell has no \(Words.quoted(use.name))", at: cell.span,
                    notes: ["it is used at \(use.span.location)"], hint: "add it to the row"))
        }
        return Decoded(
            cell: cell, layer: layer, diagnostics: diagnostics, isUsable: diagnostics.isEmpty && missing.isEmpty)
    }

    /// Where values were filled in for a cell.
    func fillings(of cell: Cell) -> [Filling] {
        var missing: [SceneTemplate.Use] = []
        var nodes: [SyntaxNode] = []
        for case .entries(let entries, _, _) in pieces(of: cell, missing: &missing) {
            nodes += entries.map(\.value)
        }
        var result: [Filling] = []
        while let node = nodes.popLast() {
            if let filling = node.filling { result.append(filling) }
            switch node.content {
            case .scalar: continue
            case .sequence(let items): nodes += items
            case .mapping(let entries): nodes += entries.map(\.value)
            }
        }
        return result.reversed()
    }

    /// Fields from one place.
    private enum Piece {
        case layer(SceneLayer)
        case entries([SyntaxNode.Entry], SourceText, SceneLayerOwner)
    }

    private func pieces(of cell: Cell, missing: inout [SceneTemplate.Use]) -> [Piece] {
        var result: [Piece] = []
        for layer in chain {
            guard let template = layer.template else {
                result.append(.layer(layer))
                continue
            }
            let entries = template.filled({ cell.value(of: $0) }, missing: &missing)
            result.append(.entries(entries, template.source, .sceneFile))
        }
        for override in declaration.overrides where cell.matches(override.match) {
            let entries = override.fields.filled({ cell.value(of: $0) }, missing: &missing)
            result.append(.entries(entries, override.fields.source, .cell))
        }
        let matrix = fields.matrixEntries(of: cell)
        if !matrix.isEmpty { result.append(.entries(matrix, declaration.source, .cell)) }
        if let table = cell.row?.table {
            let row = fields.rowEntries(of: cell, columns[table.file] ?? [])
            if !row.isEmpty { result.append(.entries(row, table.source, .cell)) }
        }
        return result
    }
}
