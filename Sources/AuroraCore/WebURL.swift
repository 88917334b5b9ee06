/// An https URL that may be fetched: without credentials, and with a host. Says nothing about where the host is.
package struct WebURL: Hashable, Sendable {
    /// As it was written, without the fragment.
    package let text: String
    /// In small letters; an IPv6 address in its brackets.
    package let host: String
    package let port: Int

    /// Bytes; servers take no longer ones.
    package static let maximumLength = 2048

    /// Why a text is no such URL.
    package struct Refusal: Error, Hashable {
        /// Behind "the URL …" or the name of a field.
        package let problem: String
        package let hint: String

        package init(problem: String, hint: String) {
            self.problem = problem
            self.hint = hint
        }
    }

    package init(_ text: String) throws(Refusal) {
        let visible = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
        guard visible, text.utf8.count <= Self.maximumLength else {
            throw Refusal(
                problem: "has characters that no URL has, or more than \(Self.maximumLength)",
                hint: "write spaces and letters that are not ASCII as `%20` and so on")
        }
        guard text.prefix(8).lowercased() == "https://" else {
            throw Refusal(problem: "must begin with `https://`", hint: "only encrypted connections are used")
        }
        let rest = text.dropFirst(8)
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else {
            throw Refusal(problem: "has a name or password in it", hint: "remove it: what is fetched must need none")
        }
        let (host, port) = Self.split(authority)
        guard let port, (1...65_535).contains(port), Self.isHost(host) else {
            throw Refusal(problem: "names no host", hint: "write it as in `https://example.com/line.wav`")
        }
        self.text = String(text.prefix { $0 != "#" })
        self.host = host.lowercased()
        self.port = port
    }

    private static func split(_ authority: Substring) -> (host: Substring, port: Int?) {
        let end = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : nil
        let colon = authority[(end ?? authority.startIndex)...].firstIndex(of: ":")
        guard let colon else { return (authority, 443) }
        let digits = authority[authority.index(after: colon)...]
        let isNumber = !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return (authority[..<colon], isNumber ? Int(digits) : nil)
    }

    private static func isHost(_ host: Substring) -> Bool {
        if host.hasPrefix("[") {
            return host.hasSuffix("]") && host.count > 3
                && host.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        }
        return !host.isEmpty
            && host.utf8.allSatisfy { byte in
                byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                    || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            }
    }
}

extension WebURL: CustomStringConvertible {
    package var description: String { text }
}
