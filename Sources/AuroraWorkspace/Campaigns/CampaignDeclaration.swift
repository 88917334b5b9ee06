internal import AuroraCore

/// What a campaign file says.
struct CampaignDeclaration: Sendable {
    /// The name of the file without its suffix: the beginning of every cell's id.
    let name: String
    let source: SourceText
    /// The place of the file's first key.
    let start: SourceSpan
    /// The scene that serves as template, relative to the workspace, as it is stated: with or without suffix.
    var scene = Stated<String>.absent
    /// Data files, relative to the workspace.
    var data: [(path: String, span: SourceSpan)] = []
    var matrix = Matrix()
    /// A template for the ids of the cells.
    var id: TemplateScalar?
    /// First what is for all cells, if anything.
    var overrides: [Override] = []
    var reels: [ReelDeclaration] = []
    var rights: [Rights] = []
    /// Whether something that cells depend on could not be read; it has been reported.
    var isBroken = false

    /// Fields for the cells that match.
    struct Override: Sendable {
        let match: [Matrix.Condition]
        let fields: SceneTemplate
    }
}

/// Named lists of values, of which every combination is wanted, but for exceptions.
struct Matrix: Sendable {
    var axes: [Axis] = []
    var include: [[Matrix.Pair]] = []
    var exclude: [[Condition]] = []

    /// A name with the values it goes through.
    struct Axis: Sendable {
        let name: String
        let span: SourceSpan
        let values: [CellValue]
    }

    struct Pair: Sendable {
        let name: String
        let nameSpan: SourceSpan
        let value: CellValue
    }

    /// A name and the values it may have.
    struct Condition: Sendable {
        let name: String
        let span: SourceSpan
        let values: [String]
    }

    var isEmpty: Bool { axes.isEmpty && include.isEmpty }

    /// Every name that has a value in some combination.
    var names: [String] { (axes.map(\.name) + include.flatMap { $0.map(\.name) }).uniqued() }
}

extension Array where Element: Hashable {
    /// Each element once, in the order of their first appearance.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
