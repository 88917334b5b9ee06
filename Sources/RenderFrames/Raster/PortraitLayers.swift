package import RenderMedia

/// A portrait taken apart for drawing: the figure, how much of each pixel it covers, and what lies behind it.
package struct PortraitLayers: Sendable {
    package let width: Int
    package let height: Int
    /// The figure, in the colours of `VideoFrame`; its colours go on a little beyond its outline.
    let luma: [UInt8]
    /// Blue and red chroma side by side, for each 2 x 2 pixels.
    let chroma: [UInt8]
    /// 0…255 for each pixel, and the same for each 2 x 2 pixels.
    let coverage: [UInt8]
    let chromaCoverage: [UInt8]
    /// The picture without the figure.
    package let plate: VideoFrame
    /// Smallest and largest coverage of each cell of `cellSize` pixels, row-major.
    let cells: [CoverageRange]
    let cellColumns: Int
    let cellRows: Int

    static let cellSize = 16

    struct CoverageRange: Sendable, Equatable {
        var least: UInt8
        var most: UInt8
    }

    /// `figure` and `plate` have the same even size; `coverage` is 0…1 for each of their pixels.
    package init(figure: Image, coverage plane: Plane, plate: Image) {
        let figure = VideoFrame(figure)
        self.plate = VideoFrame(plate)
        width = figure.width
        height = figure.height
        luma = figure.luma
        chroma = zip(figure.blueChroma, figure.redChroma).flatMap { [$0, $1] }
        let coverage = plane.values.map { UInt8(min(max($0 * 255 + 0.5, 0), 255)) }
        precondition(coverage.count == luma.count, "coverage for every pixel")
        self.coverage = coverage
        chromaCoverage = Self.halved(coverage, width: width, height: height)
        cellColumns = (width + Self.cellSize - 1) / Self.cellSize
        cellRows = (height + Self.cellSize - 1) / Self.cellSize
        cells = Self.ranges(coverage, width: width, height: height)
    }

    private static func halved(_ values: [UInt8], width: Int, height: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: width * height / 4)
        for y in 0..<height / 2 {
            for x in 0..<width / 2 {
                let at = 2 * y * width + 2 * x
                let sum = Int(values[at]) + Int(values[at + 1]) + Int(values[at + width]) + Int(values[at + width + 1])
                result[y * width / 2 + x] = UInt8((sum + 2) / 4)
            }
        }
        return result
    }

    private static func ranges(_ coverage: [UInt8], width: Int, height: Int) -> [CoverageRange] {
        let columns = (width + cellSize - 1) / cellSize
        let rows = (height + cellSize - 1) / cellSize
        var ranges = [CoverageRange](repeating: CoverageRange(least: 255, most: 0), count: columns * rows)
        for y in 0..<height {
            for x in 0..<width {
                let cell = y / cellSize * columns + x / cellSize
                let value = coverage[y * width + x]
                ranges[cell].least = min(ranges[cell].least, value)
                ranges[cell].most = max(ranges[cell].most, value)
            }
        }
        return ranges
    }

    /// The coverage of all cells that the box touches, in pixels; a box outside the picture has its edge's.
    func coverage(within box: Box) -> CoverageRange {
        func cell(_ value: Float, _ count: Int) -> Int { min(max(Int(value) / Self.cellSize, 0), count - 1) }
        var range = CoverageRange(least: 255, most: 0)
        for row in cell(box.minimum.y, cellRows)...cell(box.maximum.y, cellRows) {
            for column in cell(box.minimum.x, cellColumns)...cell(box.maximum.x, cellColumns) {
                let here = cells[row * cellColumns + column]
                range.least = min(range.least, here.least)
                range.most = max(range.most, here.most)
            }
        }
        return range
    }

    /// Calls `body` with pointers to all layers, which are valid during the call only.
    func withSources<Result>(_ body: (Sources) -> Result) -> Result {
        luma.withUnsafeBufferPointer { luma in
            chroma.withUnsafeBufferPointer { chroma in
                coverage.withUnsafeBufferPointer { coverage in
                    chromaCoverage.withUnsafeBufferPointer { chromaCoverage in
                        plate.withPointers { plate in
                            body(Sources(self, luma, chroma, coverage, chromaCoverage, plate))
                        }
                    }
                }
            }
        }
    }

    /// Pointers to the layers.
    struct Sources {
        let luma: Sampling.Source
        let chroma: Sampling.Source
        let coverage: Sampling.Source
        let chromaCoverage: Sampling.Source
        let plate: FramePointers

        fileprivate init(
            _ layers: PortraitLayers, _ luma: UnsafeBufferPointer<UInt8>, _ chroma: UnsafeBufferPointer<UInt8>,
            _ coverage: UnsafeBufferPointer<UInt8>, _ chromaCoverage: UnsafeBufferPointer<UInt8>, _ plate: FramePointers
        ) {
            func source(_ buffer: UnsafeBufferPointer<UInt8>, _ divisor: Int) -> Sampling.Source {
                guard let base = buffer.baseAddress else { preconditionFailure("layers have pixels") }
                return Sampling.Source(pixels: base, width: layers.width / divisor, height: layers.height / divisor)
            }
            self.luma = source(luma, 1)
            self.chroma = source(chroma, 2)
            self.coverage = source(coverage, 1)
            self.chromaCoverage = source(chromaCoverage, 2)
            self.plate = plate
        }
    }
}

/// Pointers to the planes of a frame.
struct FramePointers {
    let luma: UnsafePointer<UInt8>
    let blue: UnsafePointer<UInt8>
    let red: UnsafePointer<UInt8>
}

/// Pointers to the planes of a frame that is being drawn.
struct MutableFramePointers {
    let width: Int
    let height: Int
    let luma: UnsafeMutablePointer<UInt8>
    let blue: UnsafeMutablePointer<UInt8>
    let red: UnsafeMutablePointer<UInt8>
}

extension VideoFrame {
    /// Calls `body` with pointers that are valid during the call only.
    func withPointers<Result>(_ body: (FramePointers) -> Result) -> Result {
        luma.withUnsafeBufferPointer { luma in
            blueChroma.withUnsafeBufferPointer { blue in
                redChroma.withUnsafeBufferPointer { red in
                    guard let luma = luma.baseAddress, let blue = blue.baseAddress, let red = red.baseAddress else {
                        preconditionFailure("a frame has pixels")
                    }
                    return body(FramePointers(luma: luma, blue: blue, red: red))
                }
            }
        }
    }

    /// Calls `body` with pointers that are valid during the call only.
    mutating func withMutablePointers<Result>(_ body: (MutableFramePointers) -> Result) -> Result {
        let (width, height) = (width, height)
        return luma.withUnsafeMutableBufferPointer { luma in
            blueChroma.withUnsafeMutableBufferPointer { blue in
                redChroma.withUnsafeMutableBufferPointer { red in
                    guard let luma = luma.baseAddress, let blue = blue.baseAddress, let red = red.baseAddress else {
                        preconditionFailure("a frame has pixels")
                    }
                    return body(MutableFramePointers(width: width, height: height, luma: luma, blue: blue, red: red))
                }
            }
        }
    }
}
