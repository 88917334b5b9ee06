package import AuroraCore

/// Who may use the server: the names of accounts by their keys. Keys themselves are kept nowhere, only what they hash to.
package struct KeyRing: Sendable {
    private let accounts: [(digest: Digest, name: String)]
    /// Whether any key will do.
    package let isOpen: Bool

    /// Takes any key that is one: who has another is another.
    package static let open = KeyRing(accounts: [], isOpen: true)

    private init(accounts: [(digest: Digest, name: String)], isOpen: Bool) {
        self.accounts = accounts
        self.isOpen = isOpen
    }

    /// Reads a file of keys: a line each, `KEY` or `NAME KEY`; `#` begins a comment. `nil` if there is none in it, or if one is
    /// shorter than `leastLength`.
    package init?(file text: String) {
        var found: [(digest: Digest, name: String)] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }
            guard let key = words.last else { continue }
            guard words.count <= 2, key.utf8.count >= Self.leastLength else { return nil }
            let digest = Digest(hashing: String(key))
            found.append((digest, words.count == 2 ? String(words[0]) : "key-" + digest.short))
        }
        guard !found.isEmpty else { return nil }
        accounts = found
        isOpen = false
    }

    /// Characters; shorter ones could be guessed.
    package static let leastLength = 8

    /// Whose key it is. All are looked at, and hashes are compared, so that the time it takes tells nothing of a key.
    package func account(of key: Secret) -> String? {
        let digest = Digest(hashing: key.revealed)
        if isOpen { return key.revealed.isEmpty ? nil : "key-" + digest.short }
        var found: String?
        for account in accounts where account.digest == digest { found = account.name }
        return found
    }
}
