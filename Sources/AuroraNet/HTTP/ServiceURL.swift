import AuroraCore

/// A URL of a service that the user chose: https, or http to this machine alone, where nobody listens in between.
struct ServiceURL: Hashable, Sendable {
    /// As it was written, without the fragment. May hold secrets behind the host.
    let text: String
    /// In small letters; an IPv6 address in its brackets.
    let host: String
    let port: Int
    let isEncrypted: Bool

    /// Whether the host is this machine by its name. Where a name really leads is for `AddressPolicy` to say.
    var isThisMachine: Bool { Self.isThisMachine(host) }

    init(_ text: String) throws(WebURL.Refusal) {
        isEncrypted = text.prefix(7).lowercased() != "http://"
        let parsed = try WebURL(isEncrypted ? text : "https://" + text.dropFirst(7))
        let authority = parsed.text.dropFirst(8).prefix { !"/?".contains($0) }
        let hasPort = authority.dropFirst(parsed.host.utf8.count).hasPrefix(":")
        guard isEncrypted || Self.isThisMachine(parsed.host) else {
            throw WebURL.Refusal(
                problem: "must begin with `https://`", hint: "only connections to this machine may be unencrypted")
        }
        self.text = isEncrypted ? parsed.text : "http://" + parsed.text.dropFirst(8)
        host = parsed.host
        port = isEncrypted || hasPort ? parsed.port : 80
    }

    private static func isThisMachine(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
