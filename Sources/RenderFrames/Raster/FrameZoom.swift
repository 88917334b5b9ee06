import RenderMedia

/// Enlarges a part of a frame to the whole of another.
enum FrameZoom {
    /// `view` enlarges by 1.01 at least, so that no position lies beyond the last pixel.
    static func draw(_ view: CameraPath.View, of source: VideoFrame, to target: inout VideoFrame) {
        let width = source.width
        let height = source.height
        source.withPointers { from in
            target.withMutablePointers { to in
                draw(view, from.luma, to.luma, width, height)
                draw(view, from.blue, to.blue, width / 2, height / 2)
                draw(view, from.red, to.red, width / 2, height / 2)
            }
        }
    }

    private static func draw(
        _ view: CameraPath.View, _ source: UnsafePointer<UInt8>, _ target: UnsafeMutablePointer<UInt8>, _ width: Int,
        _ height: Int
    ) {
        let size = SIMD2(Float(width), Float(height))
        let centre = view.centre * size
        // Where the middle of the first pixel comes from, counted from a middle.
        let start = centre + (0.5 - centre) / view.scale - 0.5
        let step = 65536 / view.scale
        let plane = Sampling.Source(pixels: source, width: width, height: height)
        for row in 0..<height {
            let y = min(max(start.y + Float(row) / view.scale, 0), Float(height) - 1.01)
            let line = Sampling.Line(
                x: Int32(max(start.x, 0) * 65536), y: Int32(y * 65536), stepX: Int32(step), stepY: 0)
            Sampling.copyLuma(plane, along: line, to: target + row * width, count: width)
        }
    }
}
