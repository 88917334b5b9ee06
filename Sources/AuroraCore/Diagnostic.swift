/// Something wrong that a person can put right: a problem, where it is, and one thing to do.
package struct Diagnostic: Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable, Codable { case error, warning }

    package let severity: Severity
    /// The problem in the user's words, offending values in backticks, lower case, no final stop.
    package let problem: String
    /// Where it is, if it is in a file.
    package let span: SourceSpan?
    /// Facts that help to understand it, such as where the other of two definitions is.
    package let notes: [String]
    /// One thing to do.
    package let hint: String?

    package init(
        _ problem: String, at span: SourceSpan? = nil, notes: [String] = [], hint: String? = nil,
        severity: Severity = .error
    ) {
        self.severity = severity
        self.problem = problem
        self.span = span
        self.notes = notes
        self.hint = hint
    }
}

/// An error that knows how to be told to a person.
package protocol DiagnosticConvertible: Error {
    var diagnostics: [Diagnostic] { get }
}

/// What is asked for needs the user's consent first, which is not there. Nothing was done.
package struct ApprovalError: DiagnosticConvertible {
    package let diagnostics: [Diagnostic]

    package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}

/// Several diagnostics thrown at once.
package struct DiagnosticsError: DiagnosticConvertible {
    package let diagnostics: [Diagnostic]

    package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
