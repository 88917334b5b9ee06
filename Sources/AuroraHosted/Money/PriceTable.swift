package import AuroraCore

/// What a model costs, and where that is known from.
package struct Price: Hashable, Sendable {
    /// The model, as tasks name it.
    package let model: String
    /// For each second of sound that was begun.
    package let perSecond: Cost
    /// The day from which on it holds, as `2025-09-10`.
    package let since: String
    /// Where it is stated, for people.
    package let source: String

    package init(model: String, perSecond: Cost, since: String, source: String) {
        self.model = model
        self.perSecond = perSecond
        self.since = since
        self.source = source
    }
}

/// What hosted models cost: dated data, which the user's own configuration can override, and which every real cost is held to.
package struct PriceTable: Hashable, Sendable {
    private var prices: [String: Price]

    /// The published prices, with those in the place of them that the user states.
    package init(overriding stated: [Price] = []) {
        prices = [:]
        for price in Self.published + stated { prices[price.model] = price }
    }

    package subscript(model: String) -> Price? { prices[model] }

    private static let published = [
        Price(
            model: "creatify:aurora@fast", perSecond: Cost(microDollars: 70_000), since: "2025-09-10",
            source: "published price of Aurora v1 Fast"),
        Price(
            model: "creatify:aurora@0", perSecond: Cost(microDollars: 140_000), since: "2025-09-10",
            source: "published price of Aurora v1"),
    ]
}

extension Price {
    /// What a sound of this length costs: seconds count from their beginning.
    package func estimate(milliseconds: Int) -> Cost { cost(ofSeconds: (milliseconds + 999) / 1000) }

    /// What is put aside for it: the service may measure the sound a little longer, so what ends within a tenth of a second
    /// of the next one may cost that too. Never less than the estimate.
    package func reservation(milliseconds: Int) -> Cost { cost(ofSeconds: (milliseconds + 100 + 999) / 1000) }

    private func cost(ofSeconds seconds: Int) -> Cost {
        Cost(microDollars: perSecond.microDollars * Int64(max(seconds, 1)))
    }
}
