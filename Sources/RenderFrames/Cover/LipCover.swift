import RenderFace
import RenderMedia

/// Tells whether a beard or a cloth hides the lips.
///
/// Hidden lips have three signs at once: no line between them, a lower lip that looks like what is round it, and round
/// the mouth something else than the skin of nose and cheeks. Each is measured as a share, and the product counts.
struct LipCover {
    private let portrait: Image
    private let landmarks: [Point]
    /// How clear the line between the lips is, in luma.
    private let lineDepth: Float

    /// The nose's bridge and the cheeks below the eyes, where neither beard nor cloth is.
    private static let face = [6, 197, 195, 5, 50, 280, 101, 330, 36, 266, 117, 346, 118, 347]
    /// The front of the nose: beards leave it free, masks do not.
    private static let noseFront = [1, 4, 45, 275, 220, 440]
    /// Differences of colour count so much more than those of brightness, which light makes as well.
    private static let colourWeight: Float = 2.5

    init(portrait: Image, landmarks: [Point], lineDepth: Float) {
        self.portrait = portrait
        self.landmarks = landmarks
        self.lineDepth = lineDepth
    }

    /// How far the lips are hidden, 0…1.
    var share: Float {
        let around = median(FaceTopology.roundMouth.map { landmarks[$0] })
        let face = median(Self.face.map { landmarks[$0] })
        let hasNoLine = (24 - lineDepth) / 8
        guard hasNoLine > 0 else { return 0 }
        let isOther = (Self.distance(face, around) - 45) / 25
        let isAlike = (30 - Self.distance(median(lowerLip), around)) / 10
        return [hasNoLine, isOther, isAlike].reduce(1) { $0 * min(max($1, 0), 1) }
    }

    /// Whether what hides them covers the nose too: it is then more like the mouth's surroundings than like the face.
    var isMask: Bool {
        let nose = median(Self.noseFront.map { landmarks[$0] })
        let face = median(Self.face.map { landmarks[$0] })
        return Self.distance(nose, median(FaceTopology.roundMouth.map { landmarks[$0] })) < Self.distance(nose, face)
    }

    private var lowerLip: [Point] {
        (3...7).flatMap { index in
            let (outer, inner) = (
                landmarks[FaceTopology.lowerOuterLip[index]], landmarks[FaceTopology.lowerInnerLip[index]]
            )
            return [outer * 0.3 + inner * 0.7, outer * 0.6 + inner * 0.4]
        }
    }

    private func median(_ places: [Point]) -> SIMD4<Float> {
        let colours = places.map { CentredColour(rgb: portrait.colour(near: $0)).parts }
        var result = SIMD4<Float>.zero
        for part in 0..<3 { result[part] = colours.map { $0[part] }.sorted()[colours.count / 2] }
        return result
    }

    private static func distance(_ one: SIMD4<Float>, _ other: SIMD4<Float>) -> Float {
        let apart = (one - other) * SIMD4(1, colourWeight, colourWeight, 0)
        return (apart * apart).sum().squareRoot()
    }
}

extension FaceCover {
    /// Cheeks below where glasses reach.
    static let cheekSkin = [50, 280, 205, 425, 207, 427, 187, 411]

    /// What hides parts of the face with these landmarks in `portrait`.
    init(portrait: Image, landmarks: [Point]) {
        let lips = LipCover(
            portrait: portrait, landmarks: landmarks,
            lineDepth: LipLine(portrait: portrait, landmarks: landmarks).clearestDepth)
        let share = lips.share
        let search = EyewearSearch(portrait: portrait, landmarks: landmarks)
        let eyewear = search.eyewear
        self.init(
            eyewear: eyewear, hasCloseRims: eyewear == .clear && search.hasCloseRims, beard: share,
            isMasked: share > 0.5 && lips.isMask)
    }
}
