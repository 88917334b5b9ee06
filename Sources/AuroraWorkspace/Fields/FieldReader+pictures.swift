internal import AuroraCore

/// Pictures that are made of a finished video: a still, a sheet of stills, a moving preview.
extension FieldReader {
    static let posterKeys = ["at", "width"]
    static let sheetKeys = ["columns", "rows", "width"]
    static let previewKeys = ["from", "seconds", "width", "fps"]
    static let posterWidths = 64...1920
    static let sheetSides = 1...12
    static let sheetWidths = 64...640
    static let previewWidths = 64...720
    static let previewRates = 1...25
    /// In milliseconds.
    static let previewLengths = 200...10_000

    mutating func poster(_ node: SyntaxNode) -> SceneLayer.PosterChoice? {
        if case .scalar("none", _) = node.content { return SceneLayer.PosterChoice.none }
        guard let entries = entries(node, of: "poster", example: "poster: {at: 1.5}") else { return nil }
        let problems = diagnostics.count
        var moment: Int?? = .none
        var width: Int?
        for entry in entries {
            switch entry.name {
            case "at": moment = .some(milliseconds(entry.value, of: "at"))
            case "width": width = wholeNumber(entry.value, of: "width", in: Self.posterWidths)
            default: unknownKey(entry, in: "`poster`", known: Self.posterKeys)
            }
        }
        guard let moment else {
            report("`poster` does not say which moment it shows", at: node, hint: "write `poster: {at: 1.5}`")
            return nil
        }
        guard diagnostics.count == problems else { return nil }
        return moment.map { .at(milliseconds: $0, width: width) }
    }

    mutating func sheet(_ node: SyntaxNode) -> SceneLayer.Shown<SheetRequest>? {
        if case .scalar("none", _) = node.content { return SceneLayer.Shown.none }
        let example = "sheet: {columns: 4, rows: 3}"
        guard let entries = entries(node, of: "sheet", example: example) else { return nil }
        let problems = diagnostics.count
        var (columns, rows, width) = (4, 3, 240)
        for entry in entries {
            let value = entry.value
            switch entry.name {
            case "columns": columns = wholeNumber(value, of: "columns", in: Self.sheetSides) ?? columns
            case "rows": rows = wholeNumber(value, of: "rows", in: Self.sheetSides) ?? rows
            case "width": width = wholeNumber(value, of: "width", in: Self.sheetWidths) ?? width
            default: unknownKey(entry, in: "`sheet`", known: Self.sheetKeys)
            }
        }
        guard diagnostics.count == problems else { return nil }
        return .some(SheetRequest(columns: columns, rows: rows, width: width, span: source.span(of: node)))
    }

    mutating func preview(_ node: SyntaxNode) -> SceneLayer.Shown<PreviewRequest>? {
        if case .scalar("none", _) = node.content { return SceneLayer.Shown.none }
        let example = "preview: {from: 0.5, seconds: 3}"
        guard let entries = entries(node, of: "preview", example: example) else { return nil }
        let problems = diagnostics.count
        var (from, length, width, rate) = (0, 3000, 320, 12)
        for entry in entries {
            let value = entry.value
            switch entry.name {
            case "from": from = milliseconds(value, of: "from") ?? from
            case "seconds":
                length = number(value, of: "seconds", decimals: 3, in: Self.previewLengths) ?? length
            case "width": width = wholeNumber(value, of: "width", in: Self.previewWidths) ?? width
            case "fps": rate = wholeNumber(value, of: "fps", in: Self.previewRates) ?? rate
            default: unknownKey(entry, in: "`preview`", known: Self.previewKeys)
            }
        }
        guard diagnostics.count == problems else { return nil }
        return .some(
            PreviewRequest(
                fromMilliseconds: from, lengthMilliseconds: length, width: width, framesPerSecond: rate,
                span: source.span(of: node)))
    }

    private mutating func milliseconds(_ node: SyntaxNode, of name: String) -> Int? {
        guard let text = plainNumber(node, of: name) else { return nil }
        if let milliseconds = NumberText.decimal(text, decimals: 3), milliseconds <= 600_000 {
            return Int(milliseconds)
        }
        report(
            "`\(name)` must be a number of seconds from 0 to 600, not \(Words.quoted(text))", at: node,
            hint: "write at most three decimals, as in `\(name): 1.5`")
        return nil
    }
}
