package import RenderCodec
package import RenderMedia

/// Stills of a video in rows, evenly from its beginning to its end.
package struct ContactSheet: Sendable {
    package let columns: Int
    package let rows: Int
    /// Of a still in pixels, even.
    package let width: Int
    /// Between stills and around them.
    private static let gap = 8

    package init(columns: Int, rows: Int, width: Int) {
        precondition(columns > 0 && rows > 0 && width > 0 && width % 2 == 0, "there are stills")
        self.columns = columns
        self.rows = rows
        self.width = width
    }

    /// Which of a video's frames are shown: of as many equal parts of it as there are stills, the middle ones. A video with
    /// fewer frames shows some twice.
    package static func frames(_ stills: Int, of count: Int) -> [Int] {
        (0..<stills).map { (2 * $0 + 1) * count / (2 * stills) }
    }

    /// The sheet. Throws what reading a video throws.
    package func make(of video: String) throws(CodecError) -> VideoFrame {
        let facts = try VideoInspector.inspect(video)
        let reader = try FrameReader(video, framesPerSecond: min(max(facts.framesPerSecond, 1), 60))
        let wanted = Self.frames(columns * rows, of: reader.frameCount)
        var small: SmallFrames?
        var sheet: VideoFrame?
        var (index, next) = (0, 0)
        while next < wanted.count, let frame = try reader.next() {
            defer { index += 1 }
            guard wanted[next] == index else { continue }
            let fitter: SmallFrames
            if let small { fitter = small } else { fitter = try SmallFrames(width: width, like: frame) }
            small = fitter
            let still = try fitter.fitted(frame)
            var result = sheet ?? empty(still.height)
            while next < wanted.count, wanted[next] == index {
                place(still, next, on: &result)
                next += 1
            }
            sheet = result
        }
        guard let sheet else { preconditionFailure("a video has a frame") }
        return sheet
    }

    private func empty(_ height: Int) -> VideoFrame {
        VideoFrame(
            width: columns * (width + Self.gap) + Self.gap, height: rows * (height + Self.gap) + Self.gap)
    }

    private func place(_ still: VideoFrame, _ index: Int, on sheet: inout VideoFrame) {
        let x = Self.gap + index % columns * (width + Self.gap)
        let y = Self.gap + index / columns * (still.height + Self.gap)
        Self.copy(still.luma, width: width, to: &sheet.luma, width: sheet.width, x, y)
        Self.copy(still.blueChroma, width: width / 2, to: &sheet.blueChroma, width: sheet.width / 2, x / 2, y / 2)
        Self.copy(still.redChroma, width: width / 2, to: &sheet.redChroma, width: sheet.width / 2, x / 2, y / 2)
    }

    private static func copy(
        _ plane: [UInt8], width: Int, to target: inout [UInt8], width targetWidth: Int, _ x: Int, _ y: Int
    ) {
        for row in 0..<plane.count / width {
            let start = (y + row) * targetWidth + x
            target.replaceSubrange(start..<start + width, with: plane[row * width..<(row + 1) * width])
        }
    }
}
