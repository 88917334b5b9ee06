package import AuroraCore

/// What the user's own configuration file says: what holds for every scene of every workspace, and what no workspace may
/// say.
package struct UserConfiguration: Sendable {
    /// Absolute path of the file, whether it is there or not; `nil` if there is nowhere to look.
    package internal(set) var file: String?
    /// The user's caps: a workspace's can only be lower.
    package internal(set) var budget = Budget()
    /// What the user says of the hosted provider.
    package internal(set) var hosted = HostedAccess()
    /// Hosts (`host` or `host:port`) that may be fetched from wherever they are.
    package internal(set) var fetchHosts: Set<String> = []
    /// Absolute path of a file of certificates to trust in the place of the system's; `nil` for those.
    package internal(set) var fetchCertificates: String?
    /// The first layer of every scene: settings and provider.
    var defaults = SceneLayer()

    /// Says nothing.
    package init() {}
}

/// How the hosted API is reached.
package struct HostedAccess: Hashable, Sendable {
    /// In the place of the one that is built in.
    package internal(set) var baseURL: Located<String>?
    /// Absolute path of a file whose first line is the API key.
    package internal(set) var keyFile: Located<String>?
    /// Absolute path of a file whose first line is the secret that tasks are named with.
    package internal(set) var teamKeyFile: Located<String>?
    /// Absolute path of a file of certificates to trust in the place of the system's.
    package internal(set) var certificates: Located<String>?
    /// How many tasks may be under way at a time in one build; `nil` for as many as usual.
    package internal(set) var tasks: Int?
    /// What a second costs, by model, in the place of the published price.
    package internal(set) var prices: [String: Located<Cost>] = [:]

    /// The bounds of `tasks`. The service has no hard limit of its own; beyond this it would be a mistake.
    package static let taskRange = 1...64

    /// Nothing stated.
    package init() {}

    /// Why a text cannot be where the API is: unencrypted it may be only where nothing leaves the machine.
    package static func problem(ofBaseURL text: String) -> WebURL.Refusal? {
        let isLoopback = ["http://localhost", "http://127.0.0.1", "http://[::1]"].contains { start in
            text.hasPrefix(start) && (text.dropFirst(start.count).first.map { ":/".contains($0) } ?? true)
        }
        if isLoopback { return nil }
        do throws(WebURL.Refusal) {
            _ = try WebURL(text)
            return nil
        } catch { return error }
    }
}

extension Budget {
    /// The lower of each two caps.
    func lowered(to other: Budget) -> Budget {
        func lower(_ first: Cost?, _ second: Cost?) -> Cost? { [first, second].compactMap { $0 }.min() }
        return Budget(
            scene: lower(scene, other.scene), campaign: lower(campaign, other.campaign),
            build: lower(build, other.build), day: lower(day, other.day), month: lower(month, other.month))
    }
}
