/// Small helpers that keep English right.
package enum Wording {
    /// `1 scene`, `2 scenes`.
    package static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(plural ?? noun + "s")"
    }

    /// `a`, `a and b`, `a, b and c`.
    package static func list(_ items: [String], conjunction: String = "and") -> String {
        guard let last = items.last else { return "" }
        let head = items.dropLast()
        return head.isEmpty ? last : head.joined(separator: ", ") + " \(conjunction) " + last
    }

    /// `6.0 s → 7.1 s`; one of them if both are alike.
    package static func step(_ old: String, _ new: String) -> String { old == new ? new : "\(old) → \(new)" }

    /// Each item in backticks, then as a list.
    package static func ticked(_ items: [String], conjunction: String = "and") -> String {
        list(items.map { "`\($0)`" }, conjunction: conjunction)
    }

    /// `a, b, c and 12 more`: the first of many, as `show` puts them.
    package static func first(_ limit: Int, of items: [String], as show: (String) -> String = { $0 }) -> String {
        guard items.count > limit + 1 else { return list(items.map(show)) }
        return items.prefix(limit).map(show).joined(separator: ", ") + " and \(items.count - limit) more"
    }

    /// ``did you mean `a` or `b`?``
    package static func question(_ names: [String]) -> String {
        "did you mean \(ticked(names.map { PrintableText.sanitized($0) }, conjunction: "or"))?"
    }

    /// ``there is `a` ``, ``there are `a` and `b` ``.
    package static func there(_ names: [String]) -> String {
        "there \(names.count == 1 ? "is" : "are") \(ticked(names))"
    }

    /// The candidates that were likely meant by `word`, the nearest first: by edits, at most a third of its length
    /// away and hardly farther than the nearest.
    package static func nearest(to word: String, among candidates: some Sequence<String>, atMost limit: Int)
        -> [String]
    {
        let scored = candidates.map { (edits: editDistance(word.lowercased(), $0.lowercased()), name: $0) }
        guard let best = scored.map(\.edits).min() else { return [] }
        let farthest = min(best + 1, max(1, word.count / 3))
        return scored.filter { $0.edits <= farthest }.sorted { $0 < $1 }.prefix(limit).map(\.name)
    }

    /// The candidate that was most likely meant by `word`: nearest by edits, at most a third of its length away.
    package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let scored = candidates.map { (edits: editDistance(word.lowercased(), $0.lowercased()), name: $0) }
        guard let best = scored.min(by: { $0 < $1 }) else { return nil }
        return best.edits <= max(1, word.count / 3) ? best.name : nil
    }

    /// Levenshtein's distance with adjacent transpositions, by scalars.
    static func editDistance(_ left: String, _ right: String) -> Int {
        let first = Array(left.unicodeScalars)
        let second = Array(right.unicodeScalars)
        var beforeLast = [Int](repeating: 0, count: second.count + 1)
        var last = Array(0...second.count)
        for row in first.indices {
            var current = [row + 1] + [Int](repeating: 0, count: second.count)
            for column in second.indices {
                let substitution = last[column] + (first[row] == second[column] ? 0 : 1)
                current[column + 1] = min(last[column + 1] + 1, current[column] + 1, substitution)
                let swapped =
                    row > 0 && column > 0 && first[row] == second[column - 1] && first[row - 1] == second[column]
                if swapped { current[column + 1] = min(current[column + 1], beforeLast[column - 1] + 1) }
            }
            (beforeLast, last) = (last, current)
        }
        return last[second.count]
    }
}
