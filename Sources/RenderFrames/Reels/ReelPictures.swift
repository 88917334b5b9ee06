import RenderCodec
import RenderMedia

/// The pictures of a reel, from its first to its last. Two parts are open at a time at most.
final class ReelPictures {
    private let parts: [Reel.Part]
    private let plan: ReelPlan
    private var frame = 0
    /// The first part that is not over.
    private var current = 0
    private var open: [Int: PartPictures] = [:]
    /// A picture that was read before its turn.
    private var stills: [Int: VideoFrame] = [:]

    init(_ parts: [Reel.Part], _ plan: ReelPlan) {
        self.parts = parts
        self.plan = plan
    }

    /// A part that is a picture, in its own size.
    func still(_ part: Int) throws(ReelError) -> VideoFrame {
        if let read = stills[part] { return read }
        guard case .still(let path, _) = parts[part] else { preconditionFailure("that part is a picture") }
        do throws(CodecError) {
            let image = try ImageDecoder.decode(path)
            guard min(image.width, image.height) >= Self.shortestSide else {
                throw CodecError(
                    .unsupported, operation: "read the picture",
                    message: "it has \(image.width) x \(image.height) pixels")
            }
            let read = VideoFrame(image)
            stills[part] = read
            return read
        } catch { throw ReelError(.part(part), error) }
    }

    private static let shortestSide = 16

    /// The next frame in the size of the reel.
    func next(width: Int, height: Int) throws(ReelError) -> VideoFrame {
        let content = plan.content(of: frame, from: &current)
        frame += 1
        for part in Array(open.keys) where part < current {
            open[part] = nil
            stills[part] = nil
        }
        switch content {
        case .black: return VideoFrame(width: width, height: height)
        case .part(let part): return try picture(part, width, height)
        case .fade(let from, let to, let share):
            return try picture(from, width, height).mixed(with: try picture(to, width, height), share: share)
        }
    }

    private func picture(_ part: Int, _ width: Int, _ height: Int) throws(ReelError) -> VideoFrame {
        do throws(CodecError) {
            let pictures: PartPictures
            if let known = open[part] {
                pictures = known
            } else {
                pictures = try opened(part, width, height)
                open[part] = pictures
            }
            return try pictures.next()
        } catch {
            throw ReelError(.part(part), error)
        }
    }

    private func opened(_ part: Int, _ width: Int, _ height: Int) throws(CodecError) -> PartPictures {
        switch parts[part] {
        case .clip(let path):
            return PartPictures(
                try FrameReader(path, framesPerSecond: plan.framesPerSecond), width: width, height: height)
        case .still:
            let frame: VideoFrame
            do throws(ReelError) { frame = try still(part) } catch { throw error.cause }
            return PartPictures(try PartPictures.fitter(frame, width, height)?.fitted(frame) ?? frame)
        }
    }
}

/// The pictures of one part, each brought to the size of the reel: whole, over a blurred copy where the shape is another.
private final class PartPictures {
    private let reader: FrameReader?
    private let size: (width: Int, height: Int)
    private var fitter: FrameFitter?
    /// What was shown last: a clip that ends early rests on it.
    private var shown: VideoFrame?

    init(_ reader: FrameReader, width: Int, height: Int) {
        self.reader = reader
        size = (width, height)
    }

    /// One picture for ever.
    init(_ still: VideoFrame) {
        reader = nil
        size = (still.width, still.height)
        shown = still
    }

    func next() throws(CodecError) -> VideoFrame {
        if let frame = try reader?.next() {
            if fitter == nil { fitter = try Self.fitter(frame, size.width, size.height) }
            shown = try fitter?.fitted(frame) ?? frame
        }
        guard let shown else { preconditionFailure("a clip has a frame") }
        return shown
    }

    /// Nil for a frame that has the size.
    static func fitter(_ frame: VideoFrame, _ width: Int, _ height: Int) throws(CodecError) -> FrameFitter? {
        guard (frame.width, frame.height) != (width, height) else { return nil }
        let plan = FramePlan.inside(
            sourceWidth: frame.width, sourceHeight: frame.height, width: width, height: height, rest: .blurred)
        return try FrameFitter(plan, sourceWidth: frame.width, sourceHeight: frame.height)
    }
}
