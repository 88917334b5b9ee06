internal import AuroraCore
// libyaml, as it comes with Yams. Its events, unlike the nodes that Yams makes of them, say where things end, show
// anchors before anything is expanded, and need no recursion.
internal import CYaml

/// The subset of YAML that workspaces are written in: one document, no anchors, no tags, no duplicate keys.
enum YAMLReader {
    /// How deep lists and mappings may be nested.
    static let maximumDepth = 64
    /// How many values and keys a file may have.
    static let maximumNodeCount = 20_000

    /// The mapping that a file consists of, without the keys that are stated again, which are reported. Throws what is
    /// wrong with the syntax.
    static func entries(
        of source: SourceText, reporting problems: inout Problems
    ) throws(DiagnosticsError) -> [SyntaxNode.Entry] {
        let root = try root(of: source, reporting: &problems)
        guard let root, !root.isNull else {
            throw DiagnosticsError([
                Diagnostic(
                    "the file is empty", at: SourceSpan(file: source.file, line: 1, column: 1, text: source.line(1) ?? ""),
                    hint: "write at least one `key: value` into it, or remove it")
            ])
        }
        guard case .mapping(let entries) = root.content else {
            throw DiagnosticsError([
                Diagnostic(
                    "a file of `key: value` lines is expected, not \(root.kindName)", at: source.span(of: root),
                    hint: "start the line with a key, as in `image: portrait.jpg`")
            ])
        }
        return entries
    }

    private static func root(
        of source: SourceText, reporting problems: inout Problems
    ) throws(DiagnosticsError) -> SyntaxNode? {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else { preconditionFailure("out of memory") }
        defer { yaml_parser_delete(parser) }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)

        var builder = SyntaxBuilder(source: source)
        let problem: Diagnostic? = source.bytes.withUnsafeBufferPointer { bytes in
            yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
            while true {
                var event = yaml_event_t()
                guard yaml_parser_parse(parser, &event) == 1 else {
                    return SyntaxProblem(parser.pointee).diagnostic(in: source)
                }
                defer { yaml_event_delete(&event) }
                if event.type == YAML_STREAM_END_EVENT { return nil }
                if let problem = builder.take(event) { return problem }
            }
        }
        if let problem { throw DiagnosticsError([problem]) }
        for duplicate in builder.duplicates { problems.report(duplicate) }
        return builder.root
    }
}

extension Mark {
    init(_ mark: yaml_mark_t) {
        self.init(line: mark.line + 1, column: mark.column + 1)
    }
}
