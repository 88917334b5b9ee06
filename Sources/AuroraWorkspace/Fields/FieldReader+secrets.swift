internal import AuroraCore

extension FieldReader {
    /// A URL, or `{env: NAME}` for one that holds a secret. A secret written out is refused where the file is shared with
    /// others, as a workspace's is.
    mutating func secretURL(_ entry: SyntaxNode.Entry) -> SecretText? {
        guard case .mapping(let pairs) = entry.value.content else {
            guard let text = line(entry.value, of: entry.name) else { return nil }
            return plainURL(text, entry)
        }
        for pair in pairs where pair.name != "env" { unknownKey(pair, in: "`\(entry.name)`", known: ["env"]) }
        guard let pair = pairs.first(where: { $0.name == "env" }) else {
            if pairs.isEmpty {
                report(
                    "\(Words.quoted(entry.name)) does not say where its value is", at: entry.value,
                    hint: "write a URL, or `{env: NAME}`")
            }
            return nil
        }
        guard let name = line(pair.value, of: "env", placeholder: "NAME") else { return nil }
        guard Self.isVariable(name) else {
            report(
                "\(Words.quoted(name)) cannot be the name of an environment variable", at: pair.value,
                hint: "use letters, digits and `_`, not beginning with a digit")
            return nil
        }
        return .environment(name)
    }

    private mutating func plainURL(_ text: String, _ entry: SyntaxNode.Entry) -> SecretText? {
        do throws(WebURL.Refusal) {
            let url = try WebURL(text)
            guard Self.looksSecret(url.text) else { return .plain(url.text) }
            report(
                "the URL of \(Words.quoted(entry.name)) seems to hold a secret", at: entry.value,
                hint: "put it into an environment variable, write `\(entry.name): {env: NAME}`, and change the secret")
        } catch {
            report(
                "\(Words.quoted(entry.name)) \(error.problem)", at: entry.value,
                hint: "write an https URL, or `{env: NAME}` if it holds a secret")
        }
        return nil
    }

    /// Whether a URL has a query member whose name says that it is a key, as presigned ones have.
    static func looksSecret(_ url: String) -> Bool {
        guard let start = url.firstIndex(of: "?") else { return false }
        let words = ["token", "key", "secret", "sig", "password", "passwd", "auth", "credential"]
        return url[start...].dropFirst().split(separator: "&").contains { member in
            let name = member.prefix { $0 != "=" }.lowercased()
            return member.count > name.count + 1 && words.contains { name.contains($0) }
        }
    }

    private static func isVariable(_ name: String) -> Bool {
        !name.utf8.isEmpty && name.utf8.first.map { !(0x30...0x39).contains($0) } == true
            && name.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte)
            }
    }
}
