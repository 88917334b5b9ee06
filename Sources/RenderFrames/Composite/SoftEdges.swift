import RenderFace
import RenderMedia

/// Softens the edges of moving eyelids and parted lips. Triangles have hard edges, which do not show where two parts of
/// one picture meet, but do where a lid passes over an eye.
enum SoftEdges {
    /// Smooths the frame along the lids. `posed` are the vertices of the mesh in pixels of the frame.
    static func softenLids(_ posed: [Point], in frame: MutableFramePointers) {
        for eye in FaceTopology.eyes {
            soften(([eye.outerCorner] + eye.upperLid + [eye.innerCorner]).map { posed[$0] }, in: frame)
            soften(([eye.outerCorner] + eye.lowerLid + [eye.innerCorner]).map { posed[$0] }, in: frame)
        }
    }

    /// Smooths the frame down its columns within a pixel or two of a line that runs more across than down.
    static func soften(_ edge: [Point], in frame: MutableFramePointers) {
        smooth(frame.luma, frame.width, frame.height, along: edge, divisor: 1)
        smooth(frame.blue, frame.width / 2, frame.height / 2, along: edge, divisor: 2)
        smooth(frame.red, frame.width / 2, frame.height / 2, along: edge, divisor: 2)
    }

    private static func smooth(
        _ plane: UnsafeMutablePointer<UInt8>, _ width: Int, _ height: Int, along edge: [Point], divisor: Float
    ) {
        for (start, end) in zip(edge, edge.dropFirst()) {
            let (left, right) = start.x < end.x ? (start / divisor, end / divisor) : (end / divisor, start / divisor)
            let slope = (right.y - left.y) / max(right.x - left.x, 0.5)
            let columns = max(Int((left.x - 0.5).rounded(.up)), 0)..<max(Int((right.x - 0.5).rounded(.up)), 0)
            for column in columns where column < width {
                let y = left.y + (Float(column) + 0.5 - left.x) * slope
                smoothColumn(plane + column, width, height, at: Int(y.rounded(.down)))
            }
        }
    }

    /// Weights 1, 2, 1 over the two pixels on either side of the edge.
    private static func smoothColumn(_ column: UnsafeMutablePointer<UInt8>, _ width: Int, _ height: Int, at row: Int) {
        guard row >= 3, row < height - 3 else { return }
        var above = Int(column[(row - 2) * width])
        for y in row - 1...row + 1 {
            let here = Int(column[y * width])
            column[y * width] = UInt8((above + 2 * here + Int(column[(y + 1) * width]) + 2) / 4)
            above = here
        }
    }
}
