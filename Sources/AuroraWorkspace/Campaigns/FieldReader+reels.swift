internal import AuroraCore

/// The reels of a campaign, and what it rests on by law.
extension FieldReader {
    static let reelKeys = [
        "by", "order", "of", "gap", "transition", "music", "loudness", "aspect", "size", "format", "quality", "poster",
        "disclosure", "brand",
    ]
    static let musicKeys = ["file", "gain", "duck"]
    static let rightsKeys = ["file", "expires"]
    static let mostParts = 1000

    mutating func reels(_ node: SyntaxNode, reporting problems: inout Problems) -> [ReelDeclaration] {
        guard let entries = entries(node, of: "reels", example: "reels: {course: {order: [intro, lesson]}}") else {
            return []
        }
        return entries.compactMap { entry in
            guard isReelName(entry) else { return nil }
            return reel(entry, reporting: &problems)
        }
    }

    /// A reel whose fields are still to be read, for each group of cells.
    private mutating func reel(
        _ declaration: SyntaxNode.Entry, reporting problems: inout Problems
    ) -> ReelDeclaration? {
        let example = "\(declaration.name): {order: [welcome, lesson]}"
        guard let entries = entries(declaration.value, of: declaration.name, example: example) else { return nil }
        let by = entries.first { $0.name == "by" }
        return ReelDeclaration(
            name: declaration.name, span: source.span(of: declaration.key), groups: by.map { groups($0.value) } ?? [],
            fields: SceneTemplate(entries.filter { $0.name != "by" }, in: source, reporting: &problems))
    }

    private mutating func isReelName(_ entry: SyntaxNode.Entry) -> Bool {
        let name = entry.name
        let isName =
            name.utf8.count <= 64 && name.first?.isLetter == true
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        if !isName {
            report(
                "\(Words.quoted(name)) cannot be the name of a reel", at: entry.key,
                hint: "use letters, digits, `-` and `_`, at most 64, beginning with a letter")
        }
        return isName
    }

    /// `name` is where the reel is stated.
    mutating func reelFields(_ entries: [SyntaxNode.Entry], at name: SourceSpan) -> ReelFields {
        var result = ReelFields()
        result.parts = [.cells(.sorted, name)]
        for entry in entries {
            let node = entry.value
            switch entry.name {
            case "order": result.parts = parts(node) ?? []
            case "of":
                result.variant = line(node, of: "of", placeholder: "9x16")
                result.variantSpan = source.span(of: node)
            case "gap": result.gapMilliseconds = number(node, of: "gap", decimals: 3, in: 0...10_000) ?? 0
            case "transition": result.crossfadeMilliseconds = transition(node) ?? 0
            case "music": result.music = music(node)
            case "loudness": result.loudnessTenths = number(node, of: "loudness", decimals: 1, in: -400 ... -50)
            case "aspect": result.aspect = aspect(node)
            case "size": result.size = choice(node, of: "size", as: FrameSize.self)
            case "format": result.format = choice(node, of: "format", as: VideoFormat.self) ?? .mp4
            case "quality": result.quality = wholeNumber(node, of: "quality", in: SettingRange.quality) ?? 90
            case "poster":
                if case .at(let moment, let width)? = poster(node) {
                    result.poster = PosterRequest(atMilliseconds: moment, width: width, span: source.span(of: node))
                }
            case "disclosure": result.disclosure = Stated(disclosure(node), at: source.span(of: node))
            case "brand": result.brand = Stated(brand(node), at: source.span(of: node))
            default: unknownKey(entry, in: "a reel", known: Self.reelKeys, hint: reelKeyHint(entry.name))
            }
        }
        if result.size != nil, result.aspect == nil, let node = entries.first(where: { $0.name == "size" })?.value {
            report("`size` of a reel needs its shape", at: node, hint: "add `aspect: \"16:9\"`, or remove `size`")
        }
        return result
    }

    private mutating func groups(_ node: SyntaxNode) -> [ReelDeclaration.Group] {
        let items: [SyntaxNode] = if case .sequence(let list) = node.content { list } else { [node] }
        return items.compactMap { item in
            line(item, of: "by", placeholder: "locale").map {
                ReelDeclaration.Group(name: $0, span: source.span(of: item))
            }
        }
    }

    private mutating func parts(_ node: SyntaxNode) -> [ReelFields.Part]? {
        let example = "order: [{clip: intro.mp4}, welcome, {cells: sorted}]"
        guard case .sequence(let items) = node.content, !items.isEmpty else {
            report("`order` must be a list of parts", at: node, hint: "write it as in `\(example)`")
            return nil
        }
        guard items.count <= Self.mostParts else {
            report("`order` has more than \(Self.mostParts) parts", at: node, hint: "make several reels of them")
            return nil
        }
        return items.compactMap { part($0, example: example) }
    }

    private mutating func part(_ node: SyntaxNode, example: String) -> ReelFields.Part? {
        let span = source.span(of: node)
        guard case .mapping(let entries) = node.content else {
            return line(node, of: "order", placeholder: "NAME").map { .cell($0, span) }
        }
        let problems = diagnostics.count
        let known = ["cells", "clip", "still", "seconds"]
        for entry in entries where !known.contains(entry.name) {
            unknownKey(entry, in: "a part of a reel", known: known)
        }
        let value = { (name: String) in entries.first { $0.name == name }?.value }
        let kinds = ["cells", "clip", "still"].filter { value($0) != nil }
        guard diagnostics.count == problems, kinds.count == 1 else {
            if diagnostics.count == problems {
                report(
                    kinds.isEmpty ? "this part is nothing" : "this part is \(Wording.ticked(kinds)) at once",
                    at: node, hint: "write it as in `\(example)`")
            }
            return nil
        }
        if let cells = value("cells") {
            return choice(cells, of: "cells", as: ReelFields.CellOrder.self).map { .cells($0, span) }
        }
        if let clip = value("clip") {
            return path(clip, of: "clip").map { .clip(InputFile(path: $0, span: source.span(of: clip))) }
        }
        guard let still = value("still"), let path = path(still, of: "still") else { return nil }
        guard let seconds = value("seconds") else {
            report("this picture does not say how long it stays", at: still, hint: "add `seconds: 2`")
            return nil
        }
        return number(seconds, of: "seconds", decimals: 3, in: 40...60_000).map {
            .still(InputFile(path: path, span: source.span(of: still)), milliseconds: $0)
        }
    }

    /// `cut`, or `{crossfade: SECONDS}`.
    private mutating func transition(_ node: SyntaxNode) -> Int? {
        switch node.content {
        case .scalar("cut", _): return 0
        case .scalar("crossfade", _): return 500
        case .mapping(let entries) where entries.count == 1 && entries[0].name == "crossfade":
            return number(entries[0].value, of: "crossfade", decimals: 3, in: 40...5000)
        default:
            report(
                "`transition` is neither `cut` nor `crossfade`", at: node,
                hint: "write `transition: {crossfade: 0.5}` for half a second")
            return nil
        }
    }

    private mutating func music(_ node: SyntaxNode) -> ReelMusic? {
        let example = "music: {file: bed.flac, gain: -18, duck: 10}"
        guard let entries = entries(node, of: "music", example: example) else { return nil }
        let problems = diagnostics.count
        var file: InputFile?
        var gain = -180
        var duck = 100
        for entry in entries {
            let node = entry.value
            switch entry.name {
            case "file": file = path(node, of: "file").map { InputFile(path: $0, span: source.span(of: node)) }
            case "gain": gain = number(node, of: "gain", decimals: 1, in: -600...120) ?? gain
            case "duck": duck = number(node, of: "duck", decimals: 1, in: 0...400) ?? duck
            default: unknownKey(entry, in: "`music`", known: Self.musicKeys)
            }
        }
        guard diagnostics.count == problems else { return nil }
        guard let file else {
            report("`music` names no `file`", at: node, hint: "write it as in `\(example)`")
            return nil
        }
        return ReelMusic(file: file, gainTenths: gain, duckTenths: duck)
    }

    /// One document, or a list of them.
    mutating func rights(_ node: SyntaxNode) -> [Rights] {
        let items: [SyntaxNode] = if case .sequence(let list) = node.content { list } else { [node] }
        return items.compactMap { rightsDocument($0) }
    }

    private mutating func rightsDocument(_ node: SyntaxNode) -> Rights? {
        let example = "rights: {file: ../rights/viewers.md, expires: 2027-03-01}"
        guard let entries = entries(node, of: "rights", example: example) else { return nil }
        let problems = diagnostics.count
        var file: InputFile?
        var expires: Located<CivilDate>?
        for entry in entries {
            let node = entry.value
            switch entry.name {
            case "file": file = path(node, of: "file").map { InputFile(path: $0, span: source.span(of: node)) }
            case "expires": expires = date(node).map { Located($0, at: source.span(of: node)) }
            default: unknownKey(entry, in: "`rights`", known: Self.rightsKeys)
            }
        }
        guard diagnostics.count == problems else { return nil }
        guard let file else {
            report("`rights` names no `file`", at: node, hint: "write it as in `\(example)`")
            return nil
        }
        return Rights(file: file, expires: expires?.value, span: expires?.span ?? source.span(of: node))
    }

    private mutating func date(_ node: SyntaxNode) -> CivilDate? {
        guard let text = line(node, of: "expires", placeholder: "2027-03-01") else { return nil }
        if let date = CivilDate(text) { return date }
        report(
            "\(Words.quoted(text)) is no day", at: node, hint: "write year, month and day, as in `expires: 2027-03-01`")
        return nil
    }

    private func reelKeyHint(_ name: String) -> String? {
        switch name {
        case "scenes", "cells": "name the parts with `order:`"
        case "crossfade": "write `transition: {crossfade: 0.5}`"
        case "captions": "join variants that have them, with `of: NAME`"
        case "intro", "outro": "put it into `order:`, as in `order: [{clip: intro.mp4}, {cells: sorted}]`"
        default: nil
        }
    }
}
