internal import AuroraCore

extension FieldReader {
    /// Settings that only the hosted API takes; they are checked, and change nothing for other providers.
    private static let hostedSettings = ["ttl", "includeCost", "uploadEndpoint", "webhookURL"]

    /// What the hosted API calls some settings.
    private static let foreignNames = [
        "CFGScale": "cfgScale", "outputFormat": "format", "outputQuality": "quality", "numberResults": "takes",
        "resolution": "size", "frameRate": "fps",
    ]

    mutating func settings(_ node: SyntaxNode) -> [StatedSetting] {
        guard let entries = entries(node, of: "settings", example: "settings: {quality: 90}") else { return [] }
        var result: [StatedSetting] = []
        for entry in entries {
            if let name = SettingName(rawValue: entry.name) {
                if let value = setting(entry.value, named: name) {
                    result.append(StatedSetting(value: value, span: source.span(of: entry.value)))
                }
            } else if Self.hostedSettings.contains(entry.name) {
                checkHostedSetting(entry)
            } else {
                unknownKey(
                    entry, in: "`settings`", known: SettingText.names + Self.hostedSettings,
                    hint: Self.foreignNames[entry.name].map { "it is called `\($0)` here" })
            }
        }
        return result
    }

    private mutating func setting(_ node: SyntaxNode, named name: SettingName) -> SettingValue? {
        let text =
            SettingText.isNumber(name) ? plainNumber(node, of: name.rawValue) : text(node, of: name.rawValue)
        guard let text else { return nil }
        switch SettingText.value(of: name, from: text) {
        case .success(let value): return value
        case .failure(let refusal):
            report(refusal.problem, at: node, hint: refusal.hint)
            return nil
        }
    }

    private mutating func checkHostedSetting(_ entry: SyntaxNode.Entry) {
        switch entry.name {
        case "ttl":
            // A year: the API names no upper bound.
            _ = wholeNumber(entry.value, of: entry.name, in: 60...31_536_000)
        case "includeCost":
            guard let text = text(entry.value, of: entry.name), text != "true", text != "false" else { return }
            report(
                "`includeCost` must be `true` or `false`, not \(Words.quoted(text))", at: entry.value,
                hint: "choose one")
        default:
            checkSecretURL(entry)
        }
    }

    /// A URL, or `{env: NAME}` for one that holds a secret.
    private mutating func checkSecretURL(_ entry: SyntaxNode.Entry) {
        guard case .mapping(let pairs) = entry.value.content else {
            guard let text = line(entry.value, of: entry.name), !Self.isURL(text) else { return }
            report(
                "\(Words.quoted(entry.name)) must be an https URL, not \(Words.quoted(text))", at: entry.value,
                hint: "write a URL, or `{env: NAME}` if it is secret")
            return
        }
        for pair in pairs where pair.name != "env" { unknownKey(pair, in: "`\(entry.name)`", known: ["env"]) }
        if let name = pairs.first(where: { $0.name == "env" }) { _ = line(name.value, of: "env") }
    }

    static func isURL(_ text: String) -> Bool {
        let start = text.prefix(8).lowercased()
        return start.hasPrefix("https://") || start.hasPrefix("http://")
    }
}
