import AuroraCore

/// Texts as Markdown, as code hosts show it in pull requests. Whatever a text says, it stays that text: no markup, no link, no
/// picture, and nobody is called by name.
enum Markdown {
    /// A text of somebody's, on one line and at most so many characters long.
    static func text(_ text: String, limit: Int = 300) -> String {
        let sanitized = PrintableText.sanitized(text)
        let cut = sanitized.count > limit ? sanitized.prefix(limit) + "…" : sanitized[...]
        var result = ""
        var scalars = cut.unicodeScalars[...]
        // The last three, to know a host by.
        var before: [Unicode.Scalar] = []
        while let scalar = scalars.popFirst() {
            let isPlain =
                !scalar.isASCII || scalar == " " || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            // A character that is spelled by its number is never part of markup (CommonMark 0.31, section 2.5).
            result += isPlain ? String(scalar) : "&#\(scalar.value);"
            // Mentions, references and addresses are looked for in the finished text: they must not be whole there.
            let isWhole =
                ["@", "#"].contains(scalar) || (scalar == ":" && scalars.first == "/")
                || (scalar == "." && isWeb(before))
            if isWhole, let next = scalars.first, next != " " { result += "\u{200B}" }
            before = Array(before.suffix(2)) + [scalar]
        }
        return result
    }

    /// A text of our own: but for sums of money, which some code hosts take for formulas.
    static func own(_ text: String) -> String { text.replacing("$", with: "&#36;") }

    /// Words with marks.
    static func text(_ marked: MarkedText) -> String {
        marked.parts.map { part in
            let text = text(part.text)
            return switch part.mark {
            case .plain: text
            case .path: "<code>\(text)</code>"
            case .removed: "<del>\(text)</del>"
            case .added: "<ins>\(text)</ins>"
            }
        }.joined()
    }

    private static func isWeb(_ scalars: [Unicode.Scalar]) -> Bool {
        scalars.count == 3 && scalars.allSatisfy { $0 == "w" || $0 == "W" }
    }

    /// The value of an attribute, with its quotes.
    static func attribute(_ value: String) -> String {
        let escaped = PrintableText.sanitized(value).unicodeScalars.map { scalar in
            ["&", "<", ">", "\"", "'", "|", "`", "\\"].contains(scalar) ? "&#\(scalar.value);" : String(scalar)
        }
        return "\"\(escaped.joined())\""
    }
}
