import RenderFace
import RenderMedia

/// Draws the whole figure as the head field moves it: hair, ears, neck and shoulders, everything but the face's skin,
/// which `MeshRaster` draws on top.
///
/// The field is known at the corners of cells of 16 pixels and is linear between them. It says where things go; drawing
/// needs where they come from, so at each corner the inverse is found by three steps of fixed-point iteration.
struct FieldRaster: Sendable {
    private let layers: PortraitLayers
    private let field: HeadField
    private let anchors: [HeadField.Anchor]
    /// For each cell, whether it ever moves; where nothing does, the plate is the picture itself.
    private let moves: [Bool]
    /// Corners of cells.
    private let columns: Int
    private let rows: Int
    private static let cell = PortraitLayers.cellSize

    init(layers: PortraitLayers, field: HeadField) {
        self.layers = layers
        self.field = field
        columns = layers.cellColumns + 1
        rows = layers.cellRows + 1
        let columns = columns
        let anchors = (0..<columns * rows).map { node in
            field.anchor(at: Point(Float(node % columns * Self.cell), Float(node / columns * Self.cell)))
        }
        self.anchors = anchors
        moves = (0..<layers.cellCount).map { cell in
            let node = cell / layers.cellColumns * columns + cell % layers.cellColumns
            return [node, node + 1, node + columns, node + columns + 1].contains { anchors[$0].reach > 0 }
        }
    }

    /// For each corner of a cell, where it comes from, in pixels of the portrait.
    func sourcePositions(under rotation: HeadRotation) -> [Point] {
        let forward = anchors.indices.map { node in
            anchors[node].reach > 0
                ? field.displacement(of: position(of: node), anchors[node], by: rotation) : .zero
        }
        return forward.indices.map { node in
            let target = position(of: node)
            guard anchors[node].reach > 0 else { return target }
            var source = target - forward[node]
            for _ in 0..<2 { source = target - sample(forward, at: source) }
            return source
        }
    }

    /// Draws every cell that the figure touches and that is not `covered`, and restores those that it has left.
    ///
    /// `touched` says for each cell whether `frame` shows anything but the plate there; it is kept up to date.
    func draw(
        _ positions: [Point], under covered: CoveredCells, from sources: PortraitLayers.Sources,
        to frame: MutableFramePointers, touched: inout [Bool]
    ) {
        for row in 0..<layers.cellRows {
            for column in 0..<layers.cellColumns {
                let index = row * layers.cellColumns + column
                if covered[index] {
                    touched[index] = true
                    continue
                }
                let node = row * columns + column
                let corners = Corners(
                    topLeft: positions[node], topRight: positions[node + 1], bottomLeft: positions[node + columns],
                    bottomRight: positions[node + columns + 1])
                let box = corners.box
                let range = layers.coverage(within: box)
                let hasFigure = moves[index] && range.most > 0
                let cell = CellRaster(
                    corners: corners, left: column * Self.cell, top: row * Self.cell, width: layers.width,
                    height: layers.height)
                if hasFigure {
                    let isOpaque = range.least == 255 && isInside(box)
                    cell.draw(from: sources, to: frame, isOpaque: isOpaque)
                } else if touched[index] {
                    cell.restore(sources.plate, to: frame)
                }
                touched[index] = hasFigure
            }
        }
    }

    private func isInside(_ box: Box) -> Bool {
        let limit = Point(Float(layers.width), Float(layers.height)) - 6
        return box.minimum.min() >= 4 && all(box.maximum .<= limit)
    }

    private func position(of node: Int) -> Point {
        Point(Float(node % columns * Self.cell), Float(node / columns * Self.cell))
    }

    private func sample(_ values: [Point], at point: Point) -> Point {
        let x = min(max(point.x / Float(Self.cell), 0), Float(columns - 1) - 0.001)
        let y = min(max(point.y / Float(Self.cell), 0), Float(rows - 1) - 0.001)
        let node = Int(y) * columns + Int(x)
        let (right, down) = (x - x.rounded(.down), y - y.rounded(.down))
        let above = values[node] * (1 - right) + values[node + 1] * right
        let below = values[node + columns] * (1 - right) + values[node + columns + 1] * right
        return above * (1 - down) + below * down
    }
}

/// Where the corners of one cell come from.
struct Corners {
    let topLeft: Point
    let topRight: Point
    let bottomLeft: Point
    let bottomRight: Point

    /// The pixels that the cell reads, with a margin for the bilinear weights.
    var box: Box {
        Box(
            minimum: pointwiseMin(pointwiseMin(topLeft, topRight), pointwiseMin(bottomLeft, bottomRight)) - 1.5,
            maximum: pointwiseMax(pointwiseMax(topLeft, topRight), pointwiseMax(bottomLeft, bottomRight)) + 1.5)
    }
}

/// Draws one cell of 16 x 16 pixels.
private struct CellRaster {
    let corners: Corners
    let left: Int
    let top: Int
    let width: Int
    let height: Int

    private static let size = PortraitLayers.cellSize

    func draw(from sources: PortraitLayers.Sources, to frame: MutableFramePointers, isOpaque: Bool) {
        for y in top..<min(top + Self.size, height) {
            let line = line(row: y - top, divisor: 1)
            let at = y * width + left
            let count = min(Self.size, width - left)
            if isOpaque {
                Sampling.copyLuma(sources.luma, along: line, to: frame.luma + at, count: count)
            } else {
                Sampling.blendLuma(
                    sources.luma, coverage: sources.coverage, along: line, plate: sources.plate.luma + at,
                    to: frame.luma + at, count: count)
            }
        }
        for y in top / 2..<min((top + Self.size) / 2, height / 2) {
            let line = line(row: y - top / 2, divisor: 2)
            let at = y * (width / 2) + left / 2
            let count = min(Self.size / 2, width / 2 - left / 2)
            if isOpaque {
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

    /// Puts the plate back.
    func restore(_ plate: FramePointers, to frame: MutableFramePointers) {
        let count = min(Self.size, width - left)
        for y in top..<min(top + Self.size, height) {
            (frame.luma + (y * width + left)).update(from: plate.luma + (y * width + left), count: count)
        }
        for y in top / 2..<min((top + Self.size) / 2, height / 2) {
            let at = y * (width / 2) + left / 2
            (frame.blue + at).update(from: plate.blue + at, count: count / 2)
            (frame.red + at).update(from: plate.red + at, count: count / 2)
        }
    }

    /// The source line of one row of the cell; `divisor` is 2 for planes of half the size.
    @inline(__always)
    private func line(row: Int, divisor: Int) -> Sampling.Line {
        let inverse = 1 / Float(Self.size / divisor)
        let down = (Float(row) + 0.5) * inverse
        let start = corners.topLeft * (1 - down) + corners.bottomLeft * down
        let end = corners.topRight * (1 - down) + corners.bottomRight * down
        let step = (end - start) * inverse
        let first = (start + step * 0.5) / Float(divisor) - 0.5
        let stepped = step * (65536 / Float(divisor))
        return Sampling.Line(
            x: Int32(first.x * 65536), y: Int32(first.y * 65536), stepX: Int32(stepped.x), stepY: Int32(stepped.y))
    }
}
