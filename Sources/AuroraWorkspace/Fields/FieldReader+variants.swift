internal import AuroraCore

/// What is made of a finished video: other shapes, sizes and containers of it.
extension FieldReader {
    static let variantKeys = ["name", "format", "aspect", "size", "fit", "captions", "quality"]
    /// What makes a variant another one than the video.
    static let variantDifferences = ["format", "aspect", "size", "captions", "quality"]
    /// Names of other things that are made of a scene, so that no variant can have them.
    static let takenVariantNames: Set<String> = [
        "poster", "sheet", "preview", "speech", "image", "audio", "words", "captions", "srt", "vtt", "jpg", "wav", "t2",
        "t3", "t4",
    ]

    mutating func variants(_ node: SyntaxNode) -> [SceneLayer.VariantChoice]? {
        guard case .sequence(let items) = node.content else {
            report(
                "`variants` must be a list, not \(node.kindName)", at: node, hint: "write it as in `variants: [mov]`")
            return nil
        }
        var result: [SceneLayer.VariantChoice] = []
        var isWhole = true
        for item in items {
            guard let variant = variant(item) else {
                isWhole = false
                continue
            }
            if let first = result.first(where: { $0.name == variant.name }) {
                let format = VideoFormat(rawValue: variant.name)
                report(
                    format == nil
                        ? "two variants are called `\(variant.name)`" : "`\(variant.name)` is in the list twice",
                    at: item, notes: format == nil ? ["the other one is at \(first.span.location)"] : [],
                    hint: format == nil ? "give one of them a `name`" : "remove one of them")
                isWhole = false
            }
            result.append(variant)
        }
        return isWhole ? result : nil
    }

    /// One item of the list: the name of a container, or what the variant is to be.
    private mutating func variant(_ node: SyntaxNode) -> SceneLayer.VariantChoice? {
        let span = source.span(of: node)
        guard case .mapping(let entries) = node.content else {
            guard let format = choice(node, of: "variants", as: VideoFormat.self) else { return nil }
            return SceneLayer.VariantChoice(name: format.rawValue, format: format, span: span)
        }
        let problems = diagnostics.count
        var result = SceneLayer.VariantChoice(name: "", format: nil, span: span)
        var name: String?
        for entry in entries {
            let node = entry.value
            switch entry.name {
            case "name": name = variantName(node)
            case "format": result.format = choice(node, of: "format", as: VideoFormat.self)
            case "aspect": result.aspect = aspect(node)
            case "size": result.size = choice(node, of: "size", as: FrameSize.self)
            case "fit": result.fit = choice(node, of: "fit", as: VariantFit.self) ?? .crop
            case "captions": result.captions = choice(node, of: "captions", as: VariantCaptions.self) ?? .none
            case "quality": result.quality = wholeNumber(node, of: "quality", in: SettingRange.quality)
            default: unknownKey(entry, in: "a variant", known: Self.variantKeys, hint: variantKeyHint(entry.name))
            }
        }
        guard diagnostics.count == problems else { return nil }
        if !entries.contains(where: { Self.variantDifferences.contains($0.name) }) {
            report(
                "this variant is the video as it is", at: node,
                hint: "say what is different, as in `{aspect: \"9:16\", captions: burned}`")
            return nil
        }
        result.name = name ?? result.usualName
        return result
    }

    private mutating func variantName(_ node: SyntaxNode) -> String? {
        guard let name = line(node, of: "name", placeholder: "story") else { return nil }
        let isName =
            name.utf8.count <= 40 && (name.first.map { $0.isLetter || $0.isNumber } ?? false)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        guard isName, !Self.takenVariantNames.contains(name.lowercased()) else {
            report(
                "\(Words.quoted(name)) cannot be the name of a variant", at: node,
                hint: isName
                    ? "another thing made of a scene is called so already"
                    : "use letters, digits, `-` and `_`, at most 40, beginning with a letter or digit")
            return nil
        }
        return name
    }

    mutating func aspect(_ node: SyntaxNode) -> AspectRatio? {
        // Without quotes, 9:16 is a number to base 60 for some readers of YAML; here it is text.
        guard let text = line(node, of: "aspect", placeholder: "\"9:16\"") else { return nil }
        if let aspect = AspectRatio(text) { return aspect }
        report(
            "`aspect` must be width to height, as in 9:16, not \(Words.quoted(text))", at: node,
            hint: "write two whole numbers with a colon, from 1:4 to 4:1")
        return nil
    }

    private func variantKeyHint(_ name: String) -> String? {
        switch name {
        case "disclosure", "brand": "state it beside `variants`: it is for all of them"
        case "width", "height": "write `size: 720p` for the shorter side, and `aspect` for the shape"
        default: nil
        }
    }

    // MARK: What is in the picture of every variant and reel

    static let disclosureKeys = ["text", "corner"]
    static let brandKeys = ["image", "corner", "width"]

    mutating func disclosure(_ node: SyntaxNode) -> SceneLayer.Shown<Disclosure>? {
        var textNode = node
        var corner = Corner.topLeft
        if case .mapping(let entries) = node.content {
            let problems = diagnostics.count
            for entry in entries {
                switch entry.name {
                case "text": textNode = entry.value
                case "corner": corner = choice(entry.value, of: "corner", as: Corner.self) ?? corner
                default: unknownKey(entry, in: "`disclosure`", known: Self.disclosureKeys)
                }
            }
            guard diagnostics.count == problems else { return nil }
            guard entries.contains(where: { $0.name == "text" }) else {
                report("`disclosure` has no `text`", at: node, hint: "write `disclosure: \"AI-generated\"`")
                return nil
            }
        } else if case .scalar("none", .plain) = node.content {
            return SceneLayer.Shown.none
        }
        guard let text = line(textNode, of: "disclosure", placeholder: "\"AI-generated\"") else { return nil }
        guard text.count <= 80 else {
            report(
                "the disclosure has \(Wording.count(text.count, "character")), 80 are allowed", at: textNode,
                hint: "shorten it: it stands in a corner of the picture")
            return nil
        }
        return .some(Disclosure(text: text, corner: corner, span: source.span(of: textNode)))
    }

    mutating func brand(_ node: SyntaxNode) -> SceneLayer.Shown<Brand>? {
        if case .scalar("none", .plain) = node.content { return SceneLayer.Shown.none }
        let example = "brand: {image: logo.png, corner: top-right, width: 12}"
        guard let entries = entries(node, of: "brand", example: example) else { return nil }
        let problems = diagnostics.count
        var image: InputFile?
        var corner = Corner.topRight
        var width = 1200
        for entry in entries {
            let node = entry.value
            switch entry.name {
            case "image": image = path(node, of: "image").map { InputFile(path: $0, span: source.span(of: node)) }
            case "corner": corner = choice(node, of: "corner", as: Corner.self) ?? corner
            case "width": width = number(node, of: "width", decimals: 2, in: 100...5000) ?? width
            default: unknownKey(entry, in: "`brand`", known: Self.brandKeys)
            }
        }
        guard diagnostics.count == problems else { return nil }
        guard let image else {
            report("`brand` names no `image`", at: node, hint: "write it as in `\(example)`")
            return nil
        }
        return .some(Brand(image: image, corner: corner, widthHundredths: width))
    }
}
