internal import AuroraCore
internal import AuroraFiles

extension FieldReader {
    private static let configurationKeys = ["defaults", "budget", "providers", "fetch"]

    /// What the user's own configuration says. `home` is the user's folder, for paths that begin with `~/`.
    mutating func configuration(_ entries: [SyntaxNode.Entry], home: String?) -> UserConfiguration {
        var result = UserConfiguration()
        for entry in entries {
            switch entry.name {
            case "defaults": result.defaults = configuredDefaults(entry.value)
            case "budget": result.budget = budget(entry.value)
            case "providers": result.hosted = hostedAccess(entry.value, home: home)
            case "fetch": fetching(entry.value, home: home, &result)
            default:
                unknownKey(
                    entry, in: "your configuration", known: Self.configurationKeys,
                    hint: SettingName(rawValue: entry.name).map { "write `defaults: {settings: {\($0.rawValue): …}}`" })
            }
        }
        return result
    }

    private mutating func configuredDefaults(_ node: SyntaxNode) -> SceneLayer {
        let example = "defaults: {settings: {quality: 90}}"
        let entries = entries(node, of: "defaults", example: example) ?? []
        let known = entries.filter { ["provider", "settings"].contains($0.name) }
        for entry in entries where !["provider", "settings"].contains(entry.name) {
            unknownKey(
                entry, in: "`defaults` of your configuration", known: ["provider", "settings"],
                hint: "state it in the workspace: it is not the same in all of them")
        }
        return sceneLayer(known, of: .workspaceDefaults, providers: [])
    }

    private mutating func hostedAccess(_ node: SyntaxNode, home: String?) -> HostedAccess {
        var result = HostedAccess()
        let example = "providers: {runware: {keyFile: ~/.config/aurora/runware.key}}"
        for provider in entries(node, of: "providers", example: example) ?? [] {
            guard provider.name == "runware" else {
                unknownKey(
                    provider, in: "`providers` of your configuration", known: ["runware"],
                    hint: "programs of your own are declared in the workspace that uses them")
                continue
            }
            for entry in entries(provider.value, of: "runware", example: "runware: {keyFile: …}") ?? [] {
                let span = source.span(of: entry.value)
                switch entry.name {
                case "baseURL": result.baseURL = baseURL(entry.value).map { Located($0, at: span) }
                case "keyFile": result.keyFile = ownPath(entry, home: home).map { Located($0, at: span) }
                case "teamKeyFile": result.teamKeyFile = ownPath(entry, home: home).map { Located($0, at: span) }
                case "certificates": result.certificates = ownPath(entry, home: home).map { Located($0, at: span) }
                case "tasks": result.tasks = wholeNumber(entry.value, of: "tasks", in: HostedAccess.taskRange)
                case "prices": result.prices = prices(entry.value)
                default: unknownKey(entry, in: "`runware`", known: Self.hostedKeys, hint: keyHint(entry.name))
                }
            }
        }
        return result
    }

    private static let hostedKeys = ["baseURL", "keyFile", "teamKeyFile", "certificates", "tasks", "prices"]

    private mutating func prices(_ node: SyntaxNode) -> [String: Located<Cost>] {
        var result: [String: Located<Cost>] = [:]
        let example = "prices: {\"\(HostedTask.model)\": 0.07}"
        for entry in entries(node, of: "prices", example: example) ?? [] {
            guard HostedTask.models.contains(entry.name) else {
                unknownKey(entry, in: "`prices`", known: HostedTask.models)
                continue
            }
            result[entry.name] = amount(entry, example: "0.07").map { Located($0, at: source.span(of: entry.value)) }
        }
        return result
    }

    private func keyHint(_ name: String) -> String? {
        ["key", "apiKey", "token"].contains(name)
            ? "put the key into a file that only you can read and name it with `keyFile:`" : nil
    }

    private mutating func baseURL(_ node: SyntaxNode) -> String? {
        guard let text = line(node, of: "baseURL", placeholder: "URL") else { return nil }
        guard let problem = HostedAccess.problem(ofBaseURL: text) else { return text }
        report("`baseURL` \(problem.problem)", at: node, hint: problem.hint)
        return nil
    }

    private mutating func fetching(_ node: SyntaxNode, home: String?, _ result: inout UserConfiguration) {
        for entry in entries(node, of: "fetch", example: "fetch: {hosts: [media.example.com]}") ?? [] {
            switch entry.name {
            case "hosts":
                for item in list(entry.value, of: "hosts", example: "hosts: [media.example.com]") ?? [] {
                    if let host = host(item) { result.fetchHosts.insert(host) }
                }
            case "certificates": result.fetchCertificates = ownPath(entry, home: home)
            default: unknownKey(entry, in: "`fetch`", known: ["hosts", "certificates"])
            }
        }
    }

    private mutating func host(_ node: SyntaxNode) -> String? {
        guard let text = line(node, of: "hosts", placeholder: "HOST") else { return nil }
        do throws(WebURL.Refusal) {
            let url = try WebURL("https://\(text)")
            guard url.text == "https://\(text)", !text.contains("/"), !text.contains("?") else {
                throw WebURL.Refusal(problem: "is more than a host", hint: "")
            }
            return url.port == 443 ? url.host : "\(url.host):\(url.port)"
        } catch {
            report(
                "\(Words.quoted(text)) is no host", at: node,
                hint: "write a name as in `media.example.com`, with `:PORT` if it is not 443")
            return nil
        }
    }

    /// A path of the user's own: absolute, from `~/`, or relative to the configuration file.
    private mutating func ownPath(_ entry: SyntaxNode.Entry, home: String?) -> String? {
        guard let text = line(entry.value, of: entry.name, placeholder: "FILE") else { return nil }
        if text.hasPrefix("~/") {
            if let home { return Paths.join(home, String(text.dropFirst(2))) }
            report("there is no telling where `~` is", at: entry.value, hint: "set HOME, or write the whole path")
            return nil
        }
        return Paths.join(Paths.parent(source.file) ?? "/", text)
    }
}
