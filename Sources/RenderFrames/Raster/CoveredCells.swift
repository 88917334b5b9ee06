import RenderFace
import RenderMedia

/// Which cells of the picture the skin hides wholly, so that nothing need be drawn under it.
///
/// A cell counts only if it lies inside the mesh's outer ring at its upper and its lower side, with a few pixels to
/// spare, and away from the mouth, where the skin has a hole that grows. The eyes' holes only shrink, and what shows in
/// them is drawn apart.
struct CoveredCells {
    private let columns: Int
    private let isCovered: [Bool]
    private static let margin: Float = 3

    /// `posed` are the vertices of the mesh in pixels of the frame.
    init(_ posed: [Point], layers: PortraitLayers) {
        let size = Float(PortraitLayers.cellSize)
        let ring = FaceMesh.outerRing.map { posed[$0] }
        let spans = (0...layers.cellRows).map { Self.span(of: ring, at: Float($0) * size) }
        let lips = (FaceTopology.upperInnerLip + FaceTopology.lowerInnerLip).map { posed[$0] }
        let low = lips.reduce(lips[0], pointwiseMin) - 4
        let high = lips.reduce(lips[0], pointwiseMax) + 4
        columns = layers.cellColumns
        var isCovered = [Bool](repeating: false, count: layers.cellCount)
        for row in 0..<layers.cellRows {
            guard let above = spans[row], let below = spans[row + 1] else { continue }
            let left = max(above.lowerBound, below.lowerBound) + Self.margin
            let right = min(above.upperBound, below.upperBound) - Self.margin
            let isBesideMouth = Float(row + 1) * size < low.y || Float(row) * size > high.y
            for column in 0..<layers.cellColumns {
                let (start, end) = (Float(column) * size, Float(column + 1) * size)
                guard start >= left, end <= right else { continue }
                isCovered[row * layers.cellColumns + column] = isBesideMouth || end < low.x || start > high.x
            }
        }
        self.isCovered = isCovered
    }

    subscript(cell: Int) -> Bool { isCovered[cell] }

    /// What a level line has of the inside of a ring; nil if it crosses the ring not at all or more than twice.
    private static func span(of ring: [Point], at y: Float) -> ClosedRange<Float>? {
        var crossings: [Float] = []
        for (index, start) in ring.enumerated() {
            let end = ring[(index + 1) % ring.count]
            guard (start.y <= y) != (end.y <= y) else { continue }
            crossings.append(start.x + (end.x - start.x) * (y - start.y) / (end.y - start.y))
        }
        guard crossings.count == 2 else { return nil }
        return min(crossings[0], crossings[1])...max(crossings[0], crossings[1])
    }
}
