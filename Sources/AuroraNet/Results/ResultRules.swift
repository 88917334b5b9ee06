import AuroraCore

/// From where results may be fetched. Their URLs come from the service: it must not be able to have this machine or its
/// neighbours asked for anything.
package struct ResultRules: Sendable {
    /// What is open besides the internet at large.
    package enum Reach: Hashable, Sendable {
        case internet
        /// This machine too, unencrypted as well: where the service itself is on it.
        case thisMachineToo
    }

    package var reach: Reach
    /// `host` or `host:port`, by https, wherever they are: the service's own.
    package var allowedHosts: Set<String>
    /// Absolute path of certificates to trust in the place of the system's.
    package var certificates: String?
    package var proxies: Proxies

    package init(
        reach: Reach = .internet, allowedHosts: Set<String> = [], certificates: String? = nil, proxies: Proxies = .none
    ) {
        self.reach = reach
        self.allowedHosts = allowedHosts
        self.certificates = certificates
        self.proxies = proxies
    }

    /// The rules for results of the service at this URL: what it is itself, its results may be.
    package init(service: String, certificates: String? = nil, proxies: Proxies = .none) {
        self.init(certificates: certificates, proxies: proxies)
        // A service whose URL is not allowed is never asked, and so gives no results.
        guard let url = try? ServiceURL(service) else { return }
        if url.isThisMachine { reach = .thisMachineToo } else { allowedHosts = ["\(url.host):\(url.port)"] }
    }

    /// How one URL is fetched.
    struct Route: Sendable {
        let url: ServiceURL
        /// Empty if there is none.
        let proxy: String
        private let accepted: Accepted

        fileprivate enum Accepted { case internet, thisMachine, everything }

        fileprivate init(_ url: ServiceURL, proxy: String, accepted: Accepted) {
            self.url = url
            self.proxy = proxy
            self.accepted = accepted
        }

        /// Whether the address in a `sockaddr` of so many bytes may be connected to.
        func accepts(_ address: UnsafeRawPointer, _ size: Int) -> Bool {
            switch accepted {
            case .internet: AddressPolicy.isPublic(address, size: size)
            case .thisMachine: AddressPolicy.isThisMachine(address, size: size)
            case .everything: true
            }
        }
    }

    /// How to get there; throws, in words, why that may not be.
    func route(to text: String) throws(DownloadFailure) -> Route {
        let url: ServiceURL
        do throws(WebURL.Refusal) { url = try ServiceURL(text) } catch { throw .refused("its URL \(error.problem)") }
        if url.isThisMachine, reach == .thisMachineToo { return Route(url, proxy: "", accepted: .thisMachine) }
        guard url.isEncrypted else { throw .refused("its URL must begin with `https://`") }
        let isAllowed =
            allowedHosts.contains("\(url.host):\(url.port)") || (url.port == 443 && allowedHosts.contains(url.host))
        guard isAllowed || url.port == 443 else { throw .refused("port \(url.port) is not the one of https") }
        guard let proxy = proxies.proxy(for: url) else {
            return Route(url, proxy: "", accepted: isAllowed ? .everything : .internet)
        }
        // Whoever asks a proxy sees its address alone, so the name has to do.
        guard isAllowed || Self.isOfTheInternet(url.host) else {
            throw .refused("`\(url.host)` is not on the open internet")
        }
        return Route(url, proxy: proxy, accepted: .everything)
    }

    /// Whether a name is one that the internet's name service gives out: no number, nothing that is kept for local use
    /// (RFC 6761, RFC 6762 and what is customary).
    private static func isOfTheInternet(_ host: String) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: true)
        guard labels.count > 1, let last = labels.last, last.utf8.contains(where: { $0 > 0x39 }), !last.hasPrefix("0x")
        else { return false }
        return !["localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "test", "invalid"]
            .contains(last)
    }
}
