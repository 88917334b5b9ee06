import RenderFace
import RenderMedia

/// Shades that skin has only while it moves: the folds from the nose past the corners of the mouth, and the line in which
/// lips meet that a smiling portrait shows parted.
enum SkinLines {
    /// From the wings of the nose to beside the mouth.
    private static let folds = [[129, 203, 206, 216], [358, 423, 426, 436]]
    /// The most that a fold takes of the light, and how far it reaches, in units (IOD).
    private static let foldDepth: Float = 0.16
    private static let foldReach: Float = 0.055
    private static let seamDepth: Float = 0.42
    private static let seamReach: Float = 0.016

    /// Darkens the folds by what the mouth does. `posed` are the vertices of the mesh in pixels of the frame, `unit` the
    /// distance between the eyes in pixels.
    static func drawFolds(
        _ posed: [Point], _ expression: ExpressionWeights, unit: Float, to frame: MutableFramePointers
    ) {
        let raised = 0.7 * expression[.smile] + 0.45 * expression[.wide] + 0.25 * expression[.upperLip]
        let depth = foldDepth * min(max(raised + 0.12 * expression[.jaw], 0), 1)
        guard depth > 0.012 else { return }
        for fold in folds {
            shade(fold.map { posed[$0] }, reach: foldReach * unit, depth: depth, in: frame)
        }
    }

    /// Draws the line between lips that are shut, `share` of it, 0…1.
    static func drawSeam(_ posed: [Point], share: Float, unit: Float, to frame: MutableFramePointers) {
        guard share > 0 else { return }
        let line = FaceTopology.upperInnerLip.map { posed[$0] }
        shade(line, reach: seamReach * unit + 0.5, depth: seamDepth * share, in: frame)
    }

    /// Takes light along a line of at least two points: all of `depth` on it, none from `reach` pixels on. It fades
    /// towards the line's ends.
    private static func shade(_ line: [Point], reach: Float, depth: Float, in frame: MutableFramePointers) {
        let low = line.reduce(line[0], pointwiseMin) - reach
        let high = line.reduce(line[0], pointwiseMax) + reach
        let columns = max(Int(low.x), 0)..<max(min(Int(high.x) + 1, frame.width), 0)
        let rows = max(Int(low.y), 0)..<max(min(Int(high.y) + 1, frame.height), 0)
        guard columns.lowerBound < columns.upperBound, rows.lowerBound < rows.upperBound else { return }
        for y in rows {
            for x in columns {
                let (distance, way) = nearest(line, to: Point(Float(x) + 0.5, Float(y) + 0.5))
                let near = 1 - distance / (reach * reach)
                guard near > 0 else { continue }
                let ends = min(4 * way * (1 - way) * 1.6, 1)
                let at = y * frame.width + x
                let light = 1 - depth * near * near * ends
                frame.luma[at] = UInt8(min(max(16 + (Float(frame.luma[at]) - 16) * light + 0.5, 16), 235))
            }
        }
    }

    /// The square of a place's distance from a line, and how far along the line it is nearest, 0…1.
    @inline(__always)
    private static func nearest(_ line: [Point], to place: Point) -> (distance: Float, way: Float) {
        var best = (distance: Float.infinity, way: Float(0))
        for index in 0..<line.count - 1 {
            let side = line[index + 1] - line[index]
            let offset = place - line[index]
            let share = min(max(offset.dot(side) / max(side.dot(side), 1e-6), 0), 1)
            let rest = offset - side * share
            let distance = rest.dot(rest)
            if distance < best.distance { best = (distance, (Float(index) + share) / Float(line.count - 1)) }
        }
        return best
    }
}
