/// What an action made, as the action cache remembers it.
package struct ActionResult: Hashable, Sendable {
    package let artifact: Artifact
    /// What the artifact is, if it is a video; `nil` for a sound, a picture or any other file.
    package let media: MediaFacts?
    /// What was paid for it.
    package let cost: Cost
    /// What is known of the payment; `nil` for what is free.
    package let paid: PaidFacts?

    package init(artifact: Artifact, media: MediaFacts?, cost: Cost, paid: PaidFacts? = nil) {
        self.artifact = artifact
        self.media = media
        self.cost = cost
        self.paid = paid
    }
}

extension ActionResult: Codable {
    private enum Member: String, CodingKey {
        case artifact, media, cost, paid
        /// What `artifact` was called when all results were videos.
        case video
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Member.self)
        let name: Member = members.contains(.artifact) ? .artifact : .video
        artifact = try members.decode(Artifact.self, forKey: name)
        media = try members.decodeIfPresent(MediaFacts.self, forKey: .media)
        cost = try members.decode(Cost.self, forKey: .cost)
        paid = try members.decodeIfPresent(PaidFacts.self, forKey: .paid)
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(artifact, forKey: .artifact)
        try members.encodeIfPresent(media, forKey: .media)
        try members.encode(cost, forKey: .cost)
        try members.encodeIfPresent(paid, forKey: .paid)
    }
}

/// A file that an action produced.
package struct Artifact: Hashable, Sendable, Codable {
    package let digest: Digest
    package let bytes: Int64

    package init(digest: Digest, bytes: Int64) {
        self.digest = digest
        self.bytes = bytes
    }
}

/// What a video is, as measured by whoever made it.
package struct MediaFacts: Hashable, Sendable, Codable {
    /// Pixels.
    package let width: Int
    /// Pixels.
    package let height: Int
    package let framesPerSecond: Int
    package let durationMilliseconds: Int
    package let videoCodec: String
    package let audioCodec: String

    package init(
        width: Int, height: Int, framesPerSecond: Int, durationMilliseconds: Int, videoCodec: String,
        audioCodec: String
    ) {
        self.width = width
        self.height = height
        self.framesPerSecond = framesPerSecond
        self.durationMilliseconds = durationMilliseconds
        self.videoCodec = videoCodec
        self.audioCodec = audioCodec
    }
}

/// Names what runs an action, and everything of it that can change an output.
package struct ProviderIdentity: Hashable, Sendable, Codable {
    /// `embedded`, `runware`, or the name of a command provider.
    package let name: String
    package let model: String
    /// The version of the engine behind it.
    package let engine: String

    package init(name: String, model: String, engine: String) {
        self.name = name
        self.model = model
        self.engine = engine
    }
}
