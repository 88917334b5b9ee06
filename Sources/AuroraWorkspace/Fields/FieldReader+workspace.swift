internal import AuroraCore

extension FieldReader {
    static let workspaceKeys = [
        "name", "defaults", "profile", "profiles", "providers", "budget", "git", "cache",
    ]
    static let profileKeys = ["provider", "poster", "variants", "settings", "git"]

    mutating func workspace(_ entries: [SyntaxNode.Entry]) -> WorkspaceDeclaration {
        var result = WorkspaceDeclaration()
        // Providers first: the others name them.
        if let entry = entries.first(where: { $0.name == "providers" }) {
            (result.providers, result.programs) = providers(entry.value)
        }
        for entry in entries {
            let node = entry.value
            switch entry.name {
            case "name": result.name = line(node, of: "name")
            case "defaults":
                let defaults = self.entries(node, of: "defaults", example: "defaults: {settings: {quality: 90}}") ?? []
                result.defaults = sceneLayer(defaults, of: .workspaceDefaults, providers: result.providers)
            case "profile": result.profile = Stated(line(node, of: "profile"), at: source.span(of: node))
            case "profiles": result.profiles = profiles(node, providers: result.providers)
            case "providers": continue
            case "budget": result.budget = budget(node)
            case "git": result.commitMode = commitMode(node)
            case "cache":
                result.cacheDirectory = cacheDirectory(node)
                result.hasBadCache = result.cacheDirectory == nil
            default: unknownKey(entry, in: "aurora.yaml", known: Self.workspaceKeys, hint: workspaceKeyHint(entry.name))
            }
        }
        return result
    }

    private mutating func profiles(_ node: SyntaxNode, providers: DeclaredProviders) -> [WorkspaceDeclaration.Profile]?
    {
        let example = "profiles: {draft: {provider: embedded}}"
        guard let entries = entries(node, of: "profiles", example: example) else { return nil }
        var result: [WorkspaceDeclaration.Profile] = []
        for entry in entries where isName(entry, of: "profile") {
            result.append(profile(entry, providers: providers))
        }
        return result.isEmpty ? nil : result
    }

    private mutating func profile(
        _ declaration: SyntaxNode.Entry, providers: DeclaredProviders
    ) -> WorkspaceDeclaration.Profile {
        var result = WorkspaceDeclaration.Profile(name: declaration.name)
        let example = "\(declaration.name): {provider: embedded}"
        for entry in entries(declaration.value, of: declaration.name, example: example) ?? [] {
            let node = entry.value
            switch entry.name {
            case "provider":
                result.provider = Stated(provider(node, declared: providers), at: source.span(of: node))
            case "poster": result.poster = Stated(poster(node), at: source.span(of: node))
            case "variants": result.variants = Stated(variants(node), at: source.span(of: node))
            case "settings": result.settings = settings(node)
            case "git": result.commitMode = commitMode(node)
            default:
                unknownKey(
                    entry, in: "a profile", known: Self.profileKeys,
                    hint: SettingName(rawValue: entry.name).map { _ in "it is a setting: put it under `settings:`" })
            }
        }
        return result
    }

    /// Whether a name can be part of a path on any file system: records and videos are filed by profile.
    private mutating func isName(_ entry: SyntaxNode.Entry, of kind: String) -> Bool {
        let isLetterOrDigit = { (byte: UInt8) in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: false
            }
        }
        let bytes = entry.name.utf8
        let isValid =
            bytes.first.map(isLetterOrDigit) == true && bytes.count <= 64
            && bytes.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
        if !isValid {
            report(
                "\(Words.quoted(entry.name)) cannot be the name of a \(kind)", at: entry.key,
                hint: "use letters, digits, `-` and `_`, at most 64, beginning with a letter or digit")
        }
        return isValid
    }

    private mutating func commitMode(_ node: SyntaxNode) -> CommitMode? {
        var result: CommitMode?
        for entry in entries(node, of: "git", example: "git: {commit: records}") ?? [] {
            if entry.name == "commit" {
                result = choice(entry.value, of: "commit", as: CommitMode.self)
            } else {
                unknownKey(entry, in: "`git`", known: ["commit"])
            }
        }
        return result
    }

    mutating func budget(_ node: SyntaxNode) -> Budget {
        var amounts: [String: Cost] = [:]
        for entry in entries(node, of: "budget", example: "budget: {build: 20.00}") ?? [] {
            guard Self.budgetKeys.contains(entry.name) else {
                unknownKey(entry, in: "`budget`", known: Self.budgetKeys)
                continue
            }
            amounts[entry.name] = amount(entry, example: "20.00")
        }
        return Budget(
            scene: amounts["scene"], campaign: amounts["campaign"], build: amounts["build"], day: amounts["day"],
            month: amounts["month"])
    }

    static let budgetKeys = ["scene", "campaign", "build", "day", "month"]

    /// US dollars.
    mutating func amount(_ entry: SyntaxNode.Entry, example: String) -> Cost? {
        guard let text = plainNumber(entry.value, of: entry.name) else { return nil }
        if let amount = NumberText.decimal(text, decimals: 6) { return Cost(microDollars: amount) }
        report(
            "\(Words.quoted(entry.name)) must be an amount in US dollars, not \(Words.quoted(text))",
            at: entry.value, hint: "write digits with a decimal point, as in `\(entry.name): \(example)`")
        return nil
    }

    private mutating func cacheDirectory(_ node: SyntaxNode) -> String? {
        var result: String?
        for entry in entries(node, of: "cache", example: "cache: {dir: .aurora}") ?? [] {
            guard entry.name == "dir" else {
                unknownKey(entry, in: "`cache`", known: ["dir"])
                continue
            }
            result = path(entry.value, of: "dir")
            let first = result?.split(separator: "/").first.map(String.init) ?? ""
            if ["scenes", "campaigns", "records", "out", ".git"].contains(first) {
                report(
                    "the cache cannot be in \(Words.quoted(first)), which holds other things", at: entry.value,
                    hint: "use a folder of its own, as in `dir: .aurora`")
            }
        }
        return result
    }

    private func workspaceKeyHint(_ name: String) -> String? {
        if SettingName(rawValue: name) != nil { return "write `defaults: {settings: {\(name): …}}`" }
        return switch name {
        case "settings", "image", "audio", "speech", "prompt", "transcript", "provider": "put it under `defaults:`"
        case "apiKey", "key", "token", "RUNWARE_API_KEY":
            "remove it and make the key invalid where it was issued: keys come from the environment, never from a file here"
        case "fetch", "hosts", "certificates", "baseURL", "keyFile":
            "put it into your own configuration, ~/.config/aurora/config.yaml: a workspace cannot say it"
        case "scenes": "remove it: every file below the folder `scenes` is a scene"
        default: nil
        }
    }
}
