package import AuroraCore

/// Videos of a campaign joined in order. Its id is `<campaign>/<reel>`, and the values that it is made for.
package struct Reel: Hashable, Sendable {
    package let id: SceneID
    /// The campaign's file, relative to the workspace.
    package let file: String
    /// Where it is stated.
    package let span: SourceSpan
    /// Every text file that says what it is: the campaign's, and its data.
    package let sources: [String]
    /// At least one.
    package let parts: [ReelPart]
    /// Between parts, in milliseconds: 0…10000.
    package let gapMilliseconds: Int
    /// How long one part fades into the next, in milliseconds: 0 for a cut, else 40…5000.
    package let crossfadeMilliseconds: Int
    package let music: ReelMusic?
    /// What it is brought to, in tenths of LUFS: -400…-50; left as it is if nil.
    package let loudnessTenths: Int?
    package let aspect: AspectRatio?
    package let size: FrameSize?
    package let format: VideoFormat
    /// 20…99.
    package let quality: Int
    package let poster: PosterRequest?
    package let disclosure: Disclosure?
    package let brand: Brand?

    package init(
        id: SceneID, file: String, span: SourceSpan, sources: [String], parts: [ReelPart], gapMilliseconds: Int = 0,
        crossfadeMilliseconds: Int = 0, music: ReelMusic? = nil, loudnessTenths: Int? = nil,
        aspect: AspectRatio? = nil, size: FrameSize? = nil, format: VideoFormat = .mp4, quality: Int = 90,
        poster: PosterRequest? = nil, disclosure: Disclosure? = nil, brand: Brand? = nil
    ) {
        self.id = id
        self.file = file
        self.span = span
        self.sources = sources
        self.parts = parts
        self.gapMilliseconds = gapMilliseconds
        self.crossfadeMilliseconds = crossfadeMilliseconds
        self.music = music
        self.loudnessTenths = loudnessTenths
        self.aspect = aspect
        self.size = size
        self.format = format
        self.quality = quality
        self.poster = poster
        self.disclosure = disclosure
        self.brand = brand
    }

    /// The scenes that it is made of.
    package var scenes: [SceneID] {
        parts.compactMap { if case .scene(let id, _, _) = $0 { id } else { nil } }
    }
}

/// One part of a reel.
package enum ReelPart: Hashable, Sendable {
    /// A scene's first take, or the variant of that name.
    case scene(SceneID, variant: String?, span: SourceSpan)
    /// A finished video.
    case clip(InputFile)
    /// A picture, for some milliseconds: 40…60000.
    case still(InputFile, milliseconds: Int)
}

/// Music below what is said.
package struct ReelMusic: Hashable, Sendable {
    package let file: InputFile
    /// How much softer than it is, in tenths of decibels: -600…120.
    package let gainTenths: Int
    /// How much softer still while somebody speaks, in tenths of decibels: 0…400.
    package let duckTenths: Int

    package init(file: InputFile, gainTenths: Int, duckTenths: Int) {
        self.file = file
        self.gainTenths = gainTenths
        self.duckTenths = duckTenths
    }
}

/// A consent or a licence that a campaign rests on.
package struct Rights: Hashable, Sendable {
    /// The document.
    package let file: InputFile
    /// The last day on which it holds; for ever if nil.
    package let expires: CivilDate?
    /// Where `expires` is stated, or the whole.
    package let span: SourceSpan

    package init(file: InputFile, expires: CivilDate?, span: SourceSpan) {
        self.file = file
        self.expires = expires
        self.span = span
    }
}
