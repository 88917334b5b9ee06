import AuroraCore

/// Which connections go by a proxy, as the environment says: the user's own service is reached as everything else of the
/// user's is. What goes to this machine never does.
package struct Proxies: Sendable {
    /// May hold a password.
    private let proxy: Secret?
    /// Domains with all below them, and addresses; `*` is all.
    private let exceptions: [String]

    /// None.
    package static let none = Proxies(environment: [:])

    /// `https_proxy` or `HTTPS_PROXY`, else `all_proxy` or `ALL_PROXY`, but not for what `no_proxy` or `NO_PROXY` lists:
    /// names, between commas or spaces. As curl reads them, without its networks of addresses.
    package init(environment: [String: String]) {
        let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        proxy = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }.map { Secret($0) }
        let list = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
        exceptions = list.lowercased().split { $0 == "," || $0 == " " }.map { entry in
            String(entry.hasPrefix("*.") ? entry.dropFirst(2) : entry.drop { $0 == "." })
        }
    }

    /// The proxy's URL; nil if the connection is made directly.
    func proxy(for url: ServiceURL) -> String? {
        guard let proxy, url.isEncrypted, !url.isThisMachine, !exceptions.contains(where: { covers($0, url.host) })
        else { return nil }
        return proxy.revealed
    }

    private func covers(_ exception: String, _ host: String) -> Bool {
        exception == "*" || host == exception || host == "[\(exception)]" || host.hasSuffix(".\(exception)")
    }
}
