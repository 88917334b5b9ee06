internal import AuroraCore

extension FieldReader {
    /// Settings that say how the hosted API is asked, and what they may be.
    static let hostedWords = [
        "model": HostedTask.models, "outputType": ["URL"], "deliveryMethod": ["async"],
    ]

    /// One of those, or the UUID of a task.
    mutating func hostedWord(_ entry: SyntaxNode.Entry) -> String? {
        guard let text = line(entry.value, of: entry.name) else { return nil }
        if let words = Self.hostedWords[entry.name] {
            if words.contains(text) { return text }
            let refusal = Words.refusal(text, of: entry.name, among: words)
            report(refusal.problem, at: entry.value, hint: refusal.hint)
            return nil
        }
        // The service takes random ones (version 4) only.
        let version = text.split(separator: "-").dropFirst(2).first?.first
        let variant = text.split(separator: "-").dropFirst(3).first?.first
        guard Self.isUUID(text), version == "4", variant.map({ "89abAB".contains($0) }) == true else {
            report(
                "\(Words.quoted(entry.name)) must be a UUID of version 4, not \(Words.quoted(text))", at: entry.value,
                hint: "write one as in `c734d6e1-a1b2-45a5-9deb-aec768e1e1c3`, or remove it")
            return nil
        }
        return text
    }
}
