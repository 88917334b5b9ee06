internal import AuroraCore

/// Makes the reels of a campaign: one for each group of cells that share the values a reel is made by. Pure, but for the
/// files that are looked for.
struct ReelExpansion {
    private let declaration: CampaignDeclaration
    private let cells: [Cell]
    private let scenes: [SceneID: Scene]
    private let sources: [String]

    /// `scenes` are those of the cells.
    init(_ declaration: CampaignDeclaration, _ cells: [Cell], _ scenes: [Scene], sources: [String]) {
        self.declaration = declaration
        self.cells = cells
        self.scenes = Dictionary(scenes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.sources = sources
    }

    /// Cells that share the values of some variables.
    private struct Group {
        let values: [CellValue]
        var cells: [Cell]
    }

    /// `taken` are the ids of scenes by themselves, in small letters, with their files. What is wrong is reported, the
    /// same mistake of several groups once.
    func reels(
        beside taken: [String: String], _ files: inout WorkspaceFiles, _ problems: inout Problems
    ) -> [Reel] {
        var result: [Reel] = []
        var diagnostics: [Diagnostic] = []
        for reel in declaration.reels {
            guard let groups = groups(of: reel, &diagnostics) else { continue }
            for group in groups {
                guard let made = self.reel(reel, group, &files, &diagnostics) else { continue }
                if scenes[made.id] != nil || taken[made.id.text.lowercased()] != nil {
                    diagnostics.append(
                        Diagnostic(
                            "a reel and a scene are both called `\(made.id)`", at: reel.span,
                            hint: "give the reel another name"))
                }
                result.append(made)
            }
        }
        for diagnostic in diagnostics.uniqued() { problems.report(diagnostic) }
        return result
    }

    /// The groups in the order of their values, so that sorting rows changes nothing.
    private func groups(of reel: ReelDeclaration, _ diagnostics: inout [Diagnostic]) -> [Group]? {
        var found: [[String]: Group] = [:]
        var isWhole = true
        for name in reel.groups where !cells.contains(where: { $0.value(of: name.name) != nil }) {
            let names = (declaration.matrix.names + (cells.first?.row?.table.columns.map(\.name) ?? [])).sorted()
            let nearest = Wording.nearest(to: String(name.name.prefix(40)), among: names)
            diagnostics.append(
                Diagnostic(
                    "there is no variable \(Words.quoted(name.name)) in campaign `\(declaration.name)`", at: name.span,
                    hint: nearest.map { "did you mean `\($0)`?" } ?? Wording.there(names)))
            isWhole = false
        }
        guard isWhole else { return nil }
        for cell in cells {
            let values = reel.groups.compactMap { cell.value(of: $0.name) }
            // A cell without one of the values is in no group.
            guard values.count == reel.groups.count else { continue }
            found[values.map(\.text), default: Group(values: values, cells: [])].cells.append(cell)
        }
        return found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }

    private func reel(
        _ reel: ReelDeclaration, _ group: Group, _ files: inout WorkspaceFiles, _ diagnostics: inout [Diagnostic]
    ) -> Reel? {
        let problems = diagnostics.count
        let values = Dictionary(
            zip(reel.groups.map(\.name), group.values), uniquingKeysWith: { first, _ in first })
        var missing: [SceneTemplate.Use] = []
        let entries = reel.fields.filled({ values[$0] }, missing: &missing)
        for use in missing {
            diagnostics.append(
                Diagnostic(
                    "\(Words.quoted("${\(use.name)}")) has no value here: the reel is not made by it", at: use.span,
                    hint: reel.groups.isEmpty
                        ? "write `by: \(use.name)` for a reel for each of its values"
                        : "the reel is made by \(Wording.ticked(reel.groups.map(\.name)))"))
        }
        // What is read with holes in it would be found wrong for their sake.
        guard missing.isEmpty else { return nil }
        var reader = FieldReader(declaration.source)
        let fields = reader.reelFields(entries, at: reel.span)
        diagnostics += reader.diagnostics
        let parts = parts(fields, group, &diagnostics)
        check(fields, &files, &diagnostics)
        guard diagnostics.count == problems else { return nil }
        guard !parts.isEmpty else {
            diagnostics.append(
                Diagnostic("the reel has no parts", at: reel.span, hint: "name scenes or clips with `order:`"))
            return nil
        }
        let id = ([declaration.name, reel.name] + group.values.map(\.text)).joined(separator: "/")
        let first = parts.lazy.compactMap { if case .scene(let id, _, _) = $0 { scenes[id] } else { nil } }.first
        // What variants show already need not be shown twice.
        let shown = fields.variant == nil ? first : nil
        return Reel(
            id: SceneID(id), file: declaration.source.file, span: reel.span, sources: sources, parts: parts,
            gapMilliseconds: fields.gapMilliseconds, crossfadeMilliseconds: fields.crossfadeMilliseconds,
            music: fields.music, loudnessTenths: fields.loudnessTenths, aspect: fields.aspect, size: fields.size,
            format: fields.format, quality: fields.quality, poster: fields.poster,
            disclosure: fields.disclosure.isAbsent ? shown?.disclosure : fields.disclosure.shown(),
            brand: fields.brand.isAbsent ? shown?.brand : fields.brand.shown())
    }

    private func parts(_ fields: ReelFields, _ group: Group, _ diagnostics: inout [Diagnostic]) -> [ReelPart] {
        let all = allParts(fields, group, &diagnostics)
        for case .scene(let id, let variant?, let span) in all {
            guard let scene = scenes[id], !scene.variants.contains(where: { $0.name == variant }) else { continue }
            let names = scene.variants.map(\.name)
            // Once, and not for each of a thousand cells.
            diagnostics.append(
                Diagnostic(
                    "scene `\(scene.id)` has no variant \(Words.quoted(variant))", at: fields.variantSpan ?? span,
                    hint: names.isEmpty ? "add it to `variants:`" : Wording.there(names)))
            break
        }
        return all
    }

    private func allParts(_ fields: ReelFields, _ group: Group, _ diagnostics: inout [Diagnostic]) -> [ReelPart] {
        fields.parts.flatMap { part -> [ReelPart] in
            switch part {
            case .clip(let file): return [.clip(file)]
            case .still(let file, let milliseconds): return [.still(file, milliseconds: milliseconds)]
            case .cells(let order, let span):
                let cells = order == .sorted ? group.cells.sorted { $0.id < $1.id } : group.cells
                return cells.compactMap { self.part($0, fields, span) }
            case .cell(let name, let span):
                guard let cell = cell(name, in: group) else {
                    diagnostics.append(unknownCell(name, group, at: span))
                    return []
                }
                return self.part(cell, fields, span).map { [$0] } ?? []
            }
        }
    }

    /// A cell as part of a reel; nil if it has mistakes of its own, which are reported as such.
    private func part(_ cell: Cell, _ fields: ReelFields, _ span: SourceSpan) -> ReelPart? {
        scenes[cell.id].map { .scene($0.id, variant: fields.variant, span: span) }
    }

    /// The cell with this name: its id without the campaign's name, with or without the values of the group.
    private func cell(_ name: String, in group: Group) -> Cell? {
        group.cells.first { self.name(of: $0, in: group) == name } ?? group.cells.first { fullName(of: $0) == name }
    }

    private func fullName(of cell: Cell) -> String {
        cell.id.text.split(separator: "/").dropFirst().joined(separator: "/")
    }

    private func name(of cell: Cell, in group: Group) -> String {
        var parts = cell.id.text.split(separator: "/").dropFirst().map(String.init)
        for value in group.values {
            if let place = parts.lastIndex(of: value.text), parts.count > 1 { parts.remove(at: place) }
        }
        return parts.joined(separator: "/")
    }

    private func unknownCell(_ name: String, _ group: Group, at span: SourceSpan) -> Diagnostic {
        let names = group.cells.map { self.name(of: $0, in: group) }.sorted()
        let nearest = Wording.nearest(to: String(name.prefix(100)), among: Array(names.prefix(2000)))
        let place = group.values.isEmpty ? "" : " for \(Wording.ticked(group.values.map(\.text)))"
        let hint: String? =
            if let nearest { "did you mean `\(nearest)`?" } else if names.isEmpty { nil } else {
                "\(Wording.there(Array(names.prefix(20))))\(names.count > 20 ? " and more" : "")"
            }
        return Diagnostic(
            "campaign `\(declaration.name)` has no cell \(Words.quoted(name))\(place)", at: span,
            hint: hint ?? "files are named as in `{clip: intro.mp4}`")
    }

    private func check(_ fields: ReelFields, _ files: inout WorkspaceFiles, _ diagnostics: inout [Diagnostic]) {
        var named = [fields.music?.file, fields.brand.shown()?.image].compactMap { $0 }
        for part in fields.parts {
            switch part {
            case .clip(let file), .still(let file, _): named.append(file)
            case .cells, .cell: continue
            }
        }
        for file in named {
            guard let refusal = files.refusal(ofInput: file.path) else { continue }
            diagnostics.append(Diagnostic(refusal.problem, at: file.span, hint: refusal.hint))
        }
    }
}

extension Stated {
    fileprivate func shown<Shown>() -> Shown? where Value == SceneLayer.Shown<Shown> {
        if case .value(let value, _) = self { value.value } else { nil }
    }
}
