package import RenderMedia

/// Colours laid over frames, in integers.
extension VideoFrame {
    /// Lays a colour over the frame where a bitmap of 8-bit coverage has it. What is beyond the frame is left out.
    ///
    /// Chroma takes the mean coverage of its four pixels. `opacity` is 0…255.
    func blendChroma(
        _ plane: inout [UInt8], value: Int, coverage: (_ x: Int, _ y: Int) -> Int, columns: Range<Int>,
        rows: Range<Int>
    ) {
        for row in rows.lowerBound / 2..<(rows.upperBound + 1) / 2 {
            for column in columns.lowerBound / 2..<(columns.upperBound + 1) / 2 {
                let (x, y) = (column * 2, row * 2)
                let share = (coverage(x, y) + coverage(x + 1, y) + coverage(x, y + 1) + coverage(x + 1, y + 1) + 2) / 4
                if share == 0 { continue }
                let at = row * (width / 2) + column
                plane[at] = UInt8((Int(plane[at]) * (255 - share) + value * share + 127) / 255)
            }
        }
    }

    mutating func blend(
        coverage: UnsafePointer<UInt8>, stride: Int, width bitmapWidth: Int, height bitmapHeight: Int,
        at place: (x: Int, y: Int), color: (red: UInt8, green: UInt8, blue: UInt8), opacity: Int
    ) {
        let columns = max(place.x, 0)..<max(min(place.x + bitmapWidth, width), max(place.x, 0))
        let rows = max(place.y, 0)..<max(min(place.y + bitmapHeight, height), max(place.y, 0))
        guard !columns.isEmpty, !rows.isEmpty, opacity > 0 else { return }
        let (red, green, blue) = (Int(color.red), Int(color.green), Int(color.blue))
        let value = Int(VideoFrame.luma(red, green, blue))
        let chroma = VideoFrame.chroma(red * 4, green * 4, blue * 4)
        func share(_ x: Int, _ y: Int) -> Int {
            guard columns.contains(x), rows.contains(y) else { return 0 }
            return (Int(coverage[(y - place.y) * stride + x - place.x]) * opacity + 127) / 255
        }
        for y in rows {
            for x in columns {
                let part = share(x, y)
                if part == 0 { continue }
                let at = y * width + x
                luma[at] = UInt8((Int(luma[at]) * (255 - part) + value * part + 127) / 255)
            }
        }
        var (blues, reds) = (blueChroma, redChroma)
        (blueChroma, redChroma) = ([], [])
        blendChroma(&blues, value: Int(chroma.blue), coverage: share, columns: columns, rows: rows)
        blendChroma(&reds, value: Int(chroma.red), coverage: share, columns: columns, rows: rows)
        (blueChroma, redChroma) = (blues, reds)
    }
}

/// A picture with transparency that is laid over frames: a mark.
package struct PictureMark: Sendable {
    package let width: Int
    package let height: Int
    /// Straight red, green, blue and alpha, four bytes a pixel.
    let pixels: [UInt8]

    /// Lays it over `frame` with its first pixel at a place.
    package func draw(on frame: inout VideoFrame, at place: (x: Int, y: Int)) {
        let columns = max(place.x, 0)..<max(min(place.x + width, frame.width), max(place.x, 0))
        let rows = max(place.y, 0)..<max(min(place.y + height, frame.height), max(place.y, 0))
        for y in rows {
            for x in columns {
                let (red, green, blue, alpha) = pixel(x - place.x, y - place.y)
                if alpha == 0 { continue }
                let at = y * frame.width + x
                let value = Int(VideoFrame.luma(red, green, blue))
                frame.luma[at] = UInt8((Int(frame.luma[at]) * (255 - alpha) + value * alpha + 127) / 255)
            }
        }
        for row in rows.lowerBound / 2..<(rows.upperBound + 1) / 2 {
            for column in columns.lowerBound / 2..<(columns.upperBound + 1) / 2 {
                var sums = (red: 0, green: 0, blue: 0, alpha: 0)
                for (x, y) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                    let (x, y) = (column * 2 + x, row * 2 + y)
                    guard columns.contains(x), rows.contains(y) else { continue }
                    let part = pixel(x - place.x, y - place.y)
                    sums.red += part.red * part.alpha
                    sums.green += part.green * part.alpha
                    sums.blue += part.blue * part.alpha
                    sums.alpha += part.alpha
                }
                guard sums.alpha > 0 else { continue }
                let chroma = VideoFrame.chroma(
                    sums.red * 4 / sums.alpha, sums.green * 4 / sums.alpha, sums.blue * 4 / sums.alpha)
                let (at, alpha) = (row * (frame.width / 2) + column, (sums.alpha + 2) / 4)
                frame.blueChroma[at] = Self.mixed(frame.blueChroma[at], chroma.blue, alpha)
                frame.redChroma[at] = Self.mixed(frame.redChroma[at], chroma.red, alpha)
            }
        }
    }

    private static func mixed(_ below: UInt8, _ above: UInt8, _ alpha: Int) -> UInt8 {
        UInt8((Int(below) * (255 - alpha) + Int(above) * alpha + 127) / 255)
    }

    private func pixel(_ x: Int, _ y: Int) -> (red: Int, green: Int, blue: Int, alpha: Int) {
        let at = (y * width + x) * 4
        return (Int(pixels[at]), Int(pixels[at + 1]), Int(pixels[at + 2]), Int(pixels[at + 3]))
    }
}
