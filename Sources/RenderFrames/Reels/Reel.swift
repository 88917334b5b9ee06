package import RenderCodec
import RenderMedia

/// Videos and pictures one after the other, as one video.
package struct Reel: Sendable {
    package enum Part: Sendable, Equatable {
        /// A video, whole.
        case clip(String)
        /// A picture, for so long, in silence.
        case still(String, milliseconds: Int)
    }

    /// At least one.
    package var parts: [Part]
    package var output: String
    package var container: VideoContainer
    /// Both even; the first clip's if nil, or the first picture's.
    package var size: (width: Int, height: Int)?
    /// 1…60; the first clip's if nil.
    package var framesPerSecond: Int?
    /// 20…99.
    package var quality: Int
    /// Black and silence between parts.
    package var gapMilliseconds = 0
    /// How long each part fades into the next where there is no gap; 0 for a cut.
    package var crossfadeMilliseconds = 0
    package var music: ReelMusic?
    /// What the whole is brought to, in LUFS; left as it is if nil.
    package var loudness: Double?
    package var marks: Marks

    package init(
        parts: [Part], output: String, container: VideoContainer, size: (width: Int, height: Int)?,
        framesPerSecond: Int?, quality: Int, marks: Marks
    ) {
        precondition(!parts.isEmpty, "a reel has parts")
        self.parts = parts
        self.output = output
        self.container = container
        self.size = size
        self.framesPerSecond = framesPerSecond
        self.quality = quality
        self.marks = marks
    }

    /// Where there is no clip.
    private static let usualRate = 25
    /// A reel of pictures alone is no larger than this, along their short side.
    private static let largestShortSide = 1080

    /// Makes it, whole or not at all. The same reel gives the same bytes. Throws `ReelError` for a part or for music,
    /// `CodecError` for the result, `TextError` or `MarkError`.
    package func make(progress: (_ done: Int, _ total: Int) -> Void) throws {
        let facts = try parts.enumerated().map { index, part in try Self.facts(of: part, index) }
        let first = facts.lazy.compactMap(\.self).first
        let rate = framesPerSecond ?? first.map { min(max($0.framesPerSecond, 1), 60) } ?? Self.usualRate
        let plan = ReelPlan(
            framesPerSecond: rate, counts: zip(parts, facts).map { Self.frameCount($0, $1, rate) },
            gap: Self.frames(gapMilliseconds, rate), fade: Self.frames(crossfadeMilliseconds, rate))
        let pictures = ReelPictures(parts, plan)
        let size = try size ?? first.map { ($0.width & ~1, $0.height & ~1) } ?? Self.size(pictures.still(0))
        let layout = try MarkLayout(marks, width: size.0, height: size.1, speaker: nil)
        let sound = ReelSound(
            plan: plan, sources: zip(parts, facts).map(ReelSound.Source.init), music: music, loudness: loudness)
        let mastered = try sound.mastered()
        let settings = VideoSettings(
            width: size.0, height: size.1, framesPerSecond: rate, quality: quality, container: container)
        do {
            let writer = try VideoWriter(output, settings: settings, sound: mastered.reader)
            for frame in 0..<plan.frameCount {
                try Task.checkCancellation()
                var picture = try pictures.next(width: size.0, height: size.1)
                layout.draw(on: &picture, atMilliseconds: frame * 1000 / rate)
                try writer.append(picture)
                progress(frame + 1, plan.frameCount)
            }
            try writer.finish()
        } catch let error as CodecError { throw mastered.failure ?? error }
    }

    private static func facts(of part: Part, _ index: Int) throws(ReelError) -> VideoFacts? {
        guard case .clip(let path) = part else { return nil }
        do throws(CodecError) { return try VideoInspector.inspect(path) } catch {
            throw ReelError(.part(index), error)
        }
    }

    private static func frameCount(_ part: Part, _ facts: VideoFacts?, _ rate: Int) -> Int {
        switch part {
        case .clip: facts.map { FrameReader.frameCount($0, framesPerSecond: rate) } ?? 1
        case .still(_, let milliseconds): max(frames(milliseconds, rate), 1)
        }
    }

    private static func frames(_ milliseconds: Int, _ rate: Int) -> Int { (milliseconds * rate + 500) / 1000 }

    private static func size(_ still: VideoFrame) -> (Int, Int) {
        let scale = min(Double(largestShortSide) / Double(min(still.width, still.height)), 1)
        return (Int(Double(still.width) * scale) & ~1, Int(Double(still.height) * scale) & ~1)
    }
}

/// Music behind a reel, from the beginning again when it ends.
package struct ReelMusic: Sendable, Equatable {
    package var path: String
    package var gainDecibels: Double
    /// How much softer while somebody speaks.
    package var duckDecibels: Double

    package init(path: String, gainDecibels: Double, duckDecibels: Double) {
        self.path = path
        self.gainDecibels = gainDecibels
        self.duckDecibels = duckDecibels
    }
}

/// What a reel is made of cannot be read.
package struct ReelError: Error, Sendable {
    package enum Subject: Sendable, Equatable {
        /// Counted from 0.
        case part(Int)
        case music
    }

    package let subject: Subject
    package let cause: CodecError

    init(_ subject: Subject, _ cause: CodecError) {
        self.subject = subject
        self.cause = cause
    }
}
