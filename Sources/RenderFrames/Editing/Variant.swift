import Glibc
package import RenderCodec
package import RenderInference
import RenderMedia

/// A finished video made anew: in another shape or size, and with marks.
package struct Variant: Sendable {
    package var video: String
    package var output: String
    package var container: VideoContainer
    package var aspect: (width: Int, height: Int)?
    package var shortSide: Int?
    package var fit: ShapeFit
    package var quality: Int
    package var marks: Marks

    package init(
        video: String, output: String, container: VideoContainer, aspect: (width: Int, height: Int)?, shortSide: Int?,
        fit: ShapeFit, quality: Int, marks: Marks
    ) {
        self.video = video
        self.output = output
        self.container = container
        self.aspect = aspect
        self.shortSide = shortSide
        self.fit = fit
        self.quality = quality
        self.marks = marks
    }

    /// Whether every frame has to be encoded again.
    package var isRedrawn: Bool { aspect != nil || shortSide != nil || !marks.isEmpty }

    /// Makes it, whole or not at all. Without an engine nobody looks for a speaker; `track` is embedded. Throws `CodecError`, `TextError`,
    /// `MarkError` or `InferenceError`.
    package func make(
        engine: EngineFolder?, track: CaptionTrack?, progress: (_ done: Int, _ total: Int) -> Void
    ) throws {
        let facts = try VideoInspector.inspect(video)
        let rate = min(max(facts.framesPerSecond, 1), 60)
        let reader = try FrameReader(video, framesPerSecond: rate)
        let source = (facts.width & ~1, facts.height & ~1)
        let shape = ShapePlan(sourceWidth: source.0, sourceHeight: source.1, aspect: aspect, shortSide: shortSide)
        let speaker =
            try engine.flatMap { try SpeakerPlace.find(in: video, facts, engine: $0) }
        let plan = shape.plan(fit, speaker: speaker)
        let fitter = try FrameFitter(plan, sourceWidth: source.0, sourceHeight: source.1)
        let layout = try MarkLayout(
            marks, width: plan.width, height: plan.height, speaker: speaker?.placed(by: plan))
        let settings = VideoSettings(
            width: plan.width, height: plan.height, framesPerSecond: rate, quality: quality, container: container)
        let sound =
            facts.audioCodec == nil
            ? nil : try SoundReader(video, sampleRateHz: VideoWriter.soundRateHz, channels: .own)
        // A decoder gives a last block whole.
        sound?.end(after: Int((facts.audioDurationSeconds * Double(VideoWriter.soundRateHz)).rounded()))
        let writer = try VideoWriter(output, settings: settings, sound: sound, captions: track)
        var count = 0
        while let frame = try reader.next() {
            try Task.checkCancellation()
            var picture = try fitter.fitted(frame)
            layout.draw(on: &picture, atMilliseconds: count * 1000 / rate)
            try writer.append(picture)
            count += 1
            progress(count, reader.frameCount)
        }
        try writer.finish()
    }
}
