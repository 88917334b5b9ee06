package import AuroraCore

extension Cost {
    /// US dollars as people write them: `2.50`. Nil for anything else, and for what has more than six decimals.
    package init?(dollars text: String) {
        guard let amount = NumberText.decimal(text, decimals: 6) else { return nil }
        self.init(microDollars: amount)
    }
}
