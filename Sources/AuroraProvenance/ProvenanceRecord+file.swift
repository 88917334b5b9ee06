import AuroraCore
import Foundation

/// The record's file: canonical JSON, one fact a line, so that `git diff` of a record reads well.
extension ProvenanceRecord {
    /// Raised when the meaning of a member changes.
    private static let format: Int64 = 1

    /// The bytes of the file.
    package var file: [UInt8] {
        var members: [String: CanonicalJSON] = [
            "format": .integer(Self.format),
            "scene": .text(scene),
            "take": .integer(Int64(take)),
            "key": .text(key.description),
            "provider": .object([
                "name": .text(provider.name), "model": .text(provider.model), "engine": .text(provider.engine),
            ]),
            "inputs": .object(inputs.mapValues(\.json)),
            "parameters": .object(parameters.mapValues { .text($0) }),
            "output": .object(["sha256": .text(output.digest.hexadecimal), "bytes": .integer(output.bytes)]),
            "costMicroDollars": .integer(cost.microDollars),
        ]
        if let media { members["media"] = media.json }
        return CanonicalJSON.object(members).file
    }

    /// Reads a record's file; `nil` if it is none, or of a later format.
    package init?(file: [UInt8]) {
        // Whatever is wrong with the file, it tells nothing: the scene counts as not recorded and is built.
        guard let parsed = try? JSONDecoder().decode(Parsed.self, from: Data(file)), parsed.format == Self.format else {
            return nil
        }
        self.init(
            scene: parsed.scene, take: parsed.take, key: parsed.key, provider: parsed.provider,
            inputs: parsed.inputs, parameters: parsed.parameters,
            output: Artifact(digest: parsed.output.sha256, bytes: parsed.output.bytes),
            media: parsed.media.map { media in
                MediaFacts(
                    width: media.width, height: media.height, framesPerSecond: media.fps,
                    durationMilliseconds: media.durationMilliseconds, videoCodec: media.videoCodec,
                    audioCodec: media.audioCodec)
            },
            cost: parsed.costMicroDollars)
    }

    private struct Parsed: Decodable {
        let format: Int64
        let scene: String
        let take: Int
        let key: ActionKey
        let provider: ProviderIdentity
        let inputs: [String: RecordedInput]
        let parameters: [String: String]
        let output: Output
        let media: Media?
        let costMicroDollars: Cost

        struct Output: Decodable {
            let sha256: Digest
            let bytes: Int64
        }

        struct Media: Decodable {
            let width: Int
            let height: Int
            let fps: Int
            let durationMilliseconds: Int
            let videoCodec: String
            let audioCodec: String
        }
    }
}

extension RecordedInput {
    fileprivate var json: CanonicalJSON {
        var members: [String: CanonicalJSON] = ["sha256": .text(sha256.hexadecimal)]
        if let path { members["path"] = .text(path) }
        if let madeBy {
            members["madeBy"] = .object([
                "key": .text(madeBy.key.description), "parameters": .object(madeBy.parameters.mapValues { .text($0) }),
            ])
        }
        return .object(members)
    }
}

extension MediaFacts {
    fileprivate var json: CanonicalJSON {
        .object([
            "width": .integer(Int64(width)), "height": .integer(Int64(height)),
            "fps": .integer(Int64(framesPerSecond)), "durationMilliseconds": .integer(Int64(durationMilliseconds)),
            "videoCodec": .text(videoCodec), "audioCodec": .text(audioCodec),
        ])
    }
}
