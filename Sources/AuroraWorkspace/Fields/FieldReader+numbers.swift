internal import AuroraCore

/// Numbers with decimals.
extension FieldReader {
    /// A number in units of 10 to the power of -`decimals`, so exact.
    mutating func number(_ node: SyntaxNode, of name: String, decimals: Int, in range: ClosedRange<Int>) -> Int? {
        guard let text = plainNumber(node, of: name) else { return nil }
        let isNegative = text.hasPrefix("-")
        let digits = NumberText.decimal(isNegative ? String(text.dropFirst()) : text, decimals: decimals)
        let number = digits.map { Int(isNegative ? -$0 : $0) }
        if let number, range.contains(number) { return number }
        let least = Self.written(range.lowerBound, decimals)
        let most = Self.written(range.upperBound, decimals)
        report(
            "\(Words.quoted(name)) must be a number from \(least) to \(most)"
                + (decimals > 0 ? " in steps of \(Self.written(1, decimals))" : "") + ", not \(Words.quoted(text))",
            at: node, hint: Self.hint(number, of: name, in: range, decimals))
        return nil
    }

    private static func hint(_ number: Int?, of name: String, in range: ClosedRange<Int>, _ decimals: Int) -> String {
        guard let number else { return "write it as in `\(name): \(written(range.upperBound, decimals))`" }
        let nearest = number < range.lowerBound ? range.lowerBound : range.upperBound
        return "the nearest allowed value is `\(written(nearest, decimals))`"
    }

    /// `1500` with three decimals is `1.5`.
    private static func written(_ number: Int, _ decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 }
        let (whole, fraction) = abs(number).quotientAndRemainder(dividingBy: scale)
        guard fraction > 0 else { return "\(number < 0 ? "-" : "")\(whole)" }
        var digits = String(CivilDate.padded(Int64(fraction), decimals))
        while digits.last == "0" { digits.removeLast() }
        return "\(number < 0 ? "-" : "")\(whole).\(digits)"
    }
}
