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
        let shown = new.prefix(Self.mostLines).map { (PrintableText.sanitized($0), "\($1)") }
        let width = shown.map { DisplayWidth.of($0.0) }.max() ?? 0
        var text = shown.map { name, estimate in
            "  \(style.strong(name))\(String(repeating: " ", count: width - DisplayWidth.of(name)))  \(estimate)\n"
        }.joined()
        if new.count > Self.mostLines { text += "  … and \(new.count - Self.mostLines) more\n" }
        if plan.unknownCount > 0 {
            text += "  \(Wording.count(plan.unknownCount, "price")) not known before the sound is made\n"
        }
        return text + "This costs \(style.strong(plan.price)). Pay it? [y/N] "
    }

    private static let mostLines = 12
}
