import RenderFace
import RenderMedia

/// Draws what shows between open lips: cavity, tongue and teeth.
///
/// The upper teeth stay with the skull, the lower ones and the tongue with the jaw. Everything darkens towards the
/// corners and under the upper lip, and the mask is soft where the gap is thin, so that corners do not turn black.
struct MouthInterior: Sendable {
    private let portrait: Image
    private let mesh: FaceMesh
    private let palette: MouthPalette
    private let portraitTeeth: PortraitTeeth?
    /// Middle of the closed lips in the portrait, in pixels.
    let origin: Point
    /// Half the width of the upper row of teeth, in units.
    private let rowHalfWidth: Float

    /// Length of the longest tooth, and how far its edge lies below the closed lips, in units.
    private static let toothLength: Float = 0.19
    private static let upperEdge: Float = 0.058
    /// How far the lower teeth stand above the lower lip, in units.
    private static let lowerEdge: Float = 0.045

    init(portrait: Image, mesh: FaceMesh, basis: ExpressionBasis) {
        self.portrait = portrait
        self.mesh = mesh
        palette = MouthPalette(portrait: portrait, mesh: mesh)
        portraitTeeth = PortraitTeeth(portrait: portrait, mesh: mesh)
        let middle = FaceTopology.upperLipMiddle
        origin = mesh.rest[middle] + basis.displacement(of: middle, by: .close)
        rowHalfWidth = mesh.frame.mouthWidth * 0.47 / mesh.frame.unit
    }

    /// Whether the portrait shows its own teeth.
    var hasPortraitTeeth: Bool { portraitTeeth != nil }

    /// The skull's axes in one frame: where `origin` is, and what one unit to its right and down is, in pixels.
    struct Axes {
        let origin: Point
        let right: Point
        let down: Point
    }

    /// Draws between the lips of `posed`, all vertices of the mesh in pixels of the frame. `jaw` and `tongue` are 0…1.
    func draw(_ posed: [Point], axes: Axes, jaw: Float, tongue: Float, to frame: MutableFramePointers) {
        let determinant = axes.right.x * axes.down.y - axes.right.y * axes.down.x
        let toLocal = (
            Point(axes.down.y, -axes.down.x) / determinant, Point(-axes.right.y, axes.right.x) / determinant
        )
        func local(_ point: Point) -> SIMD2<Float> {
            let offset = point - axes.origin
            return SIMD2(offset.dot(toLocal.0), offset.dot(toLocal.1))
        }
        let upper = FaceTopology.upperInnerLip.map { posed[$0] }
        let lower = FaceTopology.lowerInnerLip.map { posed[$0] }
        let opening = MouthOpening(upper: upper.map(local), lower: lower.map(local))
        guard opening.height > 0.008 else { return }
        SoftEdges.soften(upper, in: frame)
        SoftEdges.soften(lower, in: frame)
        let rim = upper + lower
        let low = rim.reduce(rim[0], pointwiseMin) - 2
        let high = rim.reduce(rim[0], pointwiseMax) + 2
        let scene = Scene(interior: self, opening: opening, jaw: jaw, tongue: tongue)
        let feather = max(1, 0.012 * mesh.frame.unit)
        for scale in [1, 2] {
            let (width, height) = (frame.width / scale, frame.height / scale)
            let columns = max(Int(low.x) / scale, 0)..<max(min(Int(high.x) / scale + 1, width), 1)
            let rows = max(Int(low.y) / scale, 0)..<max(min(Int(high.y) / scale + 1, height), 1)
            guard columns.lowerBound < columns.upperBound, rows.lowerBound < rows.upperBound else { continue }
            for y in rows {
                for x in columns {
                    let place = local(Point(Float(x) + 0.5, Float(y) + 0.5) * Float(scale))
                    guard let gap = opening.gap(at: place.x) else { continue }
                    let share = scene.coverage(place, gap, feather: feather / mesh.frame.unit)
                    guard share > 0.004 else { continue }
                    let colour = scene.colour(at: place, gap).parts
                    let at = y * width + x
                    let mix = Int32(share * 255 + 0.5)
                    if scale == 1 {
                        frame.luma[at] = Sampling.mix(frame.luma[at], Self.byte(colour.x + 16), mix)
                    } else {
                        frame.blue[at] = Sampling.mix(frame.blue[at], Self.byte(colour.y + 128), mix)
                        frame.red[at] = Sampling.mix(frame.red[at], Self.byte(colour.z + 128), mix)
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func byte(_ value: Float) -> Int32 { Int32(min(max(value + 0.5, 16), 240)) }

    /// One frame's mouth.
    private struct Scene {
        let interior: MouthInterior
        let opening: MouthOpening
        let jaw: Float
        let tongue: Float

        /// How much of the interior shows at a place, 0…1.
        @inline(__always)
        func coverage(_ place: SIMD2<Float>, _ gap: (top: Float, bottom: Float), feather: Float) -> Float {
            let above = (place.y - gap.top) / feather + 0.6
            let below = (gap.bottom - place.y) / feather + 0.6
            let thickness = (gap.bottom - gap.top) / (2.2 * feather)
            return clamp(above) * clamp(below) * clamp(thickness)
        }

        @inline(__always)
        func colour(at place: SIMD2<Float>, _ gap: (top: Float, bottom: Float)) -> CentredColour {
            let across = (place.x - opening.centre) / opening.halfWidth
            let middle = max(1 - across * across, 0)
            let height = max(opening.bottom - opening.top, 1e-3)
            let down = (place.y - opening.top) / height
            let corner = (1 - middle) * (1 - middle)
            var colour = interior.palette.cavity.parts * (0.5 + 0.7 * middle * down)
            colour = colour * (1 - corner) + interior.palette.cheek.parts * corner
            colour = overTongue(colour, place, middle: middle, height: height)
            colour = overLowerTeeth(colour, place)
            colour = overUpperTeeth(colour, place)
            let lipShadow = clamp(0.45 + (place.y - gap.top) / 0.13)
            let cornerShadow = clamp(0.72 + 0.9 * middle)
            return CentredColour(parts: shaded(colour, to: lipShadow * cornerShadow))
        }

        /// A colour with `light` of its light left, 0…1. A mouth is lit through its own red walls, so what lies in the
        /// shade turns red: grey teeth beside skin look blue.
        private func shaded(_ colour: SIMD4<Float>, to light: Float) -> SIMD4<Float> {
            colour * light + interior.palette.cheek.parts * (0.4 * (1 - light))
        }

        private func overTongue(
            _ colour: SIMD4<Float>, _ place: SIMD2<Float>, middle: Float, height: Float
        ) -> SIMD4<Float> {
            guard tongue > 0 else { return colour }
            // An ellipse that lies on the floor of the mouth and rises with the sound.
            let crest = opening.bottom - height * (0.05 + 0.25 * tongue)
            let across = (place.x - opening.centre) / (opening.halfWidth * 0.72)
            let up = (place.y - crest - 0.12 * height) / (height * 0.42 + 0.01)
            let share = clamp(1.15 - across * across - up * up) * 0.85
            let shade = 0.62 + 0.38 * middle
            return colour * (1 - share) + interior.palette.tongue.parts * (share * shade)
        }

        private func overLowerTeeth(_ colour: SIMD4<Float>, _ place: SIMD2<Float>) -> SIMD4<Float> {
            let visible = clamp(jaw * 1.6 - 0.5) * 0.85
            let across = place.x / (interior.rowHalfWidth * 0.84)
            guard visible > 0, let tooth = TeethRow.lower.profile(at: across) else { return colour }
            let length = 0.75 * MouthInterior.toothLength
            let edge = opening.lowerLip - MouthInterior.lowerEdge + length * (1 - tooth.length)
            let share = clamp((place.y - edge) / 0.014 + 0.5) * visible * clamp((1 - abs(across)) * 6)
            return colour * (1 - share) + shaded(interior.palette.enamel.parts, to: tooth.shade * 0.66) * share
        }

        private func overUpperTeeth(_ colour: SIMD4<Float>, _ place: SIMD2<Float>) -> SIMD4<Float> {
            guard let teeth = interior.portraitTeeth else { return overDrawnTeeth(colour, place, from: 0) }
            // The portrait shows its front teeth; those at the sides are drawn, or the corners would gape.
            return overPortraitTeeth(overDrawnTeeth(colour, place, from: 0.5), place, teeth)
        }

        /// The drawn upper row, from a place across it outwards: 0 for all of it.
        private func overDrawnTeeth(
            _ colour: SIMD4<Float>, _ place: SIMD2<Float>, from start: Float
        ) -> SIMD4<Float> {
            let across = place.x / interior.rowHalfWidth
            guard let tooth = TeethRow.upper.profile(at: across) else { return colour }
            let begun = start > 0 ? clamp((abs(across) - start) * 5) : 1
            let top = MouthInterior.upperEdge - MouthInterior.toothLength
            let down = (place.y - top) / MouthInterior.toothLength
            let edge = clamp((tooth.length - down) * MouthInterior.toothLength / 0.014)
            let share = edge * begun * clamp((1 - abs(across)) * 6)
            let root = clamp(1 - down * 5) * 0.45
            let enamel = shaded(interior.palette.enamel.parts, to: tooth.shade * (0.84 + 0.16 * clamp(down)))
            let surface = enamel * (1 - root) + interior.palette.gum.parts * root
            return colour * (1 - share) + surface * share
        }

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
}
