internal import RenderMedia

/// A picture out of focus, and a little darker, that fills what another leaves free: a copy that covers all of it, made
/// small, blurred there, and made large again. In integers.
struct BlurredFill {
    /// A pixel of the small one is so many of the result.
    private static let step = 16
    /// A box of so many small pixels to each side, three times: nearly a Gaussian.
    private static let radius = 2
    /// Of 256.
    private static let brightness = 150

    private let source: FrameArea
    private let sourceWidth: Int
    private let width: Int
    private let height: Int

    init(sourceWidth: Int, sourceHeight: Int, width: Int, height: Int) {
        // The middle of the source that has the result's shape.
        let isWider = sourceWidth * height > width * sourceHeight
        let shown =
            isWider
            ? (sourceHeight * width / height, sourceHeight) : (sourceWidth, sourceWidth * height / width)
        let size = (max(min(shown.0, sourceWidth) & ~1, 2), max(min(shown.1, sourceHeight) & ~1, 2))
        source = FrameArea(
            x: (sourceWidth - size.0) / 2 & ~1, y: (sourceHeight - size.1) / 2 & ~1, width: size.0, height: size.1)
        self.sourceWidth = sourceWidth
        self.width = width
        self.height = height
    }

    func filled(_ frame: VideoFrame) -> VideoFrame {
        var result = VideoFrame(width: width, height: height)
        result.luma = plane(frame.luma, source, sourceWidth, width, height, step: Self.step).map {
            UInt8(16 + (max(Int($0) - 16, 0) * Self.brightness) >> 8)
        }
        let chroma = { (values: [UInt8]) in
            plane(values, source.halved, sourceWidth / 2, width / 2, height / 2, step: Self.step / 2)
        }
        result.blueChroma = chroma(frame.blueChroma)
        result.redChroma = chroma(frame.redChroma)
        return result
    }

    private func plane(
        _ values: [UInt8], _ area: FrameArea, _ stride: Int, _ width: Int, _ height: Int, step: Int
    ) -> [UInt8] {
        let columns = max((width + step - 1) / step, 1)
        let rows = max((height + step - 1) / step, 1)
        var small = Self.averaged(values, area, stride, columns, rows)
        for _ in 0..<3 {
            small = Self.boxed(small, columns, rows, across: 1, down: 0)
            small = Self.boxed(small, columns, rows, across: 0, down: 1)
        }
        return Self.enlarged(small, columns, rows, width, height)
    }

    /// The mean of what is under each small pixel, times 16.
    private static func averaged(
        _ values: [UInt8], _ area: FrameArea, _ stride: Int, _ columns: Int, _ rows: Int
    ) -> [Int32] {
        var small = [Int32](repeating: 0, count: columns * rows)
        for row in 0..<rows {
            let from = area.y + area.height * row / rows
            let to = max(area.y + area.height * (row + 1) / rows, from + 1)
            for column in 0..<columns {
                let left = area.x + area.width * column / columns
                let right = max(area.x + area.width * (column + 1) / columns, left + 1)
                var sum = 0
                for y in from..<to { for x in left..<right { sum += Int(values[y * stride + x]) } }
                let count = (to - from) * (right - left)
                small[row * columns + column] = Int32((sum * 16 + count / 2) / count)
            }
        }
        return small
    }

    private static func boxed(_ values: [Int32], _ columns: Int, _ rows: Int, across: Int, down: Int) -> [Int32] {
        var result = values
        for row in 0..<rows {
            for column in 0..<columns {
                var sum: Int32 = 0
                for offset in -radius...radius {
                    let x = min(max(column + offset * across, 0), columns - 1)
                    let y = min(max(row + offset * down, 0), rows - 1)
                    sum += values[y * columns + x]
                }
                result[row * columns + column] = (sum + Int32(radius)) / Int32(2 * radius + 1)
            }
        }
        return result
    }

    /// Between the middles of small pixels, in straight lines.
    private static func enlarged(
        _ small: [Int32], _ columns: Int, _ rows: Int, _ width: Int, _ height: Int
    ) -> [UInt8] {
        func places(_ count: Int, _ smallCount: Int) -> [(first: Int, second: Int, share: Int)] {
            (0..<count).map { index in
                // In 256ths of a small pixel.
                let place = ((2 * index + 1) * smallCount * 128) / count - 128
                let first = place >> 8
                return (
                    min(max(first, 0), smallCount - 1), min(max(first + 1, 0), smallCount - 1), place & 255
                )
            }
        }
        let across = places(width, columns)
        var result = [UInt8](repeating: 0, count: width * height)
        for (y, row) in places(height, rows).enumerated() {
            for (x, column) in across.enumerated() {
                func mixed(_ row: Int) -> Int {
                    Int(small[row * columns + column.first]) * (256 - column.share)
                        + Int(small[row * columns + column.second]) * column.share
                }
                let value = mixed(row.first) * (256 - row.share) + mixed(row.second) * row.share
                result[y * width + x] = UInt8(min(max((value + (1 << 19)) >> 20, 0), 255))
            }
        }
        return result
    }
}
