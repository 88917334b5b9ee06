package import RenderCodec
import RenderFace
package import RenderInference
package import RenderMedia

/// Where the speaker's head is in a video, by a few of its frames.
package struct SpeakerPlace: Sendable, Equatable {
    /// The whole head as far as it moves, hair and chin, in pixels.
    package var head: Box
    /// The middle between the eyes.
    package var eyes: Point

    package init(head: Box, eyes: Point) {
        self.head = head
        self.eyes = eyes
    }

    /// By the landmarks of one frame. They end at the hair; a head has a third more above, and a little to its sides.
    init(_ face: FaceLandmarks) {
        let (box, size) = (face.box, face.box.size)
        head = Box(
            minimum: box.minimum - Point(size.x * 0.12, size.y * 0.3),
            maximum: box.maximum + Point(size.x * 0.12, size.y * 0.08))
        eyes = (face.leftIris[0] + face.rightIris[0]) / 2
    }

    /// As far as any of `places` has it; nil if there is none.
    init?(union places: [SpeakerPlace]) {
        guard let first = places.first else { return nil }
        head = places.dropFirst().reduce(first.head) { box, place in
            Box(
                minimum: pointwiseMin(box.minimum, place.head.minimum),
                maximum: pointwiseMax(box.maximum, place.head.maximum))
        }
        eyes = places.reduce(Point.zero) { $0 + $1.eyes } / Float(places.count)
    }

    /// The same, where a plan puts it.
    func placed(by plan: FramePlan) -> SpeakerPlace {
        let scale = Point(
            Float(plan.place.width) / Float(plan.part.width), Float(plan.place.height) / Float(plan.part.height))
        let (from, to) = (
            Point(Float(plan.part.x), Float(plan.part.y)), Point(Float(plan.place.x), Float(plan.place.y))
        )
        func moved(_ point: Point) -> Point { (point - from) * scale + to }
        return SpeakerPlace(head: Box(minimum: moved(head.minimum), maximum: moved(head.maximum)), eyes: moved(eyes))
    }

    /// In the first, a middle and the last frame of the video at `path`; nil if no face can be seen in any of them.
    ///
    /// Throws `CodecError` or `InferenceError`.
    package static func find(in path: String, _ facts: VideoFacts, engine: EngineFolder) throws -> SpeakerPlace? {
        let analyzer = try engine.taken(or: PortraitAnalyzer.init)
        defer { engine.putBack(analyzer) }
        let wanted = [0, facts.frameCount / 2, max(facts.frameCount - 1, 0)]
        var places: [SpeakerPlace] = []
        let reader = try FrameReader(path, framesPerSecond: min(max(facts.framesPerSecond, 1), 60))
        var index = 0
        while let frame = try reader.next() {
            if wanted.contains(index), let face = try analyzer.largestFace(in: Image(frame)) {
                places.append(SpeakerPlace(face))
            }
            index += 1
        }
        return SpeakerPlace(union: places)
    }
}
