/// An amount of money: whole millionths of a US dollar, so that sums are exact.
package struct Cost: Hashable, Sendable, Codable, Comparable, AdditiveArithmetic {
    package let microDollars: Int64

    package init(microDollars: Int64) { self.microDollars = microDollars }

    package static let zero = Cost(microDollars: 0)

    package init(from decoder: any Decoder) throws {
        microDollars = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(microDollars)
    }

    package static func < (left: Cost, right: Cost) -> Bool { left.microDollars < right.microDollars }

    package static func + (left: Cost, right: Cost) -> Cost {
        Cost(microDollars: left.microDollars + right.microDollars)
    }

    package static func - (left: Cost, right: Cost) -> Cost {
        Cost(microDollars: left.microDollars - right.microDollars)
    }
}

extension Cost: CustomStringConvertible {
    /// `$2.94`: two decimals, more only where the amount has them.
    package var description: String {
        let sign = microDollars < 0 ? "-" : ""
        let magnitude = microDollars.magnitude
        let digits = String(magnitude % 1_000_000)
        var decimals = String(repeating: "0", count: 6 - digits.count) + digits
        while decimals.count > 2, decimals.hasSuffix("0") { decimals.removeLast() }
        return "\(sign)$\(magnitude / 1_000_000).\(decimals)"
    }
}
