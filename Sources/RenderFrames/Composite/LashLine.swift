import RenderFace
import RenderMedia

/// The shadow where closed lids meet: the lashes themselves are not drawn out with the lid, so their line is put back.
enum LashLine {
    /// Darkens the frame along the upper lids. `posed` are the vertices of the mesh in pixels of the frame, `unit` the
    /// distance between the eyes in pixels, `closure` how far the eyes are shut, 0…1.
    static func draw(_ posed: [Point], unit: Float, closure: Float, to frame: MutableFramePointers) {
        let whole = 0.62 * min(max(closure * 1.3 - 0.2, 0), 1)
        guard whole > 0 else { return }
        let widths = FaceTopology.eyes.map { (posed[$0.innerCorner] - posed[$0.outerCorner]).length }
        for (eye, width) in zip(FaceTopology.eyes, widths) {
            // The far eye of a head that is turned aside is seen edge on, and so are its lashes.
            let strength = whole * min(max(width / max(widths[0], widths[1], 1) * 3.2 - 1.1, 0), 1)
            guard strength > 0 else { continue }
            let lid = ([eye.outerCorner] + eye.upperLid + [eye.innerCorner]).map { posed[$0] }
            let (left, right) = (lid[0].x, lid[lid.count - 1].x)
            for (start, end) in zip(lid, lid.dropFirst()) {
                let (first, last) = start.x < end.x ? (start, end) : (end, start)
                let slope = (last.y - first.y) / max(last.x - first.x, 0.5)
                for column in max(Int(first.x.rounded()), 0)..<max(Int(last.x.rounded()), 0) where column < frame.width
                {
                    let x = Float(column) + 0.5
                    // Thinner and fainter towards the corners.
                    let place = (x - left) / (right - left)
                    let middle = min(max(4 * place * (1 - place), 0), 1)
                    let line = Line(
                        centre: first.y + (x - first.x) * slope, reach: unit * 0.020 * (0.6 + 0.4 * middle) + 0.5,
                        strength: strength * (0.4 + 0.6 * middle))
                    line.darken(column, in: frame)
                }
            }
        }
    }

    /// One column's part of the line.
    private struct Line {
        let centre: Float
        let reach: Float
        let strength: Float

        func darken(_ column: Int, in frame: MutableFramePointers) {
            let rows = max(Int(centre - reach), 0)...max(Int(centre + reach), 0)
            for row in rows where row < frame.height {
                let distance = abs(Float(row) + 0.5 - centre) / reach
                guard distance < 1 else { continue }
                let keep = 1 - strength * (1 - distance * distance)
                let at = row * frame.width + column
                frame.luma[at] = UInt8(min(max(16 + (Float(frame.luma[at]) - 16) * keep + 0.5, 16), 235))
            }
        }
    }
}
