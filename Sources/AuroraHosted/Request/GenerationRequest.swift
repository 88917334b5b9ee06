package import AuroraCore
package import AuroraWorkspace

/// What is asked of a hosted model: everything that has a say in the result, and nothing else.
///
/// Its key is what a paid result is known by for ever, whatever becomes of action keys: the format of the key is frozen.
/// Where the inputs lie, where the result goes and how long it stays are no part of it.
package struct GenerationRequest: Hashable, Sendable {
    /// The hosted model: `creatify:aurora@fast`.
    package let model: String
    /// Empty for none; 2…3000 Unicode scalars else.
    package let prompt: String
    /// 0…1000.
    package let cfgScaleHundredths: Int
    package let format: VideoFormat
    /// 20…99.
    package let quality: Int
    package let safety: SafetyLevel
    package let image: Digest
    package let audio: Digest
    /// 1…4: each take is a request of its own, sent with `numberResults` 1.
    package let take: Int

    package init(
        model: String, prompt: String, cfgScaleHundredths: Int, format: VideoFormat, quality: Int,
        safety: SafetyLevel, image: Digest, audio: Digest, take: Int
    ) {
        self.model = model
        self.prompt = prompt
        self.cfgScaleHundredths = cfgScaleHundredths
        self.format = format
        self.quality = quality
        self.safety = safety
        self.image = image
        self.audio = audio
        self.take = take
    }

    package var key: RequestKey {
        var writer = HashingKeyWriter()
        writer.field("requestFormat", .integer(1))
        writer.field("model", .text(model))
        writer.field("prompt", .text(prompt))
        writer.field("cfgScaleHundredths", .integer(Int64(cfgScaleHundredths)))
        writer.field("format", .text(format.rawValue))
        writer.field("quality", .integer(Int64(quality)))
        writer.field("safety", .text(safety.rawValue))
        writer.field("image", .digest(image))
        writer.field("audio", .digest(audio))
        writer.field("take", .integer(Int64(take)))
        return RequestKey(writer.finish())
    }
}

/// Names a `GenerationRequest`: SHA-256 over its fields, each with name and length. Format 1, frozen.
package struct RequestKey: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let digest: Digest

    package init(_ digest: Digest) { self.digest = digest }

    package var description: String { digest.hexadecimal }

    package static func < (left: RequestKey, right: RequestKey) -> Bool { left.digest < right.digest }
}
