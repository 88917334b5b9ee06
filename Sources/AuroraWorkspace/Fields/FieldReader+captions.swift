internal import AuroraCore

/// Captions and how they look.
extension FieldReader {
    static let captionKeys = ["sidecar", "language", "file", "style", "lineLength", "lines"]
    static let captionStyleKeys = ["size", "position", "box", "color", "font"]
    static let lineLengths = 10...80
    static let captionLines = 1...3

    mutating func captions(_ node: SyntaxNode) -> SceneLayer.Shown<CaptionsRequest>? {
        let span = source.span(of: node)
        switch node.content {
        case .scalar("none", .plain): return SceneLayer.Shown.none
        case .scalar, .sequence:
            return captionFormats(node, of: "captions").map { .some(CaptionsRequest(sidecar: $0, span: span)) }
        case .mapping(let entries):
            let problems = diagnostics.count
            var file: InputFile?
            var sidecar: [CaptionFormat] = []
            var language: String?
            var style = CaptionStyle()
            var length = 42
            var lines = 2
            for entry in entries {
                let node = entry.value
                switch entry.name {
                case "sidecar": sidecar = captionFormats(node, of: "sidecar") ?? []
                case "language": language = self.language(node)
                case "file": file = captionFile(node)
                case "style": style = captionStyle(node) ?? style
                case "lineLength": length = wholeNumber(node, of: "lineLength", in: Self.lineLengths) ?? length
                case "lines": lines = wholeNumber(node, of: "lines", in: Self.captionLines) ?? lines
                default: unknownKey(entry, in: "`captions`", known: Self.captionKeys)
                }
            }
            guard diagnostics.count == problems else { return nil }
            return .some(
                CaptionsRequest(
                    file: file, sidecar: sidecar, language: language, style: style, lineLength: length, lines: lines,
                    span: span))
        }
    }

    private mutating func captionFormats(_ node: SyntaxNode, of name: String) -> [CaptionFormat]? {
        let items: [SyntaxNode] = if case .sequence(let list) = node.content { list } else { [node] }
        var result: [CaptionFormat] = []
        for item in items {
            guard let format = choice(item, of: name, as: CaptionFormat.self) else { return nil }
            if result.contains(format) {
                report("`\(format.rawValue)` is in the list twice", at: item, hint: "remove one of them")
                return nil
            }
            result.append(format)
        }
        return result
    }

    private mutating func captionFile(_ node: SyntaxNode) -> InputFile? {
        guard let path = path(node, of: "file") else { return nil }
        guard CaptionFormat.allCases.contains(where: { path.lowercased().hasSuffix(".\($0.rawValue)") }) else {
            report(
                "\(Words.quoted(path)) is neither SRT nor WebVTT by its name", at: node,
                hint: "save the captions as `.srt` or `.vtt`")
            return nil
        }
        return InputFile(path: path, span: source.span(of: node))
    }

    /// A tag as BCP 47 has them, by its form.
    private mutating func language(_ node: SyntaxNode) -> String? {
        guard let text = line(node, of: "language", placeholder: "en") else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isTag =
            parts.count <= 5 && (2...3).contains(parts[0].count) && parts[0].allSatisfy { $0.isASCII && $0.isLetter }
            && parts.dropFirst().allSatisfy {
                (2...8).contains($0.count) && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            }
        guard isTag else {
            report(
                "\(Words.quoted(text)) is no tag of a language", at: node,
                hint: "write it as browsers do: `en`, `pt-BR`, `zh-Hans`")
            return nil
        }
        return text
    }

    private mutating func captionStyle(_ node: SyntaxNode) -> CaptionStyle? {
        let example = "style: {size: 5, position: bottom, box: true}"
        guard let entries = entries(node, of: "style", example: example) else { return nil }
        var style = CaptionStyle()
        for entry in entries {
            let node = entry.value
            switch entry.name {
            case "size": style.sizeHundredths = number(node, of: "size", decimals: 2, in: 200...1500) ?? 500
            case "position": style.position = choice(node, of: "position", as: CaptionPosition.self) ?? .bottom
            case "box": style.hasBox = flag(node, of: "box") ?? false
            case "color": style.color = color(node) ?? style.color
            case "font": style.font = path(node, of: "font").map { InputFile(path: $0, span: source.span(of: node)) }
            default: unknownKey(entry, in: "`style`", known: Self.captionStyleKeys)
            }
        }
        return style
    }

    private mutating func flag(_ node: SyntaxNode, of name: String) -> Bool? {
        guard let text = text(node, of: name, placeholder: "true") else { return nil }
        if let flag = Bool(text) { return flag }
        report("\(Words.quoted(name)) must be true or false, not \(Words.quoted(text))", at: node, hint: nil)
        return nil
    }

    private mutating func color(_ node: SyntaxNode) -> String? {
        guard let text = line(node, of: "color", placeholder: "\"#ffffff\"") else { return nil }
        let digits = text.dropFirst()
        if text.hasPrefix("#"), digits.count == 6, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) {
            return text.lowercased()
        }
        report(
            "\(Words.quoted(text)) is no color", at: node,
            hint: "write red, green and blue as hexadecimal digits, in quotes: `color: \"#ffee00\"`")
        return nil
    }
}
