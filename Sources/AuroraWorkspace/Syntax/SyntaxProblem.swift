internal import AuroraCore
internal import CYaml

/// What libyaml did not understand, put into plain words.
struct SyntaxProblem {
    private let problem: String
    private let mark: Mark
    private let contextMark: Mark

    /// Reads the error out of a parser that has just failed.
    init(_ parser: yaml_parser_t) {
        problem = parser.problem.map { String(cString: $0) } ?? "the parser ran out of memory"
        mark = Mark(parser.problem_mark)
        contextMark = parser.context == nil ? Mark(parser.problem_mark) : Mark(parser.context_mark)
    }

    func diagnostic(in source: SourceText) -> Diagnostic {
        if let conflict = mergeConflict(in: source) { return conflict }
        if let tab = tabIndentation(in: source) { return tab }
        if let variable = unquotedVariable(in: source) { return variable }
        let (words, hint, mark) =
            problem == "mapping values are not allowed in this context"
            ? misplacedColon(in: source) : explanation(character: character(in: source))
        return Diagnostic(words, at: source.span(clamped(mark, in: source)), hint: hint)
    }

    private func explanation(character: Unicode.Scalar?) -> (words: String, hint: String, mark: Mark) {
        switch problem {
        case "found character that cannot start any token":
            (
                character.map {
                    $0 == "`" ? "a value cannot begin with a backtick" : "a value cannot begin with `\($0)`"
                }
                    ?? "a value is expected here",
                "put the value in quotes", mark
            )
        case "could not find expected ':'":
            ("there is no `:` after this key", "write `key: value`", contextMark)
        case "did not find expected key":
            (
                "a key is expected here",
                "write `key: value`, beginning in the same column as the keys above",
                mark
            )
        case "did not find expected '-' indicator":
            ("a `-` is expected here", "begin the line in the column of the list's other items", mark)
        case "block sequence entries are not allowed in this context":
            ("a list cannot begin here", "begin it on a line of its own", mark)
        case "mapping keys are not allowed in this context":
            ("a `?` cannot stand here", "put text that begins with `?` in quotes", mark)
        case "did not find expected ',' or ']'":
            ("the list that begins here is not closed", "put `,` between its items and `]` at its end", contextMark)
        case "did not find expected ',' or '}'":
            (
                "the mapping that begins here is not closed", "separate its keys with `,` and end it with `}`",
                contextMark
            )
        case "found unexpected end of stream", "found unexpected document indicator":
            ("the quote that begins here is not closed", "close it with the same quotation mark", contextMark)
        case "found unknown escape character", "did not find expected hexdecimal number",
            "found invalid Unicode character escape code":
            ("an escape that does not exist", "write `\\\\` for a backslash, or use single quotes", mark)
        case "did not find expected <document start>":
            ("this line begins left of the first", "begin every key of the file in the same column", mark)
        case "did not find expected node content":
            ("a value is expected here", "write one, or put it in quotes if it is meant as text", mark)
        case "found undefined tag handle", "did not find expected tag URI", "did not find expected '!'":
            ("YAML tags are not used in workspaces", "put text that begins with `!` in quotes", contextMark)
        case "did not find expected alphabetic or numeric character":
            ("a value cannot begin with `&` or `*`", "put the value in quotes", contextMark)
        case "did not find expected comment or line break", "found an indentation indicator equal to 0":
            ("nothing may follow `|` or `>` on its line", "begin the text on the next line, indented", mark)
        case "found incompatible YAML document", "found duplicate %YAML directive", "found unknown directive name":
            ("lines that begin with `%` are not used in workspaces", "remove it", contextMark)
        case let words where words.hasPrefix("Maximum nesting level"):
            (SyntaxBuilder.nestingProblem, SyntaxBuilder.nestingHint, mark)
        default:
            ("this is not YAML: \(problem)", "put the value in quotes if it is meant as text", mark)
        }
    }

    /// A colon where no key can be: behind another on its line, or below a line that was meant as a key and is not one,
    /// or in a line that is indented too far.
    private func misplacedColon(in source: SourceText) -> (words: String, hint: String, mark: Mark) {
        let before = source.line(mark.line)?.unicodeScalars.prefix(mark.column - 1) ?? "".unicodeScalars[...]
        let above = (1..<max(mark.line, 1)).last { number in
            source.line(number).map { !$0.allSatisfy { $0 == " " } } ?? true
        }
        guard let above, let line = source.line(above), !String(before).contains(": ") else {
            return ("a second `: ` on one line", "put the text in quotes, or start a new line for the second key", mark)
        }
        if !line.contains(":") {
            let column = line.prefix { $0 == " " }.count + 1
            return ("there is no `:` in this line", "write `key: value`", Mark(line: above, column: column))
        }
        let column = before.prefix { $0 == " " }.count + 1
        return (
            "this line is indented further than its key belongs", "begin it in the same column as the keys above",
            Mark(line: mark.line, column: column)
        )
    }

    /// Tabs before the first character of the line at fault, or of the line in which what is at fault began.
    private func tabIndentation(in source: SourceText) -> Diagnostic? {
        for number in [mark.line, contextMark.line] {
            guard let line = source.line(number) else { continue }
            let indentation = line.unicodeScalars.prefix { $0 == " " || $0 == "\t" }
            guard let tab = indentation.firstIndex(of: "\t") else { continue }
            let column = indentation.distance(from: indentation.startIndex, to: tab) + 1
            return Diagnostic(
                "a tab indents this line", at: source.span(Mark(line: number, column: column)),
                hint: "indent with spaces: YAML does not know how wide a tab is")
        }
        return nil
    }

    /// Within `{ }` and `[ ]`, the brace of a variable begins a mapping unless the text is in quotes.
    private func unquotedVariable(in source: SourceText) -> Diagnostic? {
        guard problem.hasPrefix("did not find expected ','") || problem == "did not find expected key",
            let line = source.line(mark.line)
        else { return nil }
        let scalars = Array(line.unicodeScalars)
        let dollars = scalars.indices.dropLast().filter { scalars[$0] == "$" && scalars[$0 + 1] == "{" }
        guard let start = dollars.last(where: { $0 < mark.column }) ?? dollars.first else { return nil }
        let end = scalars[start...].firstIndex(of: "}") ?? start + 1
        return Diagnostic(
            "a variable within `{ }` or `[ ]` must be in quotes",
            at: source.span(Mark(line: mark.line, column: start + 1), length: end - start + 1),
            hint: "put the whole text in quotes, as in `{file: \"${name}.txt\"}`")
    }

    private func mergeConflict(in source: SourceText) -> Diagnostic? {
        let marker = Array("<<<<<<< ".utf8)
        for number in 1...source.lineCount where source.hasLine(number, beginningWith: marker) {
            return Diagnostic(
                "a merge conflict is not resolved", at: source.span(Mark(line: number, column: 1), length: 7),
                hint: "choose one side and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`")
        }
        return nil
    }

    private func character(in source: SourceText) -> Unicode.Scalar? {
        source.line(mark.line)?.unicodeScalars.dropFirst(mark.column - 1).first
    }

    /// libyaml puts what is missing at the end on the line after the last; there is more to see on the last.
    private func clamped(_ mark: Mark, in source: SourceText) -> Mark {
        let isBehindText =
            mark.line > source.lineCount || (mark.line == source.lineCount && source.line(mark.line) == "")
        guard isBehindText, let last = (1...source.lineCount).last(where: { source.line($0) != "" }) else {
            return mark
        }
        return Mark(line: last, column: (source.line(last)?.unicodeScalars.count ?? 0) + 1)
    }
}
