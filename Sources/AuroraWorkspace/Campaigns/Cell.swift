internal import AuroraCore

/// One scene to be made of a campaign's template: a row of its data, a combination of its matrix, or one with the other.
struct Cell: Sendable {
    let id: SceneID
    let combination: Combination
    let row: Row?
    /// What stands for the cell as a whole in messages: its row, or the first value of its combination.
    let span: SourceSpan

    struct Row: Sendable {
        let table: DataTable
        let index: Int
    }

    /// What a variable stands for in this cell; `nil` if it has no value here.
    func value(of name: String) -> CellValue? {
        combination.values[name] ?? row.flatMap { $0.table.value(of: name, in: $0.index) }
    }

    func matches(_ conditions: [Matrix.Condition]) -> Bool {
        conditions.allSatisfy { condition in
            value(of: condition.name).map { condition.values.contains($0.text) } ?? false
        }
    }
}

/// One value for each name of a matrix.
struct Combination: Sendable {
    /// In the order of the matrix, those that `include` added last.
    private(set) var names: [String] = []
    private(set) var values: [String: CellValue] = [:]

    func adding(_ value: CellValue, as name: String) -> Combination {
        var result = self
        if result.values.updateValue(value, forKey: name) == nil { result.names.append(name) }
        return result
    }
}
