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

    /// Looks at some of the frames `range`, on both processors if there are many. What is told of them, and which is
    /// flagged, is the same as with one. Throws `SafetyError` and `CancellationError`.
    func inspectFrames(
        _ range: Range<Int>, of poses: PoseTimeline, _ renderer: FrameRenderer, _ safety: SafetyInspection?
    ) async throws {
        guard let safety else { return }
        let frames = safety.frames.numbers(count: range.count, framesPerSecond: framesPerSecond).map {
            range.lowerBound + $0
        }
        let view = FrameView(poses: poses, renderer: renderer, limit: safety.limit)
        let sightings: [FrameView.Sighting]
        if frames.count >= Self.fewestForTwo, let another = safety.another {
            let halves = (0..<2).map { half in frames.indices.filter { $0 % 2 == half }.map { frames[$0] } }
            async let second = view.sightings(of: halves[1]) { () throws(SafetyError) in try another() }
            let first = try view.sightings(of: halves[0], by: safety.classifier)
            sightings = try await (first + second).sorted { $0.frame < $1.frame }
        } else {
            sightings = try view.sightings(of: frames, by: safety.classifier)
        }
        for sighting in sightings {
            let seconds = Double(sighting.frame) / Double(framesPerSecond)
            try safety.take(sighting.score, of: .frame(seconds: seconds))
        }
    }

    /// With fewer frames a second classifier takes longer to load than it saves.
    private static var fewestForTwo: Int { 20 }
}

/// The frames of a video as a classifier sees them. Several threads may look at once.
private struct FrameView: Sendable {
    struct Sighting: Sendable {
        let frame: Int
        let score: Float
    }

    let poses: PoseTimeline
    let renderer: FrameRenderer
    let limit: Float

    /// Of each frame up to the first that does not pass.
    func sightings(of frames: [Int], by classifier: any SafetyClassifier) throws -> [Sighting] {
        var canvas = FrameCanvas(renderer.layers)
        var found: [Sighting] = []
        for frame in frames {
            try Task.checkCancellation()
            renderer.draw(poses.pose(ofFrame: frame), seenIn: poses.view(ofFrame: frame), on: &canvas)
            let score = try SafetyInspection.score(of: ClassifierInput(canvas.frame), by: classifier)
            found.append(Sighting(frame: frame, score: score))
            guard score <= limit else { break }
        }
        return found
    }

    /// On another thread, with a classifier that is made there.
    func sightings(
        of frames: [Int], making classifier: @Sendable () throws(SafetyError) -> any SafetyClassifier
    ) async throws -> [Sighting] {
        try sightings(of: frames, by: classifier())
    }
}
