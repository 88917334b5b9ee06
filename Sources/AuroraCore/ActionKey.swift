/// The digest over everything that can change an action's result.
package struct ActionKey: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package let digest: Digest

    package init(_ digest: Digest) { self.digest = digest }

    package init(from decoder: any Decoder) throws { digest = try Digest(from: decoder) }

    package func encode(to encoder: any Encoder) throws { try digest.encode(to: encoder) }

    package static func < (left: ActionKey, right: ActionKey) -> Bool { left.digest < right.digest }

    package var description: String { digest.hexadecimal }
}
