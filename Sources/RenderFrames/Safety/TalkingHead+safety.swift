import RenderCodec
import RenderMedia

/// What is looked at before a video is made. Frames are drawn for it once more: a frame is the same whether or not those
/// before it were drawn, and so nothing of a video that is flagged gets into a file.
extension TalkingHead {
    /// Looks at the portrait as it is. Throws `PortraitError.unreadable` and `SafetyError`.
    func inspectPicture(_ safety: SafetyInspection?) throws {
        guard let safety else { return }
        let image: Image
        do throws(CodecError) { image = try ImageDecoder.decode(imagePath) } catch {
            throw PortraitError.unreadable(error)
        }
        try safety.look(at: ClassifierInput(image), .picture)
    }

    /// Looks at some of the frames `range`. Throws `SafetyError` and `CancellationError`.
    func inspectFrames(
        _ range: Range<Int>, of poses: PoseTimeline, _ renderer: FrameRenderer, _ safety: SafetyInspection?
    ) throws {
        guard let safety else { return }
        var canvas = FrameCanvas(renderer.layers)
        for number in safety.frames.numbers(count: range.count, framesPerSecond: framesPerSecond) {
            try Task.checkCancellation()
            let frame = range.lowerBound + number
            renderer.draw(poses.pose(ofFrame: frame), seenIn: poses.view(ofFrame: frame), on: &canvas)
            try safety.look(
                at: ClassifierInput(canvas.frame), .frame(seconds: Double(frame) / Double(framesPerSecond)))
        }
    }
}
