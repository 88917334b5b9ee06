internal import AuroraCore

/// Numbers as people write them: decimal digits, nothing octal, no exponents, no rounding on the way.
enum NumberText {
    static func wholeNumber(_ text: String, of name: String, in range: ClosedRange<Int>) -> Result<Int, Refusal> {
        let expected = "\(Words.quoted(name)) must be a whole number from \(range.lowerBound) to \(range.upperBound)"
        let problem = "\(expected), not \(Words.quoted(text))"
        guard let digits = digits(text) else {
            return .failure(Refusal(problem: problem, hint: "write digits alone, as in `\(name): \(range.upperBound)`"))
        }
        // Too many digits for an `Int` are out of every range.
        let number = Int(digits.text).map { digits.isNegative ? -$0 : $0 }
        guard let number, range.contains(number) else {
            let nearest = digits.isNegative || (number ?? .max) < range.lowerBound ? range.lowerBound : range.upperBound
            return .failure(Refusal(problem: problem, hint: "the nearest allowed value is `\(nearest)`"))
        }
        return .success(number)
    }

    /// Any unsigned number of 64 bits.
    static func seed(_ text: String) -> Result<UInt64, Refusal> {
        if let digits = digits(text), !digits.isNegative, let number = UInt64(digits.text) { return .success(number) }
        return .failure(
            Refusal(
                problem: "`seed` must be a whole number from 0 to \(UInt64.max), not \(Words.quoted(text))",
                hint: "write digits alone, as in `seed: 7`"))
    }

    /// A decimal number that is not negative, in units of 10 to the power of -`decimals`; `nil` if it is not written as
    /// one, has more decimals (zeros apart) or is absurdly large.
    static func decimal(_ text: String, decimals: Int) -> Int64? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let whole = parts[0]
        let fraction = parts.count > 1 ? Array(parts[1]) : []
        let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        guard whole.count + fraction.count > 0, whole.count <= 10, whole.allSatisfy(isDigit),
            fraction.allSatisfy(isDigit), fraction.dropFirst(decimals).allSatisfy({ $0 == UInt8(ascii: "0") })
        else { return nil }
        let padding = [UInt8](repeating: UInt8(ascii: "0"), count: max(0, decimals - fraction.count))
        let digits = Array(whole) + fraction.prefix(decimals) + padding
        return digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    /// The digits of a whole number without superfluous zeros, which some readers of YAML take for octal.
    private static func digits(_ text: String) -> (text: Substring, isNegative: Bool)? {
        let isNegative = text.hasPrefix("-")
        let digits = isNegative ? text.dropFirst() : text[...]
        let isNumber = !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isNumber, digits == "0" || !digits.hasPrefix("0") else { return nil }
        return (digits, isNegative)
    }
}
