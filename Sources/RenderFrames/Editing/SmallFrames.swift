package import RenderCodec
package import RenderMedia

/// Frames made smaller, or larger, in their own shape.
package struct SmallFrames {
    package let width: Int
    package let height: Int
    private let fitter: FrameFitter

    /// For frames of the size of one of them. `width` is even.
    package init(width: Int, like frame: VideoFrame) throws(CodecError) {
        self.width = width
        height = max(Int((Double(width) * Double(frame.height) / Double(frame.width) / 2).rounded()) * 2, 2)
        let whole = FrameArea(x: 0, y: 0, width: frame.width, height: frame.height)
        let plan = FramePlan(
            part: whole, place: FrameArea(x: 0, y: 0, width: width, height: height), rest: .black, width: width,
            height: height)
        fitter = try FrameFitter(plan, sourceWidth: frame.width, sourceHeight: frame.height)
    }

    package func fitted(_ frame: VideoFrame) throws(CodecError) -> VideoFrame { try fitter.fitted(frame) }
}
