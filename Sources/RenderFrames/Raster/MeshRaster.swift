import RenderFace
import RenderMedia

/// Draws the posed face: each triangle of the mesh is filled with what it holds in the portrait.
///
/// Corners are rounded to 1/256 pixel and edges are walked in integers from the same end in both triangles that share
/// them, so every pixel belongs to exactly one of the two: no cracks and nothing drawn twice.
struct MeshRaster: Sendable {
    private let triangles: [Triangle]
    /// Triangles that hold nothing but the figure and lie well inside the picture: they need no blending.
    private let isOpaque: [Bool]

    init(triangles: [Triangle], rest: [Point], layers: PortraitLayers) {
        self.triangles = triangles
        let limit = Point(Float(layers.width), Float(layers.height)) - 8
        isOpaque = triangles.map { triangle in
            let corners = [rest[triangle.first], rest[triangle.second], rest[triangle.third]]
            let box = Box(
                minimum: pointwiseMin(corners[0], pointwiseMin(corners[1], corners[2])) - 4,
                maximum: pointwiseMax(corners[0], pointwiseMax(corners[1], corners[2])) + 4)
            let isInside = box.minimum.min() >= 4 && all(box.maximum .<= limit)
            return isInside && layers.coverage(within: box).least == 255
        }
    }

    /// Draws the mesh with its vertices at `posed`, in pixels of the frame. `shown` is where each vertex takes its
    /// picture from, in pixels of the portrait: its place at rest, or a few pixels beside it.
    func draw(
        _ posed: [Point], showing shown: [Point], from sources: PortraitLayers.Sources, to frame: MutableFramePointers
    ) {
        for (index, triangle) in triangles.enumerated() {
            let target = (posed[triangle.first], posed[triangle.second], posed[triangle.third])
            let source = (shown[triangle.first], shown[triangle.second], shown[triangle.third])
            let luma = TriangleWalk(target: target, source: source, divisor: 1)
            luma.forEachRow(width: frame.width, height: frame.height) { y, x, count, line in
                let at = y * frame.width + x
                if isOpaque[index] && luma.isSteady {
                    Sampling.copyLuma(sources.luma, along: line, to: frame.luma + at, count: count)
                } else {
                    Sampling.blendLuma(
                        sources.luma, coverage: sources.coverage, along: line, plate: sources.plate.luma + at,
                        to: frame.luma + at, count: count)
                }
            }
            let chroma = TriangleWalk(target: target, source: source, divisor: 2)
            chroma.forEachRow(width: frame.width / 2, height: frame.height / 2) { y, x, count, line in
                let at = y * (frame.width / 2) + x
                if isOpaque[index] && chroma.isSteady {
                    Sampling.copyChroma(
                        sources.chroma, along: line, toBlue: frame.blue + at, red: frame.red + at, count: count)
                } else {
                    Sampling.blendChroma(
                        sources.chroma, coverage: sources.chromaCoverage, along: line,
                        plates: (sources.plate.blue + at, sources.plate.red + at), toBlue: frame.blue + at,
                        red: frame.red + at, count: count)
                }
            }
        }
    }
}

/// The pixels of one triangle, row by row, and where each is read in the source.
struct TriangleWalk {
    /// Corners in the frame, sorted downwards, in 1/256 pixel from the centre of the first pixel.
    private let corners: (FixedPoint, FixedPoint, FixedPoint)
    /// Source position of the frame's origin, and how it changes with a pixel to the right and one down.
    private let origin: Point
    private let across: Point
    private let down: Point
    /// False for slivers, whose source positions may run out of the triangle.
    let isSteady: Bool

    private struct FixedPoint {
        let x: Int
        let y: Int

        /// Higher in the picture; of two at one height, the left one.
        @inline(__always)
        func isAbove(_ other: FixedPoint) -> Bool { (y, x) < (other.y, other.x) }
    }

    /// The side between two corners, walked from the upper one.
    private struct Edge {
        private let start: FixedPoint
        /// Change of x with y, 16 fractional bits.
        private let slope: Int

        @inline(__always)
        init(_ upper: FixedPoint, _ lower: FixedPoint) {
            start = upper
            let height = lower.y - upper.y
            slope = height > 0 ? ((lower.x - upper.x) << 16) / height : 0
        }

        /// Where the side crosses a height, in 1/256 pixel; the same for both triangles that share the side.
        @inline(__always)
        func crossing(_ y: Int) -> Int { start.x + ((y - start.y) &* slope) >> 16 }
    }

    /// Corners in pixels; `divisor` is 2 for planes of half the size.
    init(target: (Point, Point, Point), source: (Point, Point, Point), divisor: Float) {
        func fixed(_ point: Point) -> FixedPoint {
            let place = ((point / divisor - 0.5) * 256).rounded(.toNearestOrEven)
            return FixedPoint(x: Int(place.x), y: Int(place.y))
        }
        let (a, b, c) = (fixed(target.0), fixed(target.1), fixed(target.2))
        let (ua, ub, uc) = (source.0 / divisor - 0.5, source.1 / divisor - 0.5, source.2 / divisor - 0.5)
        let ab = Point(Float(b.x - a.x), Float(b.y - a.y)) / 256
        let ac = Point(Float(c.x - a.x), Float(c.y - a.y)) / 256
        let area = ab.x * ac.y - ab.y * ac.x
        let inverse = abs(area) > 1e-4 ? 1 / area : 0
        across = ((ub - ua) * ac.y - (uc - ua) * ab.y) * inverse
        down = ((uc - ua) * ab.x - (ub - ua) * ac.x) * inverse
        origin = ua - across * (Float(a.x) / 256) - down * (Float(a.y) / 256)
        isSteady = inverse != 0 && max(abs(across.x), abs(across.y), abs(down.x), abs(down.y)) < 16
        let (low, high) = a.isAbove(b) ? (a, b) : (b, a)
        if c.isAbove(low) {
            corners = (c, low, high)
        } else {
            corners = c.isAbove(high) ? (low, c, high) : (low, high, c)
        }
    }

    /// Calls `body` with the row, its first pixel, the number of pixels and their line in the source. A pixel on an edge
    /// belongs to the triangle below it, or to its right.
    @inline(__always)
    func forEachRow(width: Int, height: Int, _ body: (Int, Int, Int, Sampling.Line) -> Void) {
        let (top, middle, bottom) = corners
        let firstRow = max((top.y + 255) >> 8, 0)
        let endRow = min((bottom.y + 255) >> 8, height)
        guard firstRow < endRow else { return }
        let longEdge = Edge(top, bottom)
        let upperEdge = Edge(top, middle)
        let lowerEdge = Edge(middle, bottom)
        let step = pointwiseMin(pointwiseMax(across * 65536, Point(repeating: -1e8)), Point(repeating: 1e8))
        let (stepX, stepY) = (Int32(step.x), Int32(step.y))
        for row in firstRow..<endRow {
            let y = row << 8
            let long = longEdge.crossing(y)
            let short = y < middle.y ? upperEdge.crossing(y) : lowerEdge.crossing(y)
            let start = max((min(long, short) + 255) >> 8, 0)
            let end = min((max(long, short) + 255) >> 8, width)
            guard start < end else { continue }
            let place = (origin + across * Float(start) + down * Float(row)) * 65536
            let held = pointwiseMin(pointwiseMax(place, Point(repeating: -1e9)), Point(repeating: 1e9))
            let line = Sampling.Line(x: Int32(held.x), y: Int32(held.y), stepX: stepX, stepY: stepY)
            body(row, start, end - start, line)
        }
    }
}
