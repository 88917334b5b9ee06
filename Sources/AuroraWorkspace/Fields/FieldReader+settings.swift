internal import AuroraCore

extension FieldReader {
    /// Settings that only the hosted API takes; others leave them out.
    static let hostedSettings = [
        "ttl", "includeCost", "uploadEndpoint", "webhookURL", "model", "outputType", "deliveryMethod", "taskUUID",
    ]
    /// A year: the API names no upper bound.
    static let ttlSeconds = 60...31_536_000

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
                if let value = hostedSetting(entry) {
                    result.append(StatedSetting(value: .hosted(value), span: source.span(of: entry.value)))
                }
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

    private mutating func hostedSetting(_ entry: SyntaxNode.Entry) -> HostedSettingValue? {
        switch entry.name {
        case "ttl":
            return wholeNumber(entry.value, of: entry.name, in: Self.ttlSeconds).map { .ttl($0) }
        case "includeCost":
            guard let text = text(entry.value, of: entry.name) else { return nil }
            if text == "true" || text == "false" { return .includeCost(text == "true") }
            report(
                "`includeCost` must be `true` or `false`, not \(Words.quoted(text))", at: entry.value,
                hint: "choose one")
            return nil
        case "uploadEndpoint": return secretURL(entry).map { .uploadEndpoint($0) }
        case "webhookURL": return secretURL(entry).map { .webhookURL($0) }
        case "model": return hostedWord(entry).map { .model($0) }
        case "outputType": return hostedWord(entry).map { .outputType($0) }
        case "deliveryMethod": return hostedWord(entry).map { .deliveryMethod($0) }
        default: return hostedWord(entry).map { .taskUUID($0) }
        }
    }

    static func isURL(_ text: String) -> Bool {
        let start = text.prefix(8).lowercased()
        return start.hasPrefix("https://") || start.hasPrefix("http://")
    }
}
