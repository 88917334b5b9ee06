import RenderCodec
package import RenderInference
import RenderMedia

/// Parts of a video, for looking at it before it is made: their frames are those of the whole video.
extension TalkingHead {
    /// Makes a video of the frames between two moments in seconds, or of as many of them as there are, with their
    /// sound. Throws as `render` does, and `ExcerptError`.
    package func renderClip(
        from start: Double, seconds: Double, engine: EngineFolder, safety: SafetyInspection? = nil,
        progress: (_ done: Int, _ total: Int) -> Void
    ) async throws {
        try inspectPicture(safety)
        let stage = try await stage(engine)
        let first = try stage.frame(at: start, framesPerSecond)
        let count = max(1, Int((seconds * Double(framesPerSecond)).rounded(.up)))
        let frames = first..<min(first + count, stage.poses.frameCount)
        let samples = stage.speech.samples(
            from: Double(frames.lowerBound) / Double(framesPerSecond),
            to: Double(frames.upperBound) / Double(framesPerSecond))
        let renderer = renderer(of: stage.portrait)
        try await inspectFrames(frames, of: stage.poses, renderer, safety)
        let sound = try sound()
        try sound.skip(samples.lowerBound)
        sound.end(after: samples.count)
        let video = try VideoWriter(outputPath, settings: settings(of: stage.portrait), sound: sound)
        var canvas = FrameCanvas(renderer.layers)
        for frame in frames {
            try Task.checkCancellation()
            renderer.draw(
                stage.poses.pose(ofFrame: frame), seenIn: stage.poses.view(ofFrame: frame), on: &canvas)
            try video.append(canvas.frame)
            progress(frame - first + 1, frames.count)
        }
        try video.finish()
    }

    /// Makes a JPEG picture of the frame at a moment in seconds. Returns its width and height in pixels.
    package func renderStill(
        at seconds: Double, engine: EngineFolder, safety: SafetyInspection? = nil
    ) async throws -> (width: Int, height: Int) {
        try inspectPicture(safety)
        let stage = try await stage(engine)
        let frame = try stage.frame(at: seconds, framesPerSecond)
        let renderer = renderer(of: stage.portrait)
        try await inspectFrames(frame..<frame + 1, of: stage.poses, renderer, safety)
        var canvas = FrameCanvas(renderer.layers)
        renderer.draw(stage.poses.pose(ofFrame: frame), seenIn: stage.poses.view(ofFrame: frame), on: &canvas)
        try StillWriter.writeJPEG(canvas.frame, to: outputPath)
        return (canvas.frame.width, canvas.frame.height)
    }

    private func stage(_ engine: EngineFolder) async throws -> Stage {
        let portrait = try portrait(engine)
        let speech = try await speech(engine)
        return Stage(portrait: portrait, speech: speech, poses: poses(of: portrait, speech))
    }

    private struct Stage {
        let portrait: Portrait
        let speech: Speech
        let poses: PoseTimeline

        func frame(at seconds: Double, _ framesPerSecond: Int) throws(ExcerptError) -> Int {
            // A hair more, so that the time of a frame written in decimals finds that frame.
            let frame = Int(seconds * Double(framesPerSecond) + 1e-6)
            guard (0..<poses.frameCount).contains(frame) else {
                throw .beyondEnd(seconds: Double(poses.frameCount) / Double(framesPerSecond))
            }
            return frame
        }
    }
}

/// Why a video has no such part.
package enum ExcerptError: Error, Equatable, Sendable {
    /// It is only this long.
    case beyondEnd(seconds: Double)
}
