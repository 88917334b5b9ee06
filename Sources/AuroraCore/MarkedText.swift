/// Words of a line with what they are in it, so that a difference is worded once and shown in many ways: struck out and
/// coloured on a terminal, as markup on a page.
package struct MarkedText: Hashable, Sendable {
    package enum Mark: String, Hashable, Sendable, Encodable { case plain, path, removed, added }

    /// One run of words. The text is as somebody wrote it: whoever shows it makes it harmless.
    package struct Part: Hashable, Sendable, Encodable {
        package let mark: Mark
        package let text: String

        package init(_ mark: Mark, _ text: String) {
            self.mark = mark
            self.text = text
        }
    }

    package private(set) var parts: [Part]

    package init(_ parts: [Part]) { self.parts = parts }

    package init(_ text: String) { parts = [Part(.plain, text)] }

    package static func + (left: MarkedText, right: MarkedText) -> MarkedText {
        MarkedText(left.parts + right.parts)
    }

    package static func + (left: String, right: MarkedText) -> MarkedText { MarkedText(left) + right }

    package static func + (left: MarkedText, right: String) -> MarkedText { left + MarkedText(right) }
}

extension MarkedText: Encodable {
    package func encode(to encoder: any Encoder) throws { try parts.encode(to: encoder) }
}
