import RenderFace
import RenderMedia

/// Draws what shows between open lips: cavity, tongue and teeth.
///
/// The upper teeth stay with the skull, the lower ones and the tongue with the jaw. `MouthScene` says what is seen at a
/// place, this draws it where the lips have parted.
struct MouthInterior: Sendable {
    let portrait: Image
    let mesh: FaceMesh
    let palette: MouthPalette
    let portraitTeeth: PortraitTeeth?
    /// Middle of the closed lips in the portrait, in pixels.
    let origin: Point
    /// How much of what shows between the lips is in the shade of a beard's hair, 0…1.
    let veil: Float
    /// How wide the upper row of teeth is to either side of `origin`, in units.
    private let rowHalf: (left: Float, right: Float)

    init(portrait: Image, mesh: FaceMesh, basis: ExpressionBasis) {
        self.portrait = portrait
        self.mesh = mesh
        portraitTeeth = PortraitTeeth(portrait: portrait, mesh: mesh)
        palette = MouthPalette(portrait: portrait, mesh: mesh, teeth: portraitTeeth?.colour)
        let middle = FaceTopology.upperLipMiddle
        let lips = mesh.rest[middle] + basis.displacement(of: middle, by: .close)
        origin = lips + mesh.frame.displacement(right: -mesh.frame.aside(lips), down: 0)
        veil = min(max((mesh.cover.beard - 0.25) / 0.4, 0), 1)
        let half = mesh.frame.halfMouth
        // With more between the halves, the bow below would turn back on itself.
        rowHalf = (0.94 * max(half.left, half.right / 2.2), 0.94 * max(half.right, half.left / 2.2))
    }

    /// Where a place across the mouth lies on the row of teeth: 0 in its middle, -1 and 1 at its ends. `x` in units from
    /// `origin`. The row of a turned head is a bow seen from the side, so teeth get narrower towards the far end.
    @inline(__always)
    func placeInRow(_ x: Float) -> Float {
        let (left, right) = rowHalf
        let scale = 1 / (left * right * (left + right))
        return (x * (left * left + right * right) + x * x * (left - right)) * scale
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
        let scene = MouthScene(interior: self, opening: opening, jaw: jaw, tongue: tongue)
        let feather = max(1, (0.012 + 0.03 * veil) * mesh.frame.unit)
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
}
