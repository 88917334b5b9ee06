package import AuroraBuild
package import AuroraCore

extension FieldChange {
    /// How the field changed: texts by their words, anything else as a whole.
    package var words: MarkedText {
        Self.texts.contains(name) ? Self.words(from: old ?? "", to: new ?? "") : Self.value(from: old, to: new)
    }

    /// Fields that people write sentences in.
    private static let texts: Set = ["prompt", "transcript", "text"]

    /// A word diff with a few words of context around each change.
    private static func words(from old: String, to new: String) -> MarkedText {
        let parts = WordDiff.parts(from: old, to: new)
        if parts.allSatisfy({ if case .kept = $0 { true } else { false } }) { return MarkedText("other white space") }
        let marked = parts.enumerated().map { index, part in
            switch part {
            case .removed(let text): MarkedText.Part(.removed, text)
            case .added(let text): MarkedText.Part(.added, text)
            case .kept(let text):
                MarkedText.Part(.plain, context(text, isFirst: index == 0, isLast: index == parts.count - 1))
            }
        }
        let space = [MarkedText.Part(.plain, " ")]
        return MarkedText(Array(marked.map { [$0] }.joined(separator: space)))
    }

    /// `80 → 90`
    private static func value(from old: String?, to new: String?) -> MarkedText {
        MarkedText([.init(.removed, old ?? "none"), .init(.plain, " → "), .init(.added, new ?? "none")])
    }

    private static func context(_ text: String, isFirst: Bool, isLast: Bool) -> String {
        let words = text.split(separator: " ")
        let reach = 4
        if isFirst, words.count > reach { return "… " + words.suffix(reach).joined(separator: " ") }
        if isLast, words.count > reach { return words.prefix(reach).joined(separator: " ") + " …" }
        guard words.count > 2 * reach else { return text }
        return words.prefix(reach).joined(separator: " ") + " … " + words.suffix(reach).joined(separator: " ")
    }
}
