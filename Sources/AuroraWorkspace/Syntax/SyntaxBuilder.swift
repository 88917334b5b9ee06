internal import AuroraCore
internal import CYaml

/// Puts a syntax tree together from libyaml's events, and refuses what workspaces do not use of YAML.
struct SyntaxBuilder {
    let source: SourceText
    private(set) var root: SyntaxNode?
    /// One for each key that is stated again.
    private(set) var duplicates: [Diagnostic] = []
    private var frames: [Frame] = []
    private var nodeCount = 0
    private var documentCount = 0

    /// A list or mapping that is not closed yet.
    private struct Frame {
        let start: Mark
        var items: [SyntaxNode] = []
        var entries: [SyntaxNode.Entry] = []
        var key: SyntaxNode?
        let isMapping: Bool
    }

    static let nestingProblem = "lists and mappings are nested more than \(YAMLReader.maximumDepth) deep"
    static let nestingHint = "nothing in a workspace needs more than four levels: remove some"

    init(source: SourceText) { self.source = source }

    /// Takes the next event in; the problem if the file is refused for it.
    mutating func take(_ event: yaml_event_t) -> Diagnostic? {
        let start = Mark(event.start_mark)
        let end = Mark(event.end_mark)
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            documentCount += 1
            return documentCount > 1 ? severalDocuments(at: start) : nil
        case YAML_ALIAS_EVENT:
            return anchorRefusal(start, end)
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            if scalar.anchor != nil { return anchorRefusal(start, end) }
            if let tag = scalar.tag { return tagRefusal(String(cString: tag), start) }
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            return add(SyntaxNode(content: .scalar(text, style(scalar.style)), start: start, end: end))
        case YAML_SEQUENCE_START_EVENT:
            let sequence = event.data.sequence_start
            if sequence.anchor != nil { return anchorRefusal(start, end) }
            if let tag = sequence.tag { return tagRefusal(String(cString: tag), start) }
            return open(Frame(start: start, isMapping: false))
        case YAML_MAPPING_START_EVENT:
            let mapping = event.data.mapping_start
            if mapping.anchor != nil { return anchorRefusal(start, end) }
            if let tag = mapping.tag { return tagRefusal(String(cString: tag), start) }
            return open(Frame(start: start, isMapping: true))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            return close(end)
        default:
            return nil
        }
    }

    private mutating func open(_ frame: Frame) -> Diagnostic? {
        guard frames.count < YAMLReader.maximumDepth else {
            return Diagnostic(Self.nestingProblem, at: source.span(frame.start), hint: Self.nestingHint)
        }
        frames.append(frame)
        return nil
    }

    private mutating func close(_ end: Mark) -> Diagnostic? {
        guard let frame = frames.popLast() else { preconditionFailure("libyaml closes only what it opened") }
        let content: SyntaxNode.Content =
            frame.isMapping ? .mapping(withoutDuplicates(frame.entries)) : .sequence(frame.items)
        return add(SyntaxNode(content: content, start: frame.start, end: end))
    }

    private mutating func add(_ node: SyntaxNode) -> Diagnostic? {
        nodeCount += 1
        guard nodeCount <= YAMLReader.maximumNodeCount else {
            return Diagnostic(
                "the file has more than \(YAMLReader.maximumNodeCount) values", at: source.span(of: node),
                hint: "divide it into several files")
        }
        guard let top = frames.indices.last else {
            root = node
            return nil
        }
        guard frames[top].isMapping else {
            frames[top].items.append(node)
            return nil
        }
        guard let key = frames[top].key else { return setKey(node) }
        guard case .scalar(let name, _) = key.content else { preconditionFailure("keys are scalars") }
        frames[top].entries.append(SyntaxNode.Entry(key: key, name: name, value: node))
        frames[top].key = nil
        return nil
    }

    private mutating func setKey(_ node: SyntaxNode) -> Diagnostic? {
        guard case .scalar = node.content else {
            return Diagnostic(
                "a key must be a word, not \(node.kindName)", at: source.span(of: node),
                hint: "put the text in quotes if a `[` or `{` is meant as such")
        }
        frames[frames.count - 1].key = node
        return nil
    }

    private mutating func withoutDuplicates(_ entries: [SyntaxNode.Entry]) -> [SyntaxNode.Entry] {
        var places: [String: Int] = [:]
        var result: [SyntaxNode.Entry] = []
        result.reserveCapacity(entries.count)
        for entry in entries {
            // Most mappings have a handful of keys: comparing them all is quicker than a dictionary.
            let place = entries.count <= 8 ? result.firstIndex { $0.name == entry.name } : places[entry.name]
            if let place {
                note(entry, after: result[place])
                continue
            }
            if entries.count > 8 { places[entry.name] = result.count }
            result.append(entry)
        }
        return result
    }

    private mutating func note(_ entry: SyntaxNode.Entry, after first: SyntaxNode.Entry) {
        guard duplicates.count < Problems.maximumPerFile else { return }
        duplicates.append(
            Diagnostic(
                "the key `\(PrintableText.sanitized(entry.name))` is stated twice", at: source.span(of: entry.key),
                notes: ["it is stated first at \(source.file):\(first.key.start.line):\(first.key.start.column)"],
                hint: "remove one of them"))
    }

    private func style(_ style: yaml_scalar_style_t) -> SyntaxNode.ScalarStyle {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: .quoted
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .plain
        }
    }

    private func severalDocuments(at mark: Mark) -> Diagnostic {
        Diagnostic(
            "a second YAML document starts here", at: source.span(mark, length: 3),
            hint: "put each scene in a file of its own, and remove the `---`")
    }

    private func anchorRefusal(_ start: Mark, _ end: Mark) -> Diagnostic {
        let length = start.line == end.line ? max(end.column - start.column, 1) : 1
        return Diagnostic(
            "YAML anchors and aliases (`&name`, `*name`) are not used in workspaces",
            at: source.span(start, length: length),
            hint: "state shared fields once in a file and name it with `extends:`; put text that begins so in quotes")
    }

    private func tagRefusal(_ tag: String, _ start: Mark) -> Diagnostic {
        let written = tag.hasPrefix("tag:yaml.org,2002:") ? "!!" + tag.dropFirst(18) : tag[...]
        return Diagnostic(
            "YAML tags such as `\(PrintableText.sanitized(String(written)))` are not used in workspaces",
            at: source.span(start, length: written.unicodeScalars.count),
            hint: "remove it; put text that begins with `!` in quotes")
    }
}
