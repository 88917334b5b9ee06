/// What an action made, as the action cache remembers it.
package struct ActionResult: Hashable, Sendable, Codable {
    /// The video.
    package let video: Artifact
    package let media: MediaFacts
    /// What was paid for it.
    package let cost: Cost

    package init(video: Artifact, media: MediaFacts, cost: Cost) {
        self.video = video
        self.media = media
        self.cost = cost
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

    /// Of a video that nobody has looked into: nothing is known, and every number is 0.
    package static let unknown = MediaFacts(
        width: 0, height: 0, framesPerSecond: 0, durationMilliseconds: 0, videoCodec: "", audioCodec: "")

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
