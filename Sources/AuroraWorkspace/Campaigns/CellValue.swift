internal import AuroraCore

/// What a variable stands for in one cell of a campaign, and where that is stated.
struct CellValue: Hashable, Sendable {
    let text: String
    let span: SourceSpan
}

/// How a scalar of a template got its text.
final class Filling: Sendable {
    /// The value that was filled in; the first, if there are several. This is where mistakes are shown.
    let span: SourceSpan
    /// That value.
    let text: String
    /// Whether one of the values has `..` as a part of a path.
    let climbs: Bool
    /// The scalar with its variables, in the template.
    let template: TemplateScalar?

    init(span: SourceSpan, text: String, climbs: Bool, template: TemplateScalar?) {
        self.span = span
        self.text = text
        self.climbs = climbs
        self.template = template
    }

    /// Whether a value could lead a path somewhere else than the template says.
    static func climbs(_ text: String) -> Bool {
        text.utf8.contains(UInt8(ascii: ".")) && text.split(separator: "/").contains("..")
    }
}

/// A scalar of a template with variables in it.
final class TemplateScalar: Sendable {
    let text: VariableText
    /// Where it stands.
    let span: SourceSpan
    /// As it is written, for messages.
    let written: String

    init(text: VariableText, span: SourceSpan, written: String) {
        self.text = text
        self.span = span
        self.written = written
    }
}
