internal import AuroraCore

/// The combinations that a matrix asks for.
enum MatrixExpansion {
    /// Every combination of the axes without those that are excluded by their values alone, then what `include` adds.
    /// `nil` if there are too many, which is reported.
    ///
    /// `include` works as in well-known systems of continuous integration: an item adds its values to every
    /// combination of which it changes no axis; if there is none, it becomes a combination of its own.
    static func combinations(of matrix: Matrix, reporting problems: inout Problems) -> [Combination]? {
        guard !matrix.isEmpty else { return [Combination()] }
        var count = 1
        for axis in matrix.axes {
            count = count.multipliedReportingOverflow(by: axis.values.count).partialValue
            guard count <= DataLimits.maximumCellCount else {
                problems.report(
                    Diagnostic(
                        "the matrix has more than \(DataLimits.maximumCellCount) combinations", at: axis.span,
                        hint: "remove values, or divide it among several campaigns"))
                return nil
            }
        }
        var result = matrix.axes.isEmpty ? [] : [Combination()]
        for axis in matrix.axes {
            result = result.flatMap { combination in
                axis.values.map { combination.adding($0, as: axis.name) }
            }
        }
        let axes = Set(matrix.axes.map(\.name))
        for exclusion in matrix.exclude where exclusion.allSatisfy({ axes.contains($0.name) }) {
            result.removeAll { combination in
                exclusion.allSatisfy { condition in
                    combination.values[condition.name].map { condition.values.contains($0.text) } ?? false
                }
            }
        }
        let originalCount = result.count
        for pairs in matrix.include {
            let fits = result.indices.prefix(originalCount).filter { index in
                pairs.allSatisfy { pair in
                    !axes.contains(pair.name) || result[index].values[pair.name]?.text == pair.value.text
                }
            }
            for index in fits {
                for pair in pairs where !axes.contains(pair.name) {
                    result[index] = result[index].adding(pair.value, as: pair.name)
                }
            }
            if fits.isEmpty {
                result.append(pairs.reduce(Combination()) { $0.adding($1.value, as: $1.name) })
            }
        }
        return result
    }
}
