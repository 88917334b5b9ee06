import AuroraCore
import AuroraSession

/// What is said of money before it is spent.
struct SpendingText {
    let style: Style

    /// Asks whether to spend it.
    func question(_ plan: SpendingPlan) -> String {
        let new = plan.items.compactMap { item -> (String, Cost)? in
            guard case .new(let estimate, _) = item.standing else { return nil }
            return (item.name, estimate)
        }
        var text = new.prefix(Self.mostLines).map { name, estimate in
            "  \(style.strong(PrintableText.sanitized(name)))  \(estimate)\n"
        }.joined()
        if new.count > Self.mostLines { text += "  … and \(new.count - Self.mostLines) more\n" }
        if plan.unknownCount > 0 {
            text += "  \(Wording.count(plan.unknownCount, "price")) not known before the sound is made\n"
        }
        return text + "This costs \(style.strong(plan.price)). Pay it? [y/N] "
    }

    private static let mostLines = 12
}
