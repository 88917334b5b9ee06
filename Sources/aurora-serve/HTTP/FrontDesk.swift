import AuroraCore
import AuroraHosted
import AuroraServe
import NIOHTTP1

/// What all conversations share: the service, who may use it, and what they are held to.
struct FrontDesk: Sendable {
    let service: Service
    let keys: KeyRing
    let limits: ServeLimits
    let load: ServeLoad
    /// Whether only this machine reaches the server: then no name but its own is answered to.
    let isLoopback: Bool
    /// By what clients reach the server, if not by the name they use.
    let publicURL: String?
    /// The workspace that is looked on, if there is one.
    let board: WorkspaceBoard?

    /// Whether whoever asks is on this machine.
    var isPrivate: Bool { isLoopback && publicURL == nil }

    /// What the server is called by whoever sent a request.
    func origin(_ head: HTTPRequestHead) -> String {
        publicURL ?? "http://\(head.headers.first(name: "host") ?? "localhost")"
    }

    /// Why a request is not answered at all. A page of a stranger's must not use the server by way of somebody's browser: the
    /// browser says where the page is from, and a name that only leads here is not the server's own.
    func refusal(_ head: HTTPRequestHead) -> ServiceProblem? {
        let host = head.headers.first(name: "host")?.lowercased() ?? ""
        guard Self.isHost(host) else { return ServiceProblem("invalidRequest", "The Host header is missing or wrong.") }
        let authority = publicURL.map { String($0.drop { $0 != "/" }.dropFirst(2)).lowercased() }
        if isLoopback, !Self.isThisMachine(host), host != authority {
            return ServiceProblem("invalidRequest", "This server does not answer to that name.", status: 421)
        }
        if let page = head.headers.first(name: "origin")?.lowercased(), page != "http://\(host)",
            page != "https://\(host)",
            authority == nil || !page.hasSuffix("//" + (authority ?? ""))
        {
            return ServiceProblem("forbidden", "Requests from other sites' pages are not answered.", status: 403)
        }
        return nil
    }

    private static func isHost(_ host: String) -> Bool {
        !host.isEmpty && host.utf8.count < 256
            && host.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || ".-_:[]".utf8.contains(byte)
            }
    }

    private static func isThisMachine(_ host: String) -> Bool {
        if host.hasPrefix("[") { return host.hasPrefix("[::1]") }
        let name = host.prefix { $0 != ":" }
        return name == "localhost" || name.hasPrefix("127.")
    }

    /// The account of an `Authorization` header; nil if there is none. Throws the problem with what there is.
    func account(_ head: HTTPRequestHead) throws(ServiceProblem) -> String? {
        guard let value = head.headers.first(name: "authorization") else { return nil }
        let words = value.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "bearer",
            let account = keys.account(of: Secret(String(words[1])))
        else { throw .invalidKey }
        return account
    }

    /// The account of an `authentication` task.
    func account(_ task: JSONValue) throws(ServiceProblem) -> String {
        guard let key = task["apiKey"], key != .null else { throw .missingKey }
        guard let text = key.text, let account = keys.account(of: Secret(text)) else { throw .invalidKey }
        return account
    }

    /// Whether only the price is asked for, by header or query.
    static func isDryRun(_ head: HTTPRequestHead) -> Bool {
        if let value = head.headers.first(name: "x-runware-dry-run") { return value != "0" && value != "false" }
        return head.uri.split(separator: "?", maxSplits: 1).dropFirst().first?
            .split(separator: "&").contains("dryRun=1") ?? false
    }
}
