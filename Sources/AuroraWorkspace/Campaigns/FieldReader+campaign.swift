internal import AuroraCore

extension FieldReader {
    static let campaignKeys =
        ["name", "scene", "data", "matrix", "id", "override"] + cellKeys + ["reels", "rights"]
    /// Fields of a scene that a campaign states for all of its cells.
    static let cellKeys = ["poster", "sheet", "preview", "variants", "captions", "disclosure", "brand"]
    static let matrixListKeys = ["include", "exclude"]

    mutating func campaign(
        _ entries: [SyntaxNode.Entry], named name: String, start: SourceSpan, reporting problems: inout Problems
    ) -> CampaignDeclaration {
        var result = CampaignDeclaration(name: name, source: source, start: start)
        for entry in entries {
            let node = entry.value
            switch entry.name {
            case "name": checkCampaignName(node, name)
            case "scene": result.scene = Stated(path(node, of: "scene"), at: source.span(of: node))
            case "data": result.data = dataFiles(node)
            case "matrix": result.matrix = matrix(node)
            case "id": result.id = idTemplate(node)
            case "override": result.overrides = overrides(node, reporting: &problems)
            case "reels": result.reels = reels(node, reporting: &problems)
            case "rights": result.rights = rights(node)
            case let key where Self.cellKeys.contains(key): continue
            default:
                unknownKey(entry, in: "a campaign", known: Self.campaignKeys, hint: campaignKeyHint(entry.name))
            }
        }
        let ofAllCells = entries.filter { Self.cellKeys.contains($0.name) }
        if !ofAllCells.isEmpty {
            let fields = SceneTemplate(ofAllCells, in: source, reporting: &problems)
            result.overrides.insert(CampaignDeclaration.Override(match: [], fields: fields), at: 0)
        }
        if result.scene.isAbsent {
            report(
                "the campaign has no `scene`", at: start,
                hint: "add `scene: ../scenes/NAME`, naming a scene with `${variables}`")
        }
        result.isBroken = !diagnostics.isEmpty
        return result
    }

    private mutating func checkCampaignName(_ node: SyntaxNode, _ name: String) {
        guard let text = line(node, of: "name"), SceneID(text).text != name else { return }
        report(
            "the campaign is called \(Words.quoted(text)), its file \(Words.quoted(name))", at: node,
            hint: "write `name: \(name)`, rename the file, or remove the line: the file's name is enough")
    }

    private mutating func dataFiles(_ node: SyntaxNode) -> [(path: String, span: SourceSpan)] {
        let items: [SyntaxNode]
        if case .sequence(let list) = node.content {
            items = list
            if list.isEmpty { report("`data` is an empty list", at: node, hint: "name a file, or remove the key") }
        } else {
            items = [node]
        }
        return items.compactMap { item in
            guard let path = path(item, of: "data") else { return nil }
            let isKnown = DataFormat.allCases.contains { path.lowercased().hasSuffix(".\($0.rawValue)") }
            guard isKnown else {
                report(
                    "\(Words.quoted(path)) is neither CSV nor TSV nor JSON by its name", at: item,
                    hint: "save it as `.csv`, `.tsv` or `.json`")
                return nil
            }
            return (path, source.span(of: item))
        }
    }

    private mutating func matrix(_ node: SyntaxNode) -> Matrix {
        var result = Matrix()
        let example = "matrix: {locale: [en, de]}"
        for entry in entries(node, of: "matrix", example: example) ?? [] {
            switch entry.name {
            case "include":
                result.include = mappings(entry, example: "include: [{locale: en, accent: british}]")
                    .compactMap { pairs($0) }
            case "exclude":
                result.exclude = mappings(entry, example: "exclude: [{locale: de, tone: formal}]")
                    .compactMap { conditions($0, of: "exclude") }
            default: if let axis = axis(entry) { result.axes.append(axis) }
            }
        }
        return result
    }

    private mutating func axis(_ entry: SyntaxNode.Entry) -> Matrix.Axis? {
        guard isVariableName(entry) else { return nil }
        guard case .sequence(let items) = entry.value.content, !items.isEmpty else {
            let kind = if case .sequence = entry.value.content { "an empty one" } else { entry.value.kindName }
            report(
                "\(Words.quoted(entry.name)) must be a list of values, not \(kind)", at: entry.value,
                hint: "write it as in `\(entry.name): [en, de]`")
            return nil
        }
        var values: [CellValue] = []
        for item in items {
            guard let text = text(item, of: entry.name) else { continue }
            if let first = values.first(where: { $0.text == text }) {
                report(
                    "\(Words.quoted(entry.name)) has the value \(Words.quoted(text)) twice", at: item,
                    notes: ["it is stated first at \(first.span.location)"], hint: "remove one of them")
                continue
            }
            values.append(CellValue(text: text, span: source.span(of: item)))
        }
        return values.isEmpty
            ? nil : Matrix.Axis(name: entry.name, span: source.span(of: entry.key), values: values)
    }

    /// The mappings of a list; what else is in it is reported.
    private mutating func mappings(_ entry: SyntaxNode.Entry, example: String) -> [[SyntaxNode.Entry]] {
        guard case .sequence(let items) = entry.value.content else {
            report(
                "\(Words.quoted(entry.name)) must be a list, not \(entry.value.kindName)", at: entry.value,
                hint: "write it as in `\(example)`")
            return []
        }
        return items.compactMap { item in
            guard case .mapping(let entries) = item.content, !entries.isEmpty else {
                report(
                    "every item of \(Words.quoted(entry.name)) must be a mapping, not \(item.kindName)", at: item,
                    hint: "write it as in `\(example)`")
                return nil
            }
            return entries
        }
    }

    private mutating func pairs(_ entries: [SyntaxNode.Entry]) -> [Matrix.Pair]? {
        entries.compactMap { entry in
            guard isVariableName(entry), let text = text(entry.value, of: entry.name) else { return nil }
            return Matrix.Pair(
                name: entry.name, nameSpan: source.span(of: entry.key),
                value: CellValue(text: text, span: source.span(of: entry.value)))
        }
    }

    private mutating func conditions(_ entries: [SyntaxNode.Entry], of owner: String) -> [Matrix.Condition]? {
        entries.compactMap { entry in
            let items: [SyntaxNode] = if case .sequence(let list) = entry.value.content { list } else { [entry.value] }
            let values = items.compactMap { text($0, of: entry.name) }
            return values.isEmpty
                ? nil : Matrix.Condition(name: entry.name, span: source.span(of: entry.key), values: values)
        }
    }

    private mutating func isVariableName(_ entry: SyntaxNode.Entry) -> Bool {
        let name = entry.name
        let isFit =
            !name.isEmpty && name.first != " " && name.last != " " && name.utf8.count <= 200
            && !name.unicodeScalars.contains { "${}\n\r\t".unicodeScalars.contains($0) }
        if !isFit {
            report(
                "\(Words.quoted(name)) cannot be the name of a variable", at: entry.key,
                hint: "use letters, digits, `-` and `_`")
        }
        return isFit
    }

    private mutating func idTemplate(_ node: SyntaxNode) -> TemplateScalar? {
        guard let text = line(node, of: "id", placeholder: "${name}") else { return nil }
        do throws(VariableText.Mistake) {
            return TemplateScalar(text: try VariableText(text), span: source.span(of: node), written: text)
        } catch {
            report(error.refusal, at: node, hint: error.hint)
            return nil
        }
    }

    private mutating func overrides(
        _ node: SyntaxNode, reporting problems: inout Problems
    ) -> [CampaignDeclaration.Override] {
        let example = "override: [{match: {locale: de}, settings: {quality: 90}}]"
        let list = SyntaxNode.Entry(key: node, name: "override", value: node)
        return mappings(list, example: example).compactMap { entries in
            guard let match = entries.first(where: { $0.name == "match" }) else {
                report(
                    "an override does not say for which cells it is", at: entries[0].key,
                    hint: "add `match: {NAME: VALUE}`, or put the fields into the scene if it is for all")
                return nil
            }
            let pairs = self.entries(match.value, of: "match", example: "match: {locale: de}") ?? []
            guard let conditions = conditions(pairs, of: "match"), conditions.count == pairs.count else { return nil }
            return CampaignDeclaration.Override(
                match: conditions,
                fields: SceneTemplate(
                    entries.filter { $0.name != "match" }, in: source, reporting: &problems))
        }
    }

    private func campaignKeyHint(_ name: String) -> String? {
        if SettingName(rawValue: name) != nil { return "it is a setting: put it into the scene, or into an `override`" }
        return switch name {
        case "image", "face", "audio", "speech", "prompt", "transcript", "provider", "settings", "extends":
            "put it into the campaign's scene, or into an `override`"
        case "include", "exclude": "put it under `matrix:`"
        case "where": "write paths with `${variables}` into the campaign's scene"
        case "rows", "csv": "name the file with `data:`"
        case "reel": "write `reels: {NAME: {order: …}}`"
        default: nil
        }
    }
}

/// What a data file can be, by its suffix.
enum DataFormat: String, CaseIterable { case csv, tsv, json }
