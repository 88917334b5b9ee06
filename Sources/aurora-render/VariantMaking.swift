import RenderCodec
import RenderFrames
import RenderInference
import RenderProtocol

/// Makes a variant of a finished video: copied as far as that serves, drawn anew where it does not.
struct VariantMaking {
    let request: VariantRequest

    func run(_ engine: () throws -> EngineFolder) throws -> MediaFacts {
        try TalkingHead.check("quality", request.quality, 20...99)
        if let side = request.shortSide { try TalkingHead.check("shortSide", side, 128...2160) }
        let cues = try request.captions.map { captions throws(DerivationError) in
            do throws(CodecError) { return try CueFile.read(captions.file) } catch { throw .captions(error) }
        }
        var variant = Variant(
            video: request.video, output: request.output, container: VideoContainer(request.format),
            aspect: nil, shortSide: request.shortSide, fit: ShapeFit(request.fit), quality: request.quality,
            marks: Marks(request.label, request.brand, language: request.captions?.language))
        if let width = request.aspectWidth, let height = request.aspectHeight {
            guard width > 0, height > 0, width <= 4 * height, height <= 4 * width else {
                throw SettingsError(
                    problem: "no picture has the shape \(width):\(height)", hint: "choose one up to `4:1`")
            }
            variant.aspect = (width, height)
        }
        if let captions = request.captions, captions.mode == .burned {
            variant.marks.captions = try BurnedCaptions(captions.style, cues: cues ?? [])
        }
        var progress = ProgressWriter()
        progress.report(RenderProgress(stage: .analysing, done: 0, total: 0))
        do {
            let facts = try VideoInspector.inspect(request.video)
            let track = track(cues ?? [], endMilliseconds: Int(facts.videoDurationSeconds * 1000))
            if !variant.isRedrawn {
                if variant.container.takes(facts) {
                    try Remuxer.remux(
                        request.video, to: request.output, container: variant.container, captions: track)
                    return try MediaFacts(of: request.output)
                }
                // As the same without captions is.
                variant.quality = Transcoder.quality
            }
            try variant.make(engine: variant.isRedrawn ? engine() : nil, track: track) { done, total in
                progress.report(RenderProgress(stage: .encoding, done: done, total: total))
            }
        } catch let error as CodecError { throw DerivationError(error) }
        return try MediaFacts(of: request.output)
    }

    /// The captions that are embedded, if any: none goes on when the video is over.
    private func track(_ cues: [Cue], endMilliseconds end: Int) -> CaptionTrack? {
        guard let captions = request.captions, captions.mode == .embedded else { return nil }
        let shown = cues.filter { $0.startMilliseconds < end }.map { cue in
            var cue = cue
            cue.endMilliseconds = min(cue.endMilliseconds, end)
            return cue
        }
        return CaptionTrack(cues: shown, language: captions.language)
    }
}

extension ShapeFit {
    init(_ fit: VariantFit) {
        switch fit {
        case .crop: self = .crop
        case .blur: self = .blur
        case .pad: self = .pad
        }
    }
}

extension Corner {
    init(_ corner: PictureCorner) {
        switch corner {
        case .topLeft: self = .topLeft
        case .topRight: self = .topRight
        case .bottomLeft: self = .bottomLeft
        case .bottomRight: self = .bottomRight
        }
    }
}

extension Marks {
    /// Label and brand mark of a request.
    init(_ label: LabelRequest?, _ brand: BrandRequest?, language: String?) {
        self.init { character in TextFont(CaptionFonts.font(for: character, language: language)) }
        self.label = label.map { ($0.text, Corner($0.corner)) }
        self.brand = brand.map { ($0.image, Corner($0.corner), $0.widthPercent) }
    }
}

extension TextFont {
    init(_ font: CaptionFont) { self.init(family: font.family, path: font.path, source: font.package) }
}

extension BurnedCaptions {
    init(_ style: CaptionStyle, cues: [Cue]) throws(DerivationError) {
        let digits = style.color.dropFirst()
        guard style.color.first == "#", digits.utf8.count == 6, let color = Int(digits, radix: 16), color >= 0 else {
            throw .color(style.color)
        }
        self.init(
            cues: cues, sizePercent: style.sizePercent, isAtTop: style.position == .top, hasBox: style.box,
            color: (UInt8(color >> 16), UInt8(color >> 8 & 255), UInt8(color & 255)), font: style.font)
    }
}
