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
    var sheet = Stated<Shown<SheetRequest>>.absent
    var preview = Stated<Shown<PreviewRequest>>.absent
    var variants = Stated<[VariantChoice]>.absent
    var captions = Stated<Shown<CaptionsRequest>>.absent
    var disclosure = Stated<Shown<Disclosure>>.absent
    var brand = Stated<Shown<Brand>>.absent
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
        case at(milliseconds: Int, width: Int?)
    }

    /// A variant whose container may still be that of the video.
    struct VariantChoice: Sendable {
        var name: String
        var format: VideoFormat?
        var aspect: AspectRatio?
        var size: FrameSize?
        var fit = VariantFit.crop
        var captions = VariantCaptions.none
        var quality: Int?
        let span: SourceSpan

        init(name: String, format: VideoFormat?, span: SourceSpan) {
            self.name = name
            self.format = format
            self.span = span
        }

        /// What it is called if it is given no name: after what tells it from the video.
        var usualName: String {
            let shown: String? =
                switch captions {
                case .none: nil
                case .burned: "captioned"
                case .embedded: "subtitled"
                }
            let parts = [aspect?.name, size?.rawValue, shown].compactMap { $0 }
            return parts.isEmpty ? format?.rawValue ?? "small" : parts.joined(separator: "-")
        }
    }

    /// Something that a lower layer may have stated and a higher one may take away.
    enum Shown<Value: Sendable>: Sendable {
        case none
        case some(Value)

        var value: Value? { if case .some(let value) = self { value } else { nil } }
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
        result.sheet = sheet.over(earlier.sheet)
        result.preview = preview.over(earlier.preview)
        result.variants = variants.over(earlier.variants)
        result.captions = captions.over(earlier.captions)
        result.disclosure = disclosure.over(earlier.disclosure)
        result.brand = brand.over(earlier.brand)
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
