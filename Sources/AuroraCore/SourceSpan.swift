/// A stretch of one line of a text file, with the line itself, so that showing it needs no second look at the file.
package struct SourceSpan: Hashable, Sendable {
    /// Path of the file as the user would type it: relative to the workspace.
    package let file: String
    /// 1-based.
    package let line: Int
    /// 1-based, in Unicode scalars.
    package let column: Int
    /// How many scalars the offending text has on this line; at least 1.
    package let length: Int
    /// The whole line without its line ending; `nil` where there is none to show (a binary or an empty file).
    package let text: String?

    package init(file: String, line: Int, column: Int, length: Int = 1, text: String?) {
        self.file = file
        self.line = max(line, 1)
        self.column = max(column, 1)
        self.length = max(length, 1)
        self.text = text
    }

    /// `scenes/intro.yaml:12:10`
    package var location: String { "\(file):\(line):\(column)" }
}

extension SourceSpan: Comparable {
    package static func < (left: SourceSpan, right: SourceSpan) -> Bool {
        (left.file, left.line, left.column) < (right.file, right.line, right.column)
    }
}
