internal import AuroraCore

/// What a campaign file says of one reel: which groups of cells there is one for, and its fields, with variables of the
/// group in them.
struct ReelDeclaration: Sendable {
    let name: String
    /// Where its name stands.
    let span: SourceSpan
    /// Names of variables: a reel for each of their values.
    let groups: [Group]
    let fields: SceneTemplate

    struct Group: Sendable {
        let name: String
        let span: SourceSpan
    }
}

/// The fields of one reel, with its variables filled in.
struct ReelFields: Sendable {
    var parts: [Part] = []
    /// The variant of each cell that is joined; the video itself if nil.
    var variant: String?
    var variantSpan: SourceSpan?
    var gapMilliseconds = 0
    var crossfadeMilliseconds = 0
    var music: ReelMusic?
    var loudnessTenths: Int?
    var aspect: AspectRatio?
    var size: FrameSize?
    var format = VideoFormat.mp4
    var quality = 90
    var poster: PosterRequest?
    var disclosure = Stated<SceneLayer.Shown<Disclosure>>.absent
    var brand = Stated<SceneLayer.Shown<Brand>>.absent

    enum Part: Sendable {
        /// All cells of the group.
        case cells(CellOrder, SourceSpan)
        /// A cell by its name.
        case cell(String, SourceSpan)
        case clip(InputFile)
        case still(InputFile, milliseconds: Int)
    }

    /// The order of cells that are not named one by one.
    enum CellOrder: String, CaseIterable, Sendable {
        /// By their ids, so that sorting the rows changes nothing.
        case sorted
        /// As rows and values are listed.
        case listed
    }
}
