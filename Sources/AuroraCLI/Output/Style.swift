import AuroraCore

/// How parts of a line look. Meaning is never by colour alone.
struct Style: Sendable {
    let isColoured: Bool

    func good(_ text: String) -> String { wrap(text, "32") }
    func bad(_ text: String) -> String { wrap(text, "1;31") }
    func warning(_ text: String) -> String { wrap(text, "33") }
    func hint(_ text: String) -> String { wrap(text, "36") }
    func path(_ text: String) -> String { wrap(text, "36") }
    func strong(_ text: String) -> String { wrap(text, "1") }
    func faint(_ text: String) -> String { wrap(text, "2") }
    /// A command to type.
    func command(_ text: String) -> String { isColoured ? wrap(text, "1") : "`\(text)`" }
    func removed(_ text: String) -> String { isColoured ? wrap(text, "31;9") : "[-\(text)-]" }
    func added(_ text: String) -> String { isColoured ? wrap(text, "32") : "{+\(text)+}" }

    /// Words with marks, harmless on a terminal.
    func text(_ marked: MarkedText) -> String {
        marked.parts.map { part in
            let text = PrintableText.sanitized(part.text)
            return switch part.mark {
            case .plain: text
            case .path: path(text)
            case .removed: removed(text)
            case .added: added(text)
            }
        }.joined()
    }

    /// How problems look.
    var diagnostics: DiagnosticRenderer { DiagnosticRenderer(colours: isColoured ? .ansi : .none) }

    private func wrap(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
