package import RenderCodec
import RenderMedia

/// A part of a video as a small moving picture without sound, shown again and again.
package struct MovingPreview: Sendable {
    package let fromMilliseconds: Int
    package let milliseconds: Int
    /// In pixels, even.
    package let width: Int
    package let framesPerSecond: Int
    /// 0…100, as WebP has it.
    private static let quality = 70

    package init(fromMilliseconds: Int, milliseconds: Int, width: Int, framesPerSecond: Int) {
        self.fromMilliseconds = fromMilliseconds
        self.milliseconds = milliseconds
        self.width = width
        self.framesPerSecond = framesPerSecond
    }

    /// Writes it, whole or not at all. Returns its size; nil if the video ends before it begins. Throws what reading a video
    /// and writing a file throws.
    package func make(of video: String, to path: String) throws(CodecError) -> (width: Int, height: Int)? {
        let reader = try FrameReader(video, framesPerSecond: framesPerSecond)
        let first = (fromMilliseconds * framesPerSecond + 500) / 1000
        let count = max((milliseconds * framesPerSecond + 500) / 1000, 1)
        var (index, writer, small) = (0, AnimationWriter?.none, SmallFrames?.none)
        while index < first + count, let frame = try reader.next() {
            defer { index += 1 }
            guard index >= first else { continue }
            let fitter: SmallFrames
            if let small { fitter = small } else { fitter = try SmallFrames(width: width, like: frame) }
            small = fitter
            let animation: AnimationWriter
            if let writer {
                animation = writer
            } else {
                animation = try AnimationWriter(width: fitter.width, height: fitter.height, quality: Self.quality)
            }
            writer = animation
            try animation.append(
                try fitter.fitted(frame), atMilliseconds: (index - first) * 1000 / framesPerSecond)
        }
        guard let writer, let small else { return nil }
        try writer.finish(path)
        return (small.width, small.height)
    }
}
