import AuroraCore
import AuroraGraph
import AuroraWorkspace
import RenderProtocol

/// What the renderer is asked for, for an action that makes something of finished files.
struct DerivedTask {
    /// The copy of each input, by its field.
    let copies: [String: String]
    let output: String
    /// What is encoded once more should not show it.
    private static let usualQuality = 90

    func task(_ work: Work) -> RenderTask {
        switch work {
        case .alignment(let work):
            .align(
                AlignRequest(
                    sound: copy("audio"), transcript: work.transcript.text, language: work.language, output: output))
        case .poster(let poster):
            .poster(
                RenderProtocol.PosterRequest(
                    video: copy("video"), output: output, atMilliseconds: poster.atMilliseconds, width: poster.width))
        case .sheet(let sheet):
            .sheet(
                RenderProtocol.SheetRequest(
                    video: copy("video"), output: output, columns: sheet.columns, rows: sheet.rows, width: sheet.width)
            )
        case .preview(let preview):
            .preview(
                RenderProtocol.PreviewRequest(
                    video: copy("video"), output: output, fromMilliseconds: preview.fromMilliseconds,
                    milliseconds: preview.lengthMilliseconds, width: preview.width,
                    framesPerSecond: preview.framesPerSecond))
        case .variant(let work): variant(work)
        case .reel(let work): .reel(reel(work))
        case .talkingHead, .speech, .fetch, .captions: preconditionFailure("another provider's work")
        }
    }

    private func copy(_ field: String) -> String {
        guard let name = copies[field] else { preconditionFailure("every input was copied") }
        return name
    }

    private func variant(_ work: Variant) -> RenderTask {
        let format = EmbeddedProvider.container(work.format)
        if work.keepsPictures && work.captions == nil {
            return .remux(RemuxRequest(video: copy("video"), output: output, format: format))
        }
        return .variant(
            RenderProtocol.VariantRequest(
                video: copy("video"), output: output, format: format, aspectWidth: work.aspect?.width,
                aspectHeight: work.aspect?.height, shortSide: work.size?.shortSide, fit: Self.fit(work.fit),
                quality: work.quality ?? Self.usualQuality, captions: work.captions.map { captions($0) },
                label: Self.label(work.marks), brand: brand(work.marks)))
    }

    private static func fit(_ fit: AuroraWorkspace.VariantFit) -> RenderProtocol.VariantFit {
        switch fit {
        case .crop: .crop
        case .blur: .blur
        case .pad: .pad
        }
    }

    private func captions(_ captions: ShownCaptions) -> RenderProtocol.CaptionsRequest {
        guard let style = captions.style else {
            return RenderProtocol.CaptionsRequest(
                file: copy("captions"), mode: .embedded, language: captions.language)
        }
        return RenderProtocol.CaptionsRequest(
            file: copy("captions"), mode: .burned, language: captions.language,
            style: RenderProtocol.CaptionStyle(
                sizePercent: Double(style.sizeHundredths) / 100, position: style.position == .top ? .top : .bottom,
                box: style.hasBox, color: style.color, font: style.font.map { _ in copy("font") }))
    }

    private static func label(_ marks: Marks) -> LabelRequest? {
        marks.disclosure.map { LabelRequest(text: $0.text, corner: corner($0.corner)) }
    }

    private func brand(_ marks: Marks) -> BrandRequest? {
        marks.brand.map { brand in
            BrandRequest(
                image: copy("brand"), corner: Self.corner(brand.corner),
                widthPercent: Double(brand.widthHundredths) / 100)
        }
    }

    private static func corner(_ corner: Corner) -> PictureCorner {
        switch corner {
        case .topLeft: .topLeft
        case .topRight: .topRight
        case .bottomLeft: .bottomLeft
        case .bottomRight: .bottomRight
        }
    }

    private func reel(_ work: Joining) -> ReelRequest {
        let reel = work.reel
        let size = Self.pixels(reel)
        return ReelRequest(
            parts: work.parts.enumerated().map { index, part in
                let file = copy(Joining.field(ofPart: index))
                return part.stillMilliseconds.map { .still(file, milliseconds: $0) } ?? .clip(file)
            }, output: output, format: EmbeddedProvider.container(reel.format), width: size?.width,
            height: size?.height, quality: reel.quality, gapMilliseconds: reel.gapMilliseconds,
            transition: reel.crossfadeMilliseconds == 0 ? .cut : .crossfade(milliseconds: reel.crossfadeMilliseconds),
            music: reel.music.map { music in
                RenderProtocol.ReelMusic(
                    file: copy("music"), gainDecibels: Double(music.gainTenths) / 10,
                    duckDecibels: Double(music.duckTenths) / 10)
            }, loudness: reel.loudnessTenths.map { Double($0) / 10 }, label: Self.label(work.marks),
            brand: brand(work.marks))
    }

    /// The size of a reel that states a shape: its shorter side as stated, or 720.
    private static func pixels(_ reel: Reel) -> (width: Int, height: Int)? {
        guard let aspect = reel.aspect else { return nil }
        let short = reel.size?.shortSide ?? 720
        let long = { (longer: Int, shorter: Int) in (short * longer / shorter + 1) & ~1 }
        return aspect.width >= aspect.height
            ? (long(aspect.width, aspect.height), short) : (short, long(aspect.height, aspect.width))
    }
}
