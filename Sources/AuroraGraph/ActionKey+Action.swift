package import AuroraCore
internal import AuroraWorkspace

/// Raised when the list of fields or their encoding changes; old results are then made again.
private let keyFormat: Int64 = 1

extension Action {
    /// The only place that says what an action depends on. `digest` tells the digest of an input by its path.
    ///
    /// The scene's id, the profile's name and the paths of inputs are not here: a renamed scene re-uses its result.
    package func describe(to writer: inout some KeyWriter, digest: (String) -> Digest) {
        writer.field("keyFormat", .integer(keyFormat))
        writer.field("kind", .text("talkingHead"))
        writer.field("provider", .text(work.provider.name))
        writer.field("model", .text(work.provider.model))
        writer.field("engine", .text(work.provider.engine))
        for input in work.inputs { writer.field(input.field, .digest(digest(input.file.path))) }
        if let program = work.program { return describe(program, to: &writer) }
        writer.field("prompt", .text(work.prompt))
        describeSettings(to: &writer)
    }

    private func describeSettings(to writer: inout some KeyWriter) {
        let settings = work.settings
        writer.field("cfgScale", .text(Self.decimal(hundredths: settings.cfgScaleHundredths)))
        writer.field("format", .text(settings.format.rawValue))
        writer.field("quality", .integer(Int64(settings.quality)))
        writer.field("safety", .text(settings.safety.rawValue))
        writer.field("seed", .text(String(work.seed)))
        writer.field("size", .text(settings.size.rawValue))
        writer.field("fps", .integer(Int64(settings.framesPerSecond)))
    }

    /// What a program of the user's own is told. It sees the suffixes of its files, so they may change what it does.
    private func describe(_ program: CommandProgram, to writer: inout some KeyWriter) {
        writer.field("run", .text(program.quotedRun))
        writer.field("imageSuffix", .text(work.image.suffix))
        writer.field("audioSuffix", .text(work.audio.suffix))
        if program.takes(.prompt) { writer.field("prompt", .text(work.prompt)) }
        if program.takes(.settings) {
            describeSettings(to: &writer)
        } else {
            writer.field("format", .text(work.settings.format.rawValue))
        }
    }

    /// The key, given the digests of all inputs.
    package func key(digest: (String) -> Digest) -> ActionKey {
        var writer = HashingKeyWriter()
        describe(to: &writer, digest: digest)
        return ActionKey(writer.finish())
    }

    /// The fields behind the key, in their order.
    package func keyFields(digest: (String) -> Digest) -> [KeyField] {
        var writer = ListingKeyWriter()
        describe(to: &writer, digest: digest)
        return writer.fields
    }

    /// `1.00`: the one spelling of a scale, whatever the user wrote.
    private static func decimal(hundredths: Int) -> String {
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}
