package import AuroraCore

/// What a task is called at the service: a UUID of version 4.
///
/// The service refuses a second task of the same name, so the name is what keeps a generation from being paid for twice.
/// It is therefore not drawn but derived: whoever builds the same scene with the same team key names the task alike, also on
/// a machine that has never heard of the first attempt.
package struct TaskID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// As a UUID is written, in small letters.
    package let text: String

    /// Takes any UUID; `nil` for what is none.
    package init?(_ text: String) {
        let lower = text.lowercased()
        let parts = lower.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [8, 4, 4, 4, 12], parts.joined().allSatisfy(\.isHexDigit) else { return nil }
        self.text = lower
    }

    /// The name of the `attempt`-th task (from 0) for a request: the first 122 bits of
    /// HMAC-SHA256(team key, "aurora-task/1" 0 provider 0 request key 0 attempt), in the shape of a version 4 UUID.
    package init(_ team: TeamKey, provider: String, request: RequestKey, attempt: Int) {
        let message = ["aurora-task/1", provider, request.description, String(attempt)].joined(separator: "\0")
        var bytes = Array(team.authenticated(message).bytes.prefix(16))
        self.init(shaping: &bytes)
    }

    /// A name for a task that costs nothing and may be sent twice.
    package static func random() -> TaskID {
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
        return TaskID(shaping: &bytes)
    }

    /// The UUID of version 4 with the bits of sixteen bytes, but for the six that say so.
    private init(shaping bytes: inout [UInt8]) {
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16]
        text = groups.map { digits[$0].joined() }.joined(separator: "-")
    }

    package var description: String { text }

    package static func < (left: TaskID, right: TaskID) -> Bool { left.text < right.text }
}

/// The secret that tasks are named with. All machines of a team have the same one, so that they name them alike; nobody else
/// has it, so that nobody can take a name beforehand.
package struct TeamKey: Sendable {
    private let secret: Secret

    /// A secret that is stated.
    package init(_ secret: Secret) { self.secret = secret }

    /// Where none is stated, one is derived from the key of the API, which machines of a team mostly share.
    package init(fromAPIKey key: Secret) {
        let digest = Digest(authenticating: "aurora-team-key/1".utf8, with: key.revealed.utf8)
        secret = Secret(digest.hexadecimal)
    }

    func authenticated(_ message: String) -> Digest {
        Digest(authenticating: message.utf8, with: secret.revealed.utf8)
    }
}
