import AuroraCore

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
        if let paid { members["paid"] = paid.json }
        return CanonicalJSON.object(members).file
    }

    /// Reads a record's file; `nil` if it is none, or of a later format.
    package init?(file: [UInt8]) {
        // Whatever is wrong with the file, it tells nothing: the scene counts as not recorded and is built.
        guard let members = CanonicalJSON(file: file)?.object, members["format"]?.integer == Self.format,
            let scene = members["scene"]?.text, let take = members["take"]?.integer.flatMap({ Int(exactly: $0) }),
            let key = members["key"]?.digest, let provider = members["provider"].flatMap(ProviderIdentity.init(json:)),
            let inputs = members["inputs"]?.object?.mapValues(RecordedInput.init(json:)),
            let parameters = members["parameters"]?.texts, let output = members["output"]?.object,
            let outputDigest = output["sha256"]?.digest, let outputBytes = output["bytes"]?.integer,
            let cost = members["costMicroDollars"]?.integer
        else { return nil }
        let readable = inputs.compactMapValues { $0 }
        let media = members["media"].map(MediaFacts.init(json:))
        let paid = members["paid"].map(PaidFacts.init(json:))
        guard readable.count == inputs.count, media != .some(nil), paid != .some(nil) else { return nil }
        self.init(
            scene: scene, take: take, key: ActionKey(key), provider: provider, inputs: readable, parameters: parameters,
            output: Artifact(digest: outputDigest, bytes: outputBytes), media: media ?? nil,
            cost: Cost(microDollars: cost), paid: paid ?? nil)
    }
}

extension CanonicalJSON {
    fileprivate var digest: Digest? { text.flatMap { Digest(hexadecimal: $0) } }

    /// The members, if all of them are texts.
    fileprivate var texts: [String: String]? {
        guard let members = object else { return nil }
        let texts = members.compactMapValues(\.text)
        return texts.count == members.count ? texts : nil
    }
}

extension ProviderIdentity {
    fileprivate init?(json: CanonicalJSON) {
        guard let texts = json.texts, let name = texts["name"], let model = texts["model"], let engine = texts["engine"]
        else { return nil }
        self.init(name: name, model: model, engine: engine)
    }
}

extension RecordedInput {
    fileprivate init?(json: CanonicalJSON) {
        guard let members = json.object, let digest = members["sha256"]?.digest else { return nil }
        var maker: Maker?
        if let madeBy = members["madeBy"] {
            guard let key = madeBy.object?["key"]?.digest, let parameters = madeBy.object?["parameters"]?.texts else {
                return nil
            }
            maker = Maker(key: ActionKey(key), parameters: parameters)
        }
        self.init(sha256: digest, path: members["path"]?.text, madeBy: maker)
    }

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
    fileprivate init?(json: CanonicalJSON) {
        func number(_ name: String) -> Int? { json.object?[name]?.integer.flatMap { Int(exactly: $0) } }
        guard let width = number("width"), let height = number("height"), let fps = number("fps"),
            let duration = number("durationMilliseconds"), let video = json.object?["videoCodec"]?.text,
            let audio = json.object?["audioCodec"]?.text
        else { return nil }
        self.init(
            width: width, height: height, framesPerSecond: fps, durationMilliseconds: duration, videoCodec: video,
            audioCodec: audio)
    }

    fileprivate var json: CanonicalJSON {
        .object([
            "width": .integer(Int64(width)), "height": .integer(Int64(height)),
            "fps": .integer(Int64(framesPerSecond)), "durationMilliseconds": .integer(Int64(durationMilliseconds)),
            "videoCodec": .text(videoCodec), "audioCodec": .text(audioCodec),
        ])
    }
}
