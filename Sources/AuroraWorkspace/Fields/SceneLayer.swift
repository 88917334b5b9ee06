internal import AuroraCore

/// The fields of one scene file, of a file that scenes extend, or of the workspace's defaults. Paths are relative to
/// the workspace.
struct SceneLayer: Sendable {
    var image = Stated<Asset>.absent
    /// `audio` and `speech` are two ways to say the same thing.
    var voice = Stated<Asset>.absent
    var prompt = Stated<TextSource>.absent
    var transcript = Stated<TextSource>.absent
    var face = Stated<FaceChoice>.absent
    var provider = Stated<ProviderChoice>.absent
    var poster = Stated<PosterChoice>.absent
    var variants = Stated<[VariantRequest]>.absent
    var settings: [StatedSetting] = []
    var extends = Stated<String>.absent
    /// All fields but `extends`, if there are variables among them: then none of the others is read yet.
    var template: SceneTemplate?

    /// Where an image or a voice comes from.
    enum Asset: Sendable {
        case file(String)
        case url(WebURL)
        case speech(SpeechSource)
    }

    /// What is to be said, and how.
    struct SpeechSource: Sendable {
        let text: Stated<TextSource>
        let voice: Located<String>
        let rateHundredths: Int
    }

    /// Whether a still of the video is wanted.
    enum PosterChoice: Sendable {
        case none
        case at(milliseconds: Int)
    }

    enum TextSource: Sendable {
        case text(String)
        case file(String)
    }

    /// This layer above `earlier`: settings key by key, everything else replaced.
    func over(_ earlier: SceneLayer) -> SceneLayer {
        var result = SceneLayer()
        result.image = image.over(earlier.image)
        result.voice = voice.over(earlier.voice)
        result.prompt = prompt.over(earlier.prompt)
        result.transcript = transcript.over(earlier.transcript)
        result.face = face.over(earlier.face)
        result.provider = provider.over(earlier.provider)
        result.poster = poster.over(earlier.poster)
        result.variants = variants.over(earlier.variants)
        result.settings = earlier.settings.isEmpty ? settings : earlier.settings + settings
        result.extends = extends
        return result
    }
}

/// A setting and where it is stated; nowhere if on the command line.
struct StatedSetting: Sendable {
    let value: SettingValue
    let span: SourceSpan?
}
