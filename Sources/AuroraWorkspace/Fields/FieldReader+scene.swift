internal import AuroraCore

/// What a mapping of scene fields belongs to.
enum SceneLayerOwner {
    case sceneFile
    case workspaceDefaults
    /// An override, row or combination of a campaign.
    case cell

    var name: String {
        switch self {
        case .sceneFile: "a scene"
        case .workspaceDefaults: "`defaults`"
        case .cell: "a campaign's cell"
        }
    }

    var keys: [String] {
        let shared = [
            "image", "face", "audio", "speech", "prompt", "transcript", "provider", "poster", "sheet", "preview",
            "variants",
            "captions", "disclosure", "brand", "settings",
        ]
        switch self {
        case .sceneFile: return shared + ["extends"]
        case .workspaceDefaults, .cell: return shared
        }
    }
}

/// The providers that a workspace declares; unknown if its file could not be read.
typealias DeclaredProviders = Set<String>?

extension FieldReader {
    static let promptLength = 2...3000

    mutating func sceneLayer(
        _ entries: [SyntaxNode.Entry], of owner: SceneLayerOwner, providers: DeclaredProviders
    ) -> SceneLayer {
        var layer = SceneLayer()
        for entry in entries {
            let node = entry.value
            let span = source.span(of: node)
            switch entry.name {
            case "image": layer.image = Stated(asset(entry), at: span)
            case "face": layer.face = Stated(face(node), at: span)
            case "audio": layer.voice = voice(asset(entry), entry, replacing: layer.voice)
            case "speech": layer.voice = voice(speech(node), entry, replacing: layer.voice)
            case "prompt": layer.prompt = prompt(node)
            case "transcript": layer.transcript = textSource(node, of: entry.name)
            case "provider": layer.provider = Stated(provider(node, declared: providers), at: span)
            case "poster": layer.poster = Stated(poster(node), at: span)
            case "sheet": layer.sheet = Stated(sheet(node), at: span)
            case "preview": layer.preview = Stated(preview(node), at: span)
            case "variants": layer.variants = Stated(variants(node), at: span)
            case "captions": layer.captions = Stated(captions(node), at: span)
            case "disclosure": layer.disclosure = Stated(disclosure(node), at: span)
            case "brand": layer.brand = Stated(brand(node), at: span)
            case "settings": layer.settings = settings(node)
            case "extends" where owner == .sceneFile: layer.extends = Stated(path(node, of: entry.name), at: span)
            default: unknownKey(entry, in: owner.name, known: owner.keys, hint: sceneKeyHint(entry.name))
            }
        }
        return layer
    }

    mutating func provider(_ node: SyntaxNode, declared: DeclaredProviders) -> ProviderChoice? {
        guard let name = line(node, of: "provider") else { return nil }
        switch name {
        case "embedded": return .embedded
        case "runware": return .hosted
        default:
            guard let declared, !declared.contains(name) else { return .command(name) }
            let known = ["embedded", "runware"] + declared.sorted()
            let nearest = Wording.nearest(to: String(name.prefix(40)), among: known)
            report(
                "there is no provider \(Words.quoted(name))", at: node,
                hint: nearest.map { "did you mean `\($0)`?" } ?? "\(Wording.there(known)): choose one")
            return nil
        }
    }

    private mutating func asset(_ entry: SyntaxNode.Entry) -> SceneLayer.Asset? {
        if case .scalar(let text, _) = entry.value.content, Self.isURL(text) {
            return url(text, entry).map { .url($0) }
        }
        return path(entry.value, of: entry.name).map { .file($0) }
    }

    private mutating func url(_ text: String, _ entry: SyntaxNode.Entry) -> WebURL? {
        do throws(WebURL.Refusal) {
            let url = try WebURL(text)
            guard Self.looksSecret(url.text) else { return url }
            report(
                "the URL of \(Words.quoted(entry.name)) seems to hold a secret", at: entry.value,
                hint: "copy the file into the workspace: a URL with a key in it would be committed")
        } catch { report("the URL of \(Words.quoted(entry.name)) \(error.problem)", at: entry.value, hint: error.hint) }
        return nil
    }

    private mutating func voice(
        _ asset: SceneLayer.Asset?, _ entry: SyntaxNode.Entry, replacing earlier: Stated<SceneLayer.Asset>
    ) -> Stated<SceneLayer.Asset> {
        guard case .absent = earlier else {
            report("both `audio` and `speech` are stated", at: entry.key, hint: "remove one of them")
            return .invalid
        }
        return Stated(asset, at: source.span(of: entry.value))
    }

    private mutating func prompt(_ node: SyntaxNode) -> Stated<SceneLayer.TextSource> {
        let prompt = textSource(node, of: "prompt")
        if case .value(.text(let text), _) = prompt, let problem = Self.promptProblem(text) {
            report(problem.problem, at: node, hint: problem.hint)
            return .invalid
        }
        return prompt
    }

    /// Why a text cannot be a prompt.
    static func promptProblem(_ text: String) -> Refusal? {
        let count = text.unicodeScalars.count
        if promptLength.contains(count) { return nil }
        let length = Wording.count(count, "character")
        return count < promptLength.lowerBound
            ? Refusal(
                problem: "the prompt has \(length), at least \(promptLength.lowerBound) are needed",
                hint: "describe the scene in a sentence, or remove the prompt: it is optional")
            : Refusal(
                problem: "the prompt has \(length), \(promptLength.upperBound) are allowed", hint: "shorten it")
    }

    mutating func textSource(_ node: SyntaxNode, of name: String) -> Stated<SceneLayer.TextSource> {
        guard case .mapping(let entries) = node.content else {
            guard let text = text(node, of: name) else { return .invalid }
            return .value(.text(TextInput.canonical(text)), source.span(of: node))
        }
        for entry in entries where entry.name != "file" {
            unknownKey(entry, in: "a `\(name)` from a file", known: ["file"])
        }
        guard let file = entries.first(where: { $0.name == "file" }) else {
            if entries.isEmpty {
                report("`\(name)` names no file", at: node, hint: "write `\(name): {file: \(name).txt}`")
            }
            return .invalid
        }
        return Stated(path(file.value, of: "file").map { .file($0) }, at: source.span(of: file.value))
    }

    /// Where a key belongs that is known elsewhere.
    private func sceneKeyHint(_ name: String) -> String? {
        if SettingName(rawValue: name) != nil { return "it is a setting: put it under `settings:`" }
        return switch name {
        case "<<": "name the file that it inherits from with `extends:`"
        case "positivePrompt": "it is called `prompt` here"
        case "inputs": "state `image:` and `audio:` directly"
        case "text", "voice", "rate": "put it under `speech:`"
        case "extends": "only scene files and the files they name can extend others"
        default: nil
        }
    }
}

extension TextInput {
    /// With line feeds alone as line endings, and none at the end.
    static func canonical(_ text: String) -> String {
        var bytes = Array(text.utf8)
        if bytes.contains(UInt8(ascii: "\r")) {
            let original = bytes
            bytes.removeAll(keepingCapacity: true)
            for (index, byte) in original.enumerated() {
                let isReturn = byte == UInt8(ascii: "\r")
                let isBeforeFeed = index + 1 < original.count && original[index + 1] == UInt8(ascii: "\n")
                if !(isReturn && isBeforeFeed) { bytes.append(byte) }
            }
        }
        while bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
