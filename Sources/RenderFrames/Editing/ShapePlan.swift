package import RenderCodec
import RenderMedia

/// How a video gets another shape.
package enum ShapeFit: Sendable { case crop, blur, pad }

/// Finds the size of a variant, and what of the video it shows.
package struct ShapePlan: Sendable, Equatable {
    /// Of the video, both even.
    package var sourceWidth: Int
    package var sourceHeight: Int
    /// The shape that is wanted; the video's own if nil.
    package var aspect: (width: Int, height: Int)?
    /// Of the result in pixels; as far as the video's own goes if nil.
    package var shortSide: Int?

    package init(sourceWidth: Int, sourceHeight: Int, aspect: (width: Int, height: Int)?, shortSide: Int?) {
        self.sourceWidth = sourceWidth
        self.sourceHeight = sourceHeight
        self.aspect = aspect
        self.shortSide = shortSide
    }

    package static func == (one: ShapePlan, other: ShapePlan) -> Bool {
        one.sourceWidth == other.sourceWidth && one.sourceHeight == other.sourceHeight
            && one.shortSide == other.shortSide && one.aspect?.width == other.aspect?.width
            && one.aspect?.height == other.aspect?.height
    }

    /// Eyes at this part of the height, as portrait painters have them.
    private static let eyeLine = 0.4

    /// Size of the result. Without a short side it is as large as the largest part of its shape that the video has.
    package var size: (width: Int, height: Int) {
        guard let shortSide else { return largestPart }
        let short = Double(shortSide)
        let long = short * max(shape, 1 / shape)
        let pixels = (even(short), even(long))
        return shape < 1 ? (pixels.0, pixels.1) : (pixels.1, pixels.0)
    }

    /// Width over height.
    private var shape: Double {
        aspect.map { Double($0.width) / Double($0.height) } ?? Double(sourceWidth) / Double(sourceHeight)
    }

    private func even(_ length: Double) -> Int { max(Int((length / 2).rounded()) * 2, 2) }

    /// The largest part of the video that has the shape.
    private var largestPart: (width: Int, height: Int) {
        let wide = Double(sourceHeight) * shape
        if wide <= Double(sourceWidth) + 1 { return (min(even(wide), sourceWidth), sourceHeight) }
        return (sourceWidth, min(even(Double(sourceWidth) / shape), sourceHeight))
    }

    /// What is shown where. A part that would cut the speaker's head is not taken: then all is shown over a blurred copy.
    package func plan(_ fit: ShapeFit, speaker: SpeakerPlace?) -> FramePlan {
        let size = size
        let whole = FrameArea(x: 0, y: 0, width: size.width, height: size.height)
        let part = largestPart
        let isWhole = part.width >= sourceWidth - 2 && part.height >= sourceHeight - 2
        if isWhole || fit == .crop, isWhole || speaker.map({ holds($0, part) }) ?? true {
            return FramePlan(
                part: area(part, speaker), place: whole, rest: .black, width: size.width, height: size.height)
        }
        return .inside(
            sourceWidth: sourceWidth, sourceHeight: sourceHeight, width: size.width, height: size.height,
            rest: fit == .pad ? .black : .blurred)
    }

    /// Whether the head has room in a part of this size.
    private func holds(_ speaker: SpeakerPlace, _ part: (width: Int, height: Int)) -> Bool {
        let head = visible(speaker)
        return head.size.x <= Float(part.width) && head.size.y <= Float(part.height)
    }

    /// The head as far as the video itself shows it.
    private func visible(_ speaker: SpeakerPlace) -> Box {
        let size = Point(Float(sourceWidth), Float(sourceHeight))
        return Box(
            minimum: pointwiseMax(speaker.head.minimum, .zero), maximum: pointwiseMin(speaker.head.maximum, size))
    }

    /// Where the part lies: the head's middle in its middle and the eyes on their line, as far as the picture goes and as
    /// the whole head allows.
    private func area(_ part: (width: Int, height: Int), _ speaker: SpeakerPlace?) -> FrameArea {
        guard let speaker else {
            return FrameArea(
                x: (sourceWidth - part.width) / 2 & ~1, y: (sourceHeight - part.height) / 2 & ~1, width: part.width,
                height: part.height)
        }
        let head = visible(speaker)
        func start(_ wanted: Double, _ length: Int, _ all: Int, _ from: Float, _ to: Float) -> Int {
            var first = min(max(wanted, 0), Double(all - length))
            first = min(max(first, Double(to) - Double(length)), max(Double(from), 0))
            return min(max(Int(first.rounded()), 0), all - length) & ~1
        }
        return FrameArea(
            x: start(
                Double(head.centre.x) - Double(part.width) / 2, part.width, sourceWidth, head.minimum.x,
                head.maximum.x),
            y: start(
                Double(speaker.eyes.y) - Double(part.height) * Self.eyeLine, part.height, sourceHeight,
                head.minimum.y, head.maximum.y), width: part.width, height: part.height)
    }
}
