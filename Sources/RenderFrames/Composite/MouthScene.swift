import RenderMedia

/// What is seen inside one frame's mouth, as colours over the places between the lips.
///
/// From the back to the front: the cavity, the tongue on the floor of the mouth, the lower and the upper teeth, and the
/// wet inner side of the lips, which rolls inwards along the rim. It fills the corners, so that no black wedge is left
/// there; and a slit too thin for light to enter is as dark as the line between closed lips.
struct MouthScene {
    let interior: MouthInterior
    let opening: MouthOpening
    /// How far the jaw is down, and how much of the tongue the sound shows, 0…1.
    let jaw: Float
    let tongue: Float

    /// Length of the longest tooth, and how far its edge lies below the closed lips, in units (IOD).
    private static let toothLength: Float = 0.19
    private static let upperEdge: Float = 0.046
    /// How far the lower teeth stand above the lower lip, in units.
    private static let lowerEdge: Float = 0.042
    /// Where the edge of a tooth turns from enamel to what is behind, in units: more than a pixel at any size.
    private let softness: Float

    init(interior: MouthInterior, opening: MouthOpening, jaw: Float, tongue: Float) {
        self.interior = interior
        self.opening = opening
        self.jaw = jaw
        self.tongue = tongue
        softness = max(0.018, 1.3 / interior.mesh.frame.unit)
    }

    /// How much of the interior shows at a place, 0…1. `feather` in units.
    @inline(__always)
    func coverage(_ place: SIMD2<Float>, _ gap: (top: Float, bottom: Float), feather: Float) -> Float {
        let above = (place.y - gap.top) / feather + 0.6
        let below = (gap.bottom - place.y) / feather + 0.6
        let thickness = (gap.bottom - gap.top) / (2.2 * feather)
        return clamp(above) * clamp(below) * clamp(thickness)
    }

    @inline(__always)
    func colour(at place: SIMD2<Float>, _ gap: (top: Float, bottom: Float)) -> CentredColour {
        let across = opening.across(place.x)
        let aside = across * across
        let palette = interior.palette
        var colour = palette.cavity.parts + (palette.cheek.parts * 0.55 - palette.cavity.parts) * (aside * aside)
        colour = overTongue(colour, place, across: across)
        colour = overLowerTeeth(colour, place)
        colour = overUpperTeeth(colour, place)
        let thickness = gap.bottom - gap.top
        let lipShadow = clamp(0.52 + (place.y - gap.top) / 0.12)
        let entering = 0.62 + 0.38 * clamp(thickness / 0.09)
        colour = shaded(colour, to: lipShadow * entering * (1 - 0.22 * aside))
        colour = overRim(colour, fromLowerLip: gap.bottom - place.y, thickness: thickness)
        return CentredColour(parts: colour + (palette.shade.parts - colour) * interior.veil)
    }

    /// A colour with `light` of its light left, 0…1. A mouth is lit through its own red walls, so what lies in the shade
    /// turns red: grey teeth beside skin look blue.
    @inline(__always)
    private func shaded(_ colour: SIMD4<Float>, to light: Float) -> SIMD4<Float> {
        colour * light + interior.palette.cheek.parts * (0.3 * (1 - light))
    }

    /// The inner side of the lips: the lower one's rim, and all of a gap that is too thin to look into.
    @inline(__always)
    private func overRim(_ colour: SIMD4<Float>, fromLowerLip: Float, thickness: Float) -> SIMD4<Float> {
        let rim = clamp(1 - fromLowerLip / 0.05)
        let slit = clamp((0.062 - thickness) / 0.045)
        let share = max(rim * rim * 0.8, slit * 0.85)
        let light = 0.40 + 0.22 * rim * (1 - slit)
        return colour * (1 - share) + interior.palette.lips.parts * (share * light)
    }

    /// It lies on the floor of the mouth as a dome, and its tip rises to the upper teeth for an l or a th.
    @inline(__always)
    private func overTongue(_ colour: SIMD4<Float>, _ place: SIMD2<Float>, across: Float) -> SIMD4<Float> {
        let floor = opening.lowerLip
        let height = max(floor - opening.top, 1e-3)
        let lift = clamp((tongue - 0.5) / 0.35)
        let resting = floor - height * (0.42 + 0.16 * tongue)
        let crest = resting + (min(Self.upperEdge + 0.012, resting) - resting) * lift
        let reach = across / (0.86 - 0.12 * lift)
        let surface = crest + reach * reach * (0.62 * (floor - crest))
        let share = clamp((place.y - surface) / 0.05 + 0.35) * clamp((1 - abs(reach)) * 4)
        guard share > 0 else { return colour }
        let groove = 0.10 * clamp(1 - abs(place.x) / 0.05) * (1 - lift)
        let light = 0.70 + 0.40 * clamp((place.y - surface) / 0.12) + 0.10 * lift - groove
        return colour * (1 - share) + interior.palette.tongue.parts * (share * light)
    }

    @inline(__always)
    private func overLowerTeeth(_ colour: SIMD4<Float>, _ place: SIMD2<Float>) -> SIMD4<Float> {
        let visible = clamp(jaw * 1.6 - 0.45) * 0.8
        let across = interior.placeInRow(place.x) / 0.80
        guard visible > 0, let tooth = TeethRow.lower.profile(at: across) else { return colour }
        let length = 0.75 * Self.toothLength
        let edge = opening.lowerLip - Self.lowerEdge + length * (1 - tooth.length) + 0.03 * across * across
        let share = clamp((place.y - edge) / softness + 0.5) * visible * clamp((1 - abs(across)) * 4)
        return colour * (1 - share) + shaded(interior.palette.enamel.parts, to: tooth.shade * 0.62) * share
    }

    @inline(__always)
    private func overUpperTeeth(_ colour: SIMD4<Float>, _ place: SIMD2<Float>) -> SIMD4<Float> {
        guard let teeth = interior.portraitTeeth else { return overDrawnTeeth(colour, place, from: 0) }
        // The portrait shows its front teeth; those at the sides are drawn, or the corners would gape.
        return overPortraitTeeth(overDrawnTeeth(colour, place, from: 0.5), place, teeth)
    }

    /// The drawn upper row, from a place across it outwards: 0 for all of it.
    @inline(__always)
    private func overDrawnTeeth(
        _ colour: SIMD4<Float>, _ place: SIMD2<Float>, from start: Float
    ) -> SIMD4<Float> {
        let across = interior.placeInRow(place.x)
        guard let tooth = TeethRow.upper.profile(at: across) else { return colour }
        let begun = start > 0 ? clamp((abs(across) - start) * 5) : 1
        let top = Self.upperEdge - Self.toothLength
        let down = (place.y - top) / Self.toothLength
        let edge = clamp((tooth.length - down) * Self.toothLength / softness + 0.5)
        let share = edge * begun * clamp((1 - abs(across)) * 4)
        guard share > 0 else { return colour }
        let root = clamp(1 - down * 5) * 0.45
        let enamel = shaded(interior.palette.enamel.parts, to: tooth.shade * (0.84 + 0.16 * clamp(down)))
        let surface = enamel * (1 - root) + interior.palette.gum.parts * root
        return colour * (1 - share) + surface * share
    }

    @inline(__always)
    private func overPortraitTeeth(
        _ colour: SIMD4<Float>, _ place: SIMD2<Float>, _ teeth: PortraitTeeth
    ) -> SIMD4<Float> {
        let frame = interior.mesh.frame
        let point = interior.origin + frame.displacement(right: place.x, down: place.y)
        let share = teeth.coverage(at: point)
        guard share > 0 else { return colour }
        let tooth = CentredColour(rgb: interior.portrait.colour(near: point)).parts
        return colour * (1 - share) + tooth * share
    }

    @inline(__always)
    private func clamp(_ value: Float) -> Float { min(max(value, 0), 1) }
}
