internal import AuroraCore

/// The fields of a scene file, or of a part of a campaign, with variables in them.
struct SceneTemplate: Sendable {
    let source: SourceText
    private var parts: [MappingPart]
    /// Every variable and where it is used, each as often as it is.
    private(set) var variables: [Use] = []

    /// A variable in its place.
    struct Use: Sendable {
        let name: String
        let span: SourceSpan
    }

    /// A piece of YAML, of which only what has variables is made anew for each cell.
    private indirect enum Part: Sendable {
        case constant(SyntaxNode)
        case scalar(TemplateScalar, SyntaxNode)
        case sequence([Part], SyntaxNode)
        case mapping([MappingPart], SyntaxNode)

        var isConstant: Bool {
            if case .constant = self { return true }
            return false
        }
    }

    private struct MappingPart: Sendable {
        let key: SyntaxNode
        let name: String
        let value: Part
    }

    /// Takes the scalars apart. What is wrong with their variables is reported.
    init(_ entries: [SyntaxNode.Entry], in source: SourceText, reporting problems: inout Problems) {
        self.source = source
        var compiler = Compiler(source: source, problems: problems)
        parts = compiler.parts(entries)
        variables = compiler.uses
        problems = compiler.problems
    }

    /// Whether a file can have variables at all.
    static func isNeeded(for source: SourceText) -> Bool {
        let bytes = source.bytes
        var dollar = bytes.firstIndex(of: UInt8(ascii: "$"))
        while let found = dollar {
            if found + 1 < bytes.count, bytes[found + 1] == UInt8(ascii: "{") { return true }
            dollar = bytes[(found + 1)...].firstIndex(of: UInt8(ascii: "$"))
        }
        return false
    }

    /// The same without one of its fields.
    func without(_ key: String) -> SceneTemplate {
        var result = self
        result.parts.removeAll { $0.name == key }
        return result
    }

    /// The fields with the variables filled in. Variables without a value are appended to `missing`.
    func filled(_ value: (String) -> CellValue?, missing: inout [Use]) -> [SyntaxNode.Entry] {
        parts.map { filled($0, value, &missing) }
    }

    private func filled(
        _ part: MappingPart, _ value: (String) -> CellValue?, _ missing: inout [Use]
    ) -> SyntaxNode.Entry {
        SyntaxNode.Entry(key: part.key, name: part.name, value: filled(part.value, value, &missing))
    }

    // As deep as YAMLReader lets files be, at most.
    private func filled(_ part: Part, _ value: (String) -> CellValue?, _ missing: inout [Use]) -> SyntaxNode {
        switch part {
        case .constant(let node): return node
        case .sequence(let parts, let node):
            let items = parts.map { filled($0, value, &missing) }
            return SyntaxNode(content: .sequence(items), start: node.start, end: node.end)
        case .mapping(let parts, let node):
            let entries = parts.map { filled($0, value, &missing) }
            return SyntaxNode(content: .mapping(entries), start: node.start, end: node.end)
        case .scalar(let scalar, let node):
            var first: CellValue?
            var climbs = false
            let text = scalar.text.filled { name in
                guard let found = value(name) else {
                    missing.append(Use(name: name, span: scalar.span))
                    return ""
                }
                first = first ?? found
                climbs = climbs || Filling.climbs(found.text)
                return found.text
            }
            let filling = first.map { Filling(span: $0.span, text: $0.text, climbs: climbs, template: scalar) }
            let content = SyntaxNode.Content.scalar(text ?? "", first == nil ? Self.style(of: node) : .filled)
            return SyntaxNode(content: content, start: node.start, end: node.end, filling: filling)
        }
    }

    private static func style(of node: SyntaxNode) -> SyntaxNode.ScalarStyle {
        if case .scalar(_, let style) = node.content { return style }
        return .plain
    }
}

extension SceneTemplate {
    /// Finds the variables of a syntax tree.
    private struct Compiler {
        let source: SourceText
        var problems: Problems
        var uses: [Use] = []

        mutating func parts(_ entries: [SyntaxNode.Entry]) -> [MappingPart] {
            entries.map { entry in
                if VariableText.isNeeded(for: entry.name) {
                    problems.report(
                        Diagnostic(
                            "a key cannot have a variable in it", at: source.span(of: entry.key),
                            hint: "state the key as it is; only values can have variables"))
                }
                return MappingPart(key: entry.key, name: entry.name, value: part(entry.value))
            }
        }

        private mutating func part(_ node: SyntaxNode) -> Part {
            switch node.content {
            case .scalar(let text, _):
                guard VariableText.isNeeded(for: text) else { return .constant(node) }
                do throws(VariableText.Mistake) {
                    let taken = try VariableText(text)
                    for name in taken.variables { uses.append(Use(name: name, span: span(of: "${\(name)}", in: node))) }
                    let scalar = TemplateScalar(text: taken, span: source.span(of: node), written: text)
                    return .scalar(scalar, node)
                } catch {
                    problems.report(
                        Diagnostic(error.refusal, at: span(of: error.part, in: node), hint: error.hint))
                    return .constant(node)
                }
            case .sequence(let items):
                let parts = items.map { part($0) }
                return parts.allSatisfy(\.isConstant) ? .constant(node) : .sequence(parts, node)
            case .mapping(let entries):
                let parts = parts(entries)
                return parts.allSatisfy(\.value.isConstant) ? .constant(node) : .mapping(parts, node)
            }
        }

        /// The place of a piece of a node's text in the file; that of the node if it is not written as such.
        private func span(of piece: String, in node: SyntaxNode) -> SourceSpan {
            for number in node.start.line...max(node.start.line, node.end.line) {
                guard let line = source.line(number) else { continue }
                let scalars = Array(line.unicodeScalars)
                let wanted = Array(piece.unicodeScalars)
                let first = number == node.start.line ? node.start.column - 1 : 0
                guard first < scalars.count, wanted.count <= scalars.count - first else { continue }
                for column in first...(scalars.count - wanted.count)
                where scalars[column..<(column + wanted.count)].elementsEqual(wanted) {
                    return source.span(Mark(line: number, column: column + 1), length: wanted.count)
                }
            }
            return source.span(of: node)
        }
    }
}
