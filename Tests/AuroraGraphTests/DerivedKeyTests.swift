import AuroraCore
import AuroraGraph
import AuroraTesting
import AuroraWorkspace
import Testing

/// The keys of what is made of finished videos.
@Suite struct DerivedKeyTests {
    private static let span = SourceSpan(file: "scenes/a.yaml", line: 1, column: 1, text: nil)

    /// All actions of these scenes and reels with their keys; what is made has bytes after its maker's name.
    private static func keyed(_ scenes: [Scene], _ reels: [Reel] = []) -> [KeyedAction] {
        var done: [KeyedAction] = []
        for action in Samples.graph(scenes, reels: reels).actions {
            let keyed = KeyedAction(
                action, file: Samples.digest,
                product: { (done[$0.index], Digest(hashing: "made by \(done[$0.index].action.name)")) })
            done.append(keyed)
        }
        return done
    }

    private static func key(_ name: String, _ actions: [KeyedAction]) throws -> ActionKey {
        try #require(actions.first { $0.action.name == name }).key
    }

    private static func file(_ path: String) -> InputFile { InputFile(path: path, span: span) }

    private static func scene(
        _ variant: VariantRequest, captions: CaptionsRequest? = CaptionsRequest(span: span),
        disclosure: Disclosure? = nil, brand: Brand? = nil, transcript: String = "Good morning."
    ) -> Scene {
        Samples.scene(
            "a", transcript: transcript, shaped: [variant], captions: captions, disclosure: disclosure, brand: brand)
    }

    private static func variant(
        aspect: String? = "9:16", size: FrameSize? = nil, fit: VariantFit = .crop, captions: VariantCaptions = .burned,
        quality: Int? = nil, format: VideoFormat = .mp4
    ) -> VariantRequest {
        VariantRequest(
            name: "v", format: format, aspect: aspect.flatMap { AspectRatio($0) }, size: size, fit: fit,
            captions: captions, quality: quality, span: span)
    }

    @Test func everythingThatIsAskedOfAVariantChangesItsKey() throws {
        let styles = [
            CaptionStyle(sizeHundredths: 600), CaptionStyle(position: .top), CaptionStyle(hasBox: true),
            CaptionStyle(color: "#ff0000"), CaptionStyle(font: Self.file("f.ttf")),
            CaptionStyle(font: Self.file("g.ttf")),
        ]
        let scenes =
            [
                Self.scene(Self.variant()), Self.scene(Self.variant(aspect: "1:1")),
                Self.scene(Self.variant(aspect: nil)), Self.scene(Self.variant(size: .p480)),
                Self.scene(Self.variant(fit: .blur)), Self.scene(Self.variant(captions: .none)),
                Self.scene(Self.variant(captions: .embedded)), Self.scene(Self.variant(quality: 50)),
                Self.scene(Self.variant(format: .webm)),
                Self.scene(Self.variant(), captions: CaptionsRequest(language: "en", span: Self.span)),
                Self.scene(
                    Self.variant(), disclosure: Disclosure(text: "AI", corner: .topLeft, span: Self.span)),
                Self.scene(
                    Self.variant(), disclosure: Disclosure(text: "AI", corner: .topRight, span: Self.span)),
                Self.scene(
                    Self.variant(), brand: Brand(image: Self.file("b.png"), corner: .topLeft, widthHundredths: 1000)),
                Self.scene(
                    Self.variant(), brand: Brand(image: Self.file("c.png"), corner: .topLeft, widthHundredths: 1000)),
                Self.scene(
                    Self.variant(), brand: Brand(image: Self.file("b.png"), corner: .topLeft, widthHundredths: 1001)),
            ] + styles.map { Self.scene(Self.variant(), captions: CaptionsRequest(style: $0, span: Self.span)) }
        let keys = try scenes.map { try Self.key("a.v", Self.keyed([$0])) }
        #expect(Set(keys).count == keys.count)
    }

    @Test func theStyleOfATrackChangesNothing() throws {
        let style = CaptionsRequest(style: CaptionStyle(hasBox: true), span: Self.span)
        let embedded = Self.variant(captions: .embedded)
        #expect(
            try Self.key("a.v", Self.keyed([Self.scene(embedded, captions: style)]))
                == Self.key("a.v", Self.keyed([Self.scene(embedded)])))
    }

    @Test func aPlainVariantHasTheKeyThatItHadBeforeThereWereOthers() throws {
        let plain = Self.keyed([Samples.scene("a", variants: [.mov])])
        let fields = try #require(plain.first { $0.action.name == "a.mov" }).fields.map(\.name)
        #expect(fields == ["keyFormat", "kind", "provider", "model", "engine", "video", "format"])
    }

    @Test func wordsDependOnTheTextAndCaptionsOnWordsAndLayout() throws {
        let base = Self.keyed([Self.scene(Self.variant())])
        let said = Self.keyed([Self.scene(Self.variant(), transcript: "Good evening.")])
        let long = Self.keyed([
            Self.scene(Self.variant(), captions: CaptionsRequest(lineLength: 20, span: Self.span))
        ])
        #expect(try Self.key("a.words", base) != Self.key("a.words", said))
        #expect(try Self.key("a.words", base) == Self.key("a.words", long))
        #expect(try Self.key("a.captions", base) != Self.key("a.captions", long))
    }

    @Test func everythingThatIsAskedOfAReelChangesItsKey() throws {
        let scenes = [Samples.scene("a"), Samples.scene("b")]
        let ab: [ReelPart] = [part("a"), part("b")]
        let music = ReelMusic(file: Self.file("m.flac"), gainTenths: -100, duckTenths: 60)
        let reels = [
            reel(ab), reel(ab.reversed()), reel([part("a")]), reel(ab + [.clip(Self.file("c.mp4"))]),
            reel(ab + [.clip(Self.file("d.mp4"))]), reel(ab + [.still(Self.file("c.mp4"), milliseconds: 500)]),
            reel(ab + [.still(Self.file("c.mp4"), milliseconds: 501)]), reel(ab, gap: 100), reel(ab, crossfade: 100),
            reel(ab, music: music), reel(ab, music: ReelMusic(file: music.file, gainTenths: -99, duckTenths: 60)),
            reel(ab, music: ReelMusic(file: music.file, gainTenths: -100, duckTenths: 61)), reel(ab, loudness: -160),
            reel(ab, aspect: "9:16"), reel(ab, aspect: "9:16", size: .p480), reel(ab, format: .webm),
            reel(ab, quality: 50),
            reel(ab, disclosure: Disclosure(text: "AI", corner: .topLeft, span: Self.span)),
            reel(ab, brand: Brand(image: Self.file("b.png"), corner: .topLeft, widthHundredths: 1000)),
        ]
        let keys = try reels.map { try Self.key("r", Self.keyed(scenes, [$0])) }
        #expect(Set(keys).count == keys.count)
    }

    @Test func aReelWhoseScenesAreNotAllThereIsLeftOut() {
        let actions = Self.keyed([Samples.scene("a")], [reel([part("a"), part("b")])])
        #expect(actions.map(\.action.name) == ["a"])
    }

    @Test func keysAreFoundAgainFromWhatRecordsTell() throws {
        let scene = Self.scene(
            Self.variant(size: .p480, quality: 60),
            captions: CaptionsRequest(
                sidecar: [.srt, .vtt], language: "en", style: CaptionStyle(font: Self.file("f.ttf")), span: Self.span),
            disclosure: Disclosure(text: "AI", corner: .topLeft, span: Self.span),
            brand: Brand(image: Self.file("b.png"), corner: .topLeft, widthHundredths: 1000))
        let music = ReelMusic(file: Self.file("m.flac"), gainTenths: -100, duckTenths: 60)
        let made = Self.keyed(
            [scene, Samples.scene("b")],
            [reel([part("a"), part("b"), .still(Self.file("s.png"), milliseconds: 500)], music: music, loudness: -160)])
        for action in made where action.action.work.kind != .talkingHead {
            var parameters: [String: String] = [:]
            var inputs: [String: Digest] = [:]
            for field in action.fields {
                if case .digest(let digest) = field.value {
                    inputs[field.name] = digest
                } else {
                    parameters[field.name] = field.value.description
                }
            }
            #expect(
                KeyRecipe.keys(of: parameters, inputs: inputs)?.contains(action.key) == true, "\(action.action.name)")
        }
    }

    private func part(_ id: String) -> ReelPart { .scene(SceneID(id), variant: nil, span: Self.span) }

    private func reel(
        _ parts: [ReelPart], gap: Int = 0, crossfade: Int = 0, music: ReelMusic? = nil, loudness: Int? = nil,
        aspect: String? = nil, size: FrameSize? = nil, format: VideoFormat = .mp4, quality: Int = 90,
        disclosure: Disclosure? = nil, brand: Brand? = nil
    ) -> Reel {
        Reel(
            id: SceneID("r"), file: "campaigns/c.yaml", span: Self.span, sources: [], parts: parts,
            gapMilliseconds: gap, crossfadeMilliseconds: crossfade, music: music, loudnessTenths: loudness,
            aspect: aspect.flatMap { AspectRatio($0) }, size: size, format: format, quality: quality,
            disclosure: disclosure, brand: brand)
    }
}
