package import AuroraCore
import Foundation

/// What a release says of its outputs: written into the message of its tag, below the text for people.
///
/// Canonical JSON of format 1; a reader refuses a later one.
package struct ReleaseManifest: Hashable, Sendable {
    /// One output of a release.
    package struct Output: Hashable, Sendable {
        /// Path of its record in the tagged commit.
        package let record: String
        package let key: ActionKey
        package let artifact: Artifact
        package let cost: Cost

        package init(record: String, key: ActionKey, artifact: Artifact, cost: Cost) {
            self.record = record
            self.key = key
            self.artifact = artifact
            self.cost = cost
        }
    }

    /// A consent or licence that a release rests on.
    package struct Right: Hashable, Sendable {
        /// Workspace path of the document in the tagged commit.
        package let path: String
        package let digest: Digest
        /// The last day on which it holds.
        package let expires: CivilDate?

        package init(path: String, digest: Digest, expires: CivilDate?) {
            self.path = path
            self.digest = digest
            self.expires = expires
        }
    }

    /// The workspace's name.
    package let workspace: String
    /// `nil` for a release of all scenes.
    package let campaign: String?
    package let version: String
    package let profile: String
    /// By the path at which a build puts each.
    package let outputs: [String: Output]
    /// Each once, sorted by path.
    package let rights: [Right]

    package init(
        workspace: String, campaign: String?, version: String, profile: String, outputs: [String: Output],
        rights: [Right] = []
    ) {
        self.workspace = workspace
        self.campaign = campaign
        self.version = version
        self.profile = profile
        self.outputs = outputs
        self.rights = Dictionary(rights.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first }).values
            .sorted { $0.path < $1.path }
    }

    /// The name of the tag: `spring/v1.2.0`.
    package var tagName: String { "\(campaign ?? workspace)/\(version)" }

    package var cost: Cost {
        // Outputs of one result were paid for once.
        var seen: Set<[Digest]> = []
        return outputs.values.reduce(.zero) { sum, output in
            seen.insert([output.key.digest, output.artifact.digest]).inserted ? sum + output.cost : sum
        }
    }
}

extension ReleaseManifest {
    private static let format: Int64 = 1
    /// The line after which the manifest begins.
    private static let marker = "Aurora-Manifest:"

    /// The message of the tag: a summary, `text` if there is any, and the manifest.
    package func message(text: String?) -> String {
        let bytes = outputs.values.reduce(0) { $0 + $1.artifact.bytes }
        let summary = "Release \(campaign ?? workspace) \(version)"
        let facts =
            "\(Wording.count(outputs.count, "output")) of the profile \(profile), \(bytes) bytes, \(cost)"
        let json = String(decoding: value.file, as: UTF8.self)
        let parts = [summary, text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "", facts]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n\n\(Self.marker)\n\(json)"
    }

    private var value: CanonicalJSON {
        var members: [String: CanonicalJSON] = [
            "format": .integer(Self.format), "workspace": .text(workspace), "version": .text(version),
            "profile": .text(profile),
            "outputs": .object(
                outputs.mapValues { output in
                    .object([
                        "record": .text(output.record), "key": .text(output.key.description),
                        "sha256": .text(output.artifact.digest.hexadecimal),
                        "bytes": .integer(output.artifact.bytes),
                        "costMicroDollars": .integer(output.cost.microDollars),
                    ])
                }),
        ]
        if let campaign { members["campaign"] = .text(campaign) }
        if !rights.isEmpty {
            let documents = rights.map { right in
                var members: [String: CanonicalJSON] = ["sha256": .text(right.digest.hexadecimal)]
                if let expires = right.expires { members["expires"] = .text(expires.description) }
                return (right.path, CanonicalJSON.object(members))
            }
            members["rights"] = .object(Dictionary(documents, uniquingKeysWith: { first, _ in first }))
        }
        return .object(members)
    }

    /// Reads the manifest of a tag's message; `nil` if there is none, or one of a later format. What follows it, such
    /// as a signature, is none of it.
    package init?(message: String) {
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
        // The last one: what comes before it is a text that may say anything.
        guard let start = lines.lastIndex(where: { $0 == Self.marker }) else { return nil }
        let rest = lines[(start + 1)...]
        guard let end = rest.firstIndex(where: { $0 == "}" }) else { return nil }
        let json = rest[...end].joined(separator: "\n")
        // Whatever is wrong with it, it tells nothing.
        guard let parsed = try? JSONDecoder().decode(Parsed.self, from: Data(json.utf8)), parsed.format == Self.format
        else { return nil }
        self.init(
            workspace: parsed.workspace, campaign: parsed.campaign, version: parsed.version, profile: parsed.profile,
            outputs: parsed.outputs.mapValues { output in
                Output(
                    record: output.record, key: output.key,
                    artifact: Artifact(digest: output.sha256, bytes: output.bytes), cost: output.costMicroDollars)
            },
            rights: (parsed.rights ?? [:]).sorted { $0.key < $1.key }.map { path, right in
                Right(path: path, digest: right.sha256, expires: right.expires.flatMap { CivilDate($0) })
            })
    }

    private struct Parsed: Decodable {
        let format: Int64
        let workspace: String
        let campaign: String?
        let version: String
        let profile: String
        let outputs: [String: Output]
        let rights: [String: Right]?

        struct Right: Decodable {
            let sha256: Digest
            let expires: String?
        }

        struct Output: Decodable {
            let record: String
            let key: ActionKey
            let sha256: Digest
            let bytes: Int64
            let costMicroDollars: Cost
        }
    }
}
