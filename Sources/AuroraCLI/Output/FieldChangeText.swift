import AuroraCore

/// How a field of a key changed, for people.
struct FieldChangeText {
    let style: Style

    /// A word diff with a few words of context around each change.
    func words(from old: String, to new: String) -> String {
        let parts = WordDiff.parts(from: old, to: new)
        if parts.allSatisfy({ if case .kept = $0 { true } else { false } }) { return "other white space" }
        return parts.enumerated().map { index, part in
            switch part {
            case .removed(let text): style.removed(PrintableText.sanitized(text))
            case .added(let text): style.added(PrintableText.sanitized(text))
            case .kept(let text):
                context(PrintableText.sanitized(text), isFirst: index == 0, isLast: index == parts.count - 1)
            }
        }.joined(separator: " ")
    }

    /// `[-80-] → {+90+}`
    func value(from old: String?, to new: String?) -> String {
        "\(style.removed(shown(old))) → \(style.added(shown(new)))"
    }

    private func shown(_ value: String?) -> String { value.map { PrintableText.sanitized($0) } ?? "none" }

    private func context(_ text: String, isFirst: Bool, isLast: Bool) -> String {
        let words = text.split(separator: " ")
        let reach = 4
        if isFirst, words.count > reach { return "… " + words.suffix(reach).joined(separator: " ") }
        if isLast, words.count > reach { return words.prefix(reach).joined(separator: " ") + " …" }
        guard words.count > 2 * reach else { return text }
        return words.prefix(reach).joined(separator: " ") + " … " + words.suffix(reach).joined(separator: " ")
    }
}
