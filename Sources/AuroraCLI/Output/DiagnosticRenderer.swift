package import AuroraCore

/// Turns diagnostics into the text that a person reads. The only place where an error becomes words on a screen.
package struct DiagnosticRenderer: Sendable {
    package enum Colours: Hashable, Sendable { case none, ansi }

    private let colours: Colours

    package init(colours: Colours) { self.colours = colours }

    /// Every diagnostic, an empty line between two, and how many there are if there are several. Ends with a line feed
    /// unless there are none.
    package func render(_ diagnostics: [Diagnostic]) -> String {
        if diagnostics.count < 2 { return diagnostics.map(render).joined() }
        return (diagnostics.map(render) + [summary(diagnostics)]).joined(separator: "\n")
    }

    /// One diagnostic, each of its lines with a line feed.
    package func render(_ diagnostic: Diagnostic) -> String {
        var lines = [heading(diagnostic)]
        if let span = diagnostic.span {
            let number = String(span.line)
            let margin = String(repeating: " ", count: number.count)
            lines.append("\(margin)\(paint("-->", .faint)) \(PrintableText.sanitized(span.location))")
            if let text = span.text {
                let excerpt = SourceExcerpt(text, column: span.column, length: span.length)
                let caret = paint(excerpt.carets, diagnostic.severity == .error ? .error : .warning)
                lines.append("\(margin) \(paint("|", .faint))")
                lines.append("\(paint("\(number) |", .faint)) \(excerpt.line)")
                lines.append("\(margin) \(paint("|", .faint)) \(excerpt.indentation)\(caret)")
            }
        }
        for note in diagnostic.notes { lines.append("\(paint("note:", .strong)) \(PrintableText.sanitized(note))") }
        if let hint = diagnostic.hint { lines.append("\(paint("hint:", .hint)) \(PrintableText.sanitized(hint))") }
        return lines.map { $0 + "\n" }.joined()
    }

    /// `3 errors`, `1 error and 2 warnings`.
    private func summary(_ diagnostics: [Diagnostic]) -> String {
        let errors = diagnostics.count { $0.severity == .error }
        let warnings = diagnostics.count - errors
        let parts = [errors, warnings].indices.compactMap { index in
            let number = index == 0 ? errors : warnings
            return number == 0 ? nil : Wording.count(number, index == 0 ? "error" : "warning")
        }
        return Wording.list(parts) + "\n"
    }

    private func heading(_ diagnostic: Diagnostic) -> String {
        let word =
            switch diagnostic.severity {
            case .error: paint("error:", .error)
            case .warning: paint("warning:", .warning)
            }
        return "\(word) \(paint(PrintableText.sanitized(diagnostic.problem), .strong))"
    }

    private enum Paint: String {
        case error = "1;31"
        case warning = "33"
        case hint = "36"
        case strong = "1"
        case faint = "2"
    }

    private func paint(_ text: String, _ paint: Paint) -> String {
        colours == .none ? text : "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m"
    }
}
