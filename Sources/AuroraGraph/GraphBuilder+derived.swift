import AuroraCore
import AuroraWorkspace

/// What is made of finished videos: captions, variants, stills and reels.
extension GraphBuilder {
    /// The captions of a scene, which all of its takes have; nil if there are none. What is returned is WebVTT, if a
    /// variant shows it.
    mutating func addCaptions(of scene: Scene, audio: Input) -> Input? {
        guard let captions = scene.captions else { return nil }
        let isShown = scene.variants.contains { $0.captions != .none }
        guard isShown || !captions.sidecar.isEmpty, let source = captionSource(of: scene, captions, audio) else {
            return nil
        }
        var shown: Input?
        for format in captions.sidecar {
            let id = addCaptions(captions, source, format, of: scene, isPublished: true)
            if format == .vtt { shown = product(id, at: captions.span) }
        }
        guard isShown, shown == nil else { return shown }
        let id = addCaptions(captions, source, .vtt, of: scene, isPublished: false)
        return product(id, at: captions.span)
    }

    private mutating func captionSource(of scene: Scene, _ captions: CaptionsRequest, _ audio: Input)
        -> Captions.Source?
    {
        if let file = captions.file { return .file(file) }
        guard let transcript = scene.spokenText else { return nil }
        let work = Alignment(
            provider: engines.alignment, audio: audio, transcript: transcript, language: captions.language)
        let id = append(.alignment(work), scene, take: 1, part: "words", at: captions.span, publishedAs: nil)
        return .words(product(id, at: captions.span))
    }

    private mutating func addCaptions(
        _ captions: CaptionsRequest, _ source: Captions.Source, _ format: CaptionFormat, of scene: Scene,
        isPublished: Bool
    ) -> ActionID {
        let work = Captions(
            provider: engines.captions, source: source, format: format, lineLength: captions.lineLength,
            lines: captions.lines)
        return append(
            .captions(work), scene, take: 1, part: isPublished ? format.rawValue : "captions", at: captions.span,
            publishedAs: isPublished ? format.rawValue : nil)
    }

    mutating func addDerived(from video: ActionID, of scene: Scene, take: Int, captions: Input?) {
        for variant in scene.variants { addVariant(variant, from: video, of: scene, take: take, captions: captions) }
        if let poster = scene.poster {
            let work = Poster(
                provider: engines.poster, video: product(video, at: poster.span),
                atMilliseconds: poster.atMilliseconds, width: poster.width)
            _ = append(
                .poster(work), scene, take: take, part: "poster", at: poster.span, publishedAs: "poster.jpg")
        }
        if let sheet = scene.sheet {
            let work = Sheet(
                provider: engines.sheet, video: product(video, at: sheet.span), columns: sheet.columns,
                rows: sheet.rows, width: sheet.width)
            _ = append(.sheet(work), scene, take: take, part: "sheet", at: sheet.span, publishedAs: "sheet.jpg")
        }
        if let preview = scene.preview {
            let work = Preview(
                provider: engines.preview, video: product(video, at: preview.span),
                fromMilliseconds: preview.fromMilliseconds, lengthMilliseconds: preview.lengthMilliseconds,
                width: preview.width, framesPerSecond: preview.framesPerSecond)
            _ = append(
                .preview(work), scene, take: take, part: "preview", at: preview.span, publishedAs: "preview.webp")
        }
    }

    private mutating func addVariant(
        _ variant: VariantRequest, from video: ActionID, of scene: Scene, take: Int, captions: Input?
    ) {
        var shown: ShownCaptions?
        if let captions, let request = scene.captions, variant.captions != .none {
            shown = ShownCaptions(
                file: captions, language: request.language,
                style: variant.captions == .burned ? request.style : nil)
        }
        let marks = Marks(disclosure: scene.disclosure, brand: scene.brand)
        let isCopy = variant.isPlain && marks.isEmpty
        let drawn = DrawnText(text: Self.drawnText(of: scene, variant), language: shown?.language)
        let work = Variant(
            provider: isCopy ? engines.variant : engines.shapedVariant(drawn), video: product(video, at: variant.span),
            format: variant.format, aspect: variant.aspect, size: variant.size, fit: variant.fit,
            quality: variant.quality, captions: shown, marks: marks)
        let ending = variant.isNamedByFormat ? variant.name : "\(variant.name).\(variant.format.rawValue)"
        let id = append(
            .variant(work), scene, take: take, part: variant.name, at: variant.span, publishedAs: ending)
        keep(id, as: variant.name, of: scene, take: take)
    }

    /// What is written in the pictures of a variant; nil if it is not known.
    private static func drawnText(of scene: Scene, _ variant: VariantRequest) -> String? {
        let disclosure = scene.disclosure?.text ?? ""
        guard variant.captions == .burned else { return disclosure }
        // What is in a file of captions may be anything.
        guard scene.captions?.file == nil, let spoken = scene.spokenText else { return nil }
        return spoken.text + disclosure
    }

    /// A reel of scenes that were added. One whose scenes are not all there is left out: nobody asked for it.
    mutating func add(_ reel: Reel) {
        var joined: [JoinedPart] = []
        for part in reel.parts {
            switch part {
            case .clip(let file): joined.append(JoinedPart(input: .file(file), stillMilliseconds: nil))
            case .still(let file, let milliseconds):
                joined.append(JoinedPart(input: .file(file), stillMilliseconds: milliseconds))
            case .scene(let scene, let variant, let span):
                guard let id = parts[scene]?[variant ?? ""] else { return }
                joined.append(JoinedPart(input: product(id, at: span), stillMilliseconds: nil))
            }
        }
        let work = Joining(
            provider: engines.reel(DrawnText(text: reel.disclosure?.text ?? "", language: nil)), parts: joined,
            reel: reel)
        let video = append(
            .reel(work), of: reel.id, take: 1, part: nil, at: reel.span, publishedAs: reel.format.rawValue,
            sources: reel.sources)
        guard let poster = reel.poster else { return }
        let still = Poster(
            provider: engines.poster, video: product(video, at: poster.span), atMilliseconds: poster.atMilliseconds,
            width: poster.width)
        _ = append(
            .poster(still), of: reel.id, take: 1, part: "poster", at: poster.span, publishedAs: "poster.jpg",
            sources: reel.sources)
    }
}

extension Scene {
    /// What is said, as it is written; nil if nobody says it.
    fileprivate var spokenText: TextInput? {
        if let transcript { return transcript }
        if case .speech(let speech) = audio { return speech.text }
        return nil
    }
}
