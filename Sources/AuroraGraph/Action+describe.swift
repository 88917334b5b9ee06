package import AuroraCore
internal import AuroraWorkspace

/// Raised when the list of fields or their encoding changes; old results are then made again.
private let keyFormat: Int64 = 1

extension Action {
    /// The only place that says what an action depends on. `digest` tells the digest of an input: of a file as it is,
    /// of a product as it was made.
    ///
    /// The scene's id, the profile's name, the paths of inputs and who makes them are not here: a renamed scene re-uses
    /// its result, and so does one whose speech was recorded instead of synthesised if bytes and words are the same.
    package func describe(to writer: inout some KeyWriter, digest: (Input) -> Digest) {
        writer.field("keyFormat", .integer(keyFormat))
        writer.field("kind", .text(work.kind.rawValue))
        writer.field("provider", .text(work.provider.name))
        writer.field("model", .text(work.provider.model))
        writer.field("engine", .text(work.provider.engine))
        for named in inputs { writer.field(named.field, .digest(digest(named.input))) }
        switch work {
        case .talkingHead(let work): work.describe(to: &writer, take: take)
        case .speech(let work):
            writer.field("text", .text(work.speech.text.text))
            writer.field("voice", .text(work.speech.voice.value))
            writer.field("rate", .text(decimal(hundredths: work.speech.rateHundredths)))
        case .fetch(let work): writer.field("url", .text(work.remote.url))
        case .alignment(let work):
            writer.field("transcript", .text(work.transcript.text))
            if let language = work.language { writer.field("language", .text(language)) }
        case .captions(let work): work.describe(to: &writer)
        case .poster(let work): work.describe(to: &writer)
        case .sheet(let work): work.describe(to: &writer)
        case .preview(let work): work.describe(to: &writer)
        case .variant(let work): work.describe(to: &writer)
        case .reel(let work): work.describe(to: &writer)
        }
    }
}

extension TalkingHead {
    fileprivate func describe(to writer: inout some KeyWriter, take: Int) {
        if let program { return describe(program, to: &writer) }
        if isHosted { return describeHosted(to: &writer, take: take) }
        writer.field("prompt", .text(prompt))
        // Only where there is one: without it the key is as it was before transcripts were read.
        if let transcript { writer.field("transcript", .text(transcript)) }
        describeSettings(to: &writer)
        if let face { writer.field("face", .text(face.value.text)) }
    }

    /// What a service is told. Where its result goes and how long it stays there changes no byte.
    private func describeHosted(to writer: inout some KeyWriter, take: Int) {
        writer.field("prompt", .text(prompt))
        writer.field("cfgScale", .text(decimal(hundredths: settings.cfgScaleHundredths)))
        writer.field("format", .text(settings.format.rawValue))
        writer.field("quality", .integer(Int64(settings.quality)))
        writer.field("safety", .text(settings.safety.rawValue))
        writer.field("take", .integer(Int64(take)))
    }

    /// What a program of the user's own is told. It sees the suffixes of its files, so they may change what it does.
    private func describe(_ program: CommandProgram, to writer: inout some KeyWriter) {
        writer.field("run", .text(program.quotedRun))
        writer.field("imageSuffix", .text(image.suffix))
        writer.field("audioSuffix", .text(audio.suffix))
        if program.takes(.prompt) { writer.field("prompt", .text(prompt)) }
        if program.takes(.settings) {
            describeSettings(to: &writer)
        } else {
            writer.field("format", .text(settings.format.rawValue))
        }
    }

    private func describeSettings(to writer: inout some KeyWriter) {
        writer.field("cfgScale", .text(decimal(hundredths: settings.cfgScaleHundredths)))
        writer.field("format", .text(settings.format.rawValue))
        writer.field("quality", .integer(Int64(settings.quality)))
        writer.field("safety", .text(settings.safety.rawValue))
        writer.field("seed", .text(String(seed)))
        writer.field("size", .text(settings.size.rawValue))
        writer.field("fps", .integer(Int64(settings.framesPerSecond)))
        // Only what is stated: an absent one leaves the key as it was before the setting existed.
        for (name, value) in settings.directed.stated {
            switch value {
            case .number(let number): writer.field(name.rawValue, .integer(Int64(number)))
            case .word(let word): writer.field(name.rawValue, .text(word))
            }
        }
        if let codec = settings.codec { writer.field("codec", .text(codec.rawValue)) }
    }
}

/// `1.00`: the one spelling of a number of hundredths, whatever the user wrote.
func decimal(hundredths: Int) -> String {
    let fraction = hundredths % 100
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
}
