internal import AuroraCore
internal import AuroraFiles

/// Reads typed values out of the syntax of one file and collects what is wrong with them. Every method that returns
/// `nil` has reported why.
struct FieldReader {
    let source: SourceText
    private(set) var diagnostics: [Diagnostic] = []

    init(_ source: SourceText) { self.source = source }

    mutating func report(_ problem: String, at node: SyntaxNode, notes: [String] = [], hint: String?) {
        report(problem, at: source.span(of: node), notes: notes, hint: hint)
    }

    mutating func report(_ problem: String, at span: SourceSpan, notes: [String] = [], hint: String?) {
        guard diagnostics.count < Problems.maximumPerFile else { return }
        diagnostics.append(Diagnostic(problem, at: span, notes: notes, hint: hint))
    }

    /// The keys of a mapping. A key without a value is reported and left out.
    mutating func entries(_ node: SyntaxNode, of name: String, example: String) -> [SyntaxNode.Entry]? {
        guard case .mapping(let entries) = node.content else {
            report(
                "\(Words.quoted(name)) must be a mapping, not \(node.kindName)", at: node,
                hint: "write it as in `\(example)`")
            return nil
        }
        return entries
    }

    /// A scalar as it is written, not empty and without control characters.
    mutating func text(_ node: SyntaxNode, of name: String, placeholder: String = "TEXT") -> String? {
        guard case .scalar(let text, _) = node.content, !node.isNull else {
            let hint =
                node.isNull ? "write one behind the `:`, or remove the key" : "write it as `\(name): \(placeholder)`"
            let problem = node.isNull ? "has no value" : "must be text, not \(node.kindName)"
            report("\(Words.quoted(name)) \(problem)", at: node, hint: hint)
            return nil
        }
        let forbidden = text.unicodeScalars.first { TextProblem.forbiddenName($0) != nil }
        if let forbidden, let what = TextProblem.forbiddenName(forbidden) {
            let code = String(forbidden.value, radix: 16, uppercase: true)
            report("\(Words.quoted(name)) has \(what) (U+\(code)) in it", at: node, hint: "remove the escape")
            return nil
        }
        return text
    }

    /// A scalar of one line that is not empty.
    mutating func line(_ node: SyntaxNode, of name: String, placeholder: String = "TEXT") -> String? {
        guard let text = text(node, of: name, placeholder: placeholder) else { return nil }
        // YAML joins lines that follow a value without quotes, which is hardly ever meant.
        let isJoined = node.start.line != node.end.line && node.isPlain
        guard !text.isEmpty, !isJoined, !text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
            let problem = text.isEmpty ? "is empty" : "goes on in the next line"
            report("\(Words.quoted(name)) \(problem)", at: node, hint: "write `\(name): \(placeholder)` on one line")
            return nil
        }
        return text
    }

    /// One of the words of an enumeration.
    mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ node: SyntaxNode, of name: String, as type: Choice.Type
    ) -> Choice? {
        guard let text = text(node, of: name) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let refusal = Words.refusal(text, of: name, among: Choice.allCases.map(\.rawValue))
        report(refusal.problem, at: node, hint: refusal.hint)
        return nil
    }

    mutating func wholeNumber(_ node: SyntaxNode, of name: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = plainNumber(node, of: name) else { return nil }
        switch NumberText.wholeNumber(text, of: name, in: range) {
        case .success(let number): return number
        case .failure(let refusal):
            report(refusal.problem, at: node, hint: refusal.hint)
            return nil
        }
    }

    /// The text of a scalar that is meant as a number, so not in quotes.
    mutating func plainNumber(_ node: SyntaxNode, of name: String) -> String? {
        guard case .scalar(let text, let style) = node.content, !node.isNull else {
            report(
                "\(Words.quoted(name)) must be a number, not \(node.kindName)", at: node,
                hint: "write one number behind the `:`")
            return nil
        }
        guard style == .plain || style == .filled else {
            report("\(Words.quoted(name)) must be a number, not text", at: node, hint: "remove the quotes")
            return nil
        }
        return text
    }

    /// A path in the workspace, relative to the file that states it; the result is relative to the workspace.
    mutating func path(_ node: SyntaxNode, of name: String) -> String? {
        guard let text = line(node, of: name, placeholder: "FILE") else { return nil }
        guard !text.hasPrefix("/"), !text.hasPrefix("~/") else {
            report(
                "\(Words.quoted(name)) must be a path inside the workspace, not the absolute path \(Words.quoted(text))",
                at: node, hint: "copy the file into the workspace and name it relative to \(source.file)")
            return nil
        }
        if let filling = node.filling, filling.climbs {
            report(
                "\(Words.quoted(filling.text)) has `..` in it, which a variable's value in a path must not have",
                at: node, hint: "write the `..` in the template, before the variable")
            return nil
        }
        let folder = Paths.parent(source.file) ?? "."
        guard let path = Paths.normalized(relative: Paths.join(folder, text)), !path.isEmpty else {
            report(
                "\(Words.quoted(text)) leads out of the workspace", at: node,
                hint: "copy the file into the workspace and name it relative to \(source.file)")
            return nil
        }
        return path
    }

    /// Reports a key that nobody asked for. `owner` is where it stands: `a scene`.
    mutating func unknownKey(_ entry: SyntaxNode.Entry, in owner: String, known: [String], hint: String? = nil) {
        // Guessing takes its time, which a file with thousands of wrong keys does not deserve.
        guard diagnostics.count < Problems.maximumPerFile else { return }
        let nearest = Wording.nearest(to: String(entry.name.prefix(40)), among: known)
        let hint =
            hint ?? nearest.map { "did you mean `\($0)`?" } ?? "remove it; \(Wording.there(known.sorted()))"
        report("\(owner) has no key \(Words.quoted(entry.name))", at: entry.key, hint: hint)
    }
}
