import RenderFace
import RenderMedia

/// The teeth that a smiling portrait shows: they stay where they are in the skull and are used instead of drawn ones.
struct PortraitTeeth: Sendable {
    /// Pixels of the portrait whose teeth these are.
    private let left: Int
    private let top: Int
    /// How much of each pixel is tooth, 0…1.
    private let mask: Plane
    /// What they look like in the middle of the row: drawn teeth beside them take after it.
    let colour: CentredColour

    /// Nil if the mouth is shut or shows no teeth.
    init?(portrait: Image, mesh: FaceMesh) {
        guard mesh.lipGap > 0.10 else { return nil }
        let upper = FaceTopology.upperInnerLip.map { mesh.rest[$0] }
        let lower = FaceTopology.lowerInnerLip.map { mesh.rest[$0] }
        let outline = upper + lower
        let low = outline.reduce(outline[0], pointwiseMin) - 2
        let high = outline.reduce(outline[0], pointwiseMax) + 3
        let (left, top) = (max(Int(low.x), 0), max(Int(low.y), 0))
        let (right, bottom) = (min(Int(high.x), portrait.width), min(Int(high.y), portrait.height))
        guard right - left > 4, bottom - top > 4 else { return nil }
        var brightness = Plane(width: right - left, height: bottom - top, repeating: -1)
        let opening = MouthOpening(
            upper: upper.map { mesh.frame.local($0, from: mesh.frame.mouthCentre) },
            lower: lower.map { mesh.frame.local($0, from: mesh.frame.mouthCentre) })
        for y in 0..<brightness.height {
            for x in 0..<brightness.width {
                let point = Point(Float(left + x) + 0.5, Float(top + y) + 0.5)
                let place = mesh.frame.local(point, from: mesh.frame.mouthCentre)
                guard let gap = opening.gap(at: place.x), place.y > gap.top, place.y < gap.bottom else { continue }
                brightness.values[y * brightness.width + x] = portrait.colour(near: point).min()
            }
        }
        let inside = brightness.values.filter { $0 >= 0 }.sorted()
        guard inside.count > 24 else { return nil }
        let white = inside[inside.count * 9 / 10]
        let face = mesh.rest.prefix(FaceTopology.landmarkCount).map { portrait.colour(near: $0).min() }.sorted()
        guard inside[inside.count * 6 / 10] > 0.62 * face[face.count * 97 / 100] else { return nil }
        let hard = brightness.values.map { min(max(($0 - 0.41 * white) / (0.2 * white), 0), 1) }
        mask = Plane(width: brightness.width, height: brightness.height, values: hard).boxBlurred(reach: 1)
        self.left = left
        self.top = top
        colour = Self.colour(of: portrait, mask, left, top)
    }

    /// The mean of all pixels that are surely tooth.
    private static func colour(of portrait: Image, _ mask: Plane, _ left: Int, _ top: Int) -> CentredColour {
        var (sum, count) = (SIMD3<Float>.zero, Float(0))
        for index in mask.values.indices where mask.values[index] > 0.9 {
            let place = Point(Float(left + index % mask.width) + 0.5, Float(top + index / mask.width) + 0.5)
            sum += portrait.colour(near: place)
            count += 1
        }
        return CentredColour(rgb: sum / max(count, 1))
    }

    /// How much of a tooth there is at a place of the portrait, in pixels.
    @inline(__always)
    func coverage(at point: Point) -> Float {
        let x = Int((point.x - Float(left)).rounded(.down))
        let y = Int((point.y - Float(top)).rounded(.down))
        guard x >= 0, y >= 0, x < mask.width, y < mask.height else { return 0 }
        return mask.values[y * mask.width + x]
    }
}
