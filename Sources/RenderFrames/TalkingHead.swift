package import RenderCodec
package import RenderFace
package import RenderInference
package import RenderSpeech

/// A talking-head video to make: one picture and one sound.
package struct TalkingHead: Sendable {
    package var imagePath: String
    /// Which face of the picture speaks.
    package var face = FaceSelection.largest
    package var audioPath: String
    /// What is said, if it is known.
    package var transcript: String?
    /// What moves the mouth.
    package var mouth = MouthDriver.sounds
    package var outputPath: String
    package var style: MotionStyle
    package var picture = PictureStyle()
    /// What is known already of this very picture, face, size and style; they are looked at if it is nil.
    package var known: KnownPortrait?
    package var seed: UInt64
    /// Length of the picture's short side in pixels.
    package var shortSide: Int
    package var framesPerSecond: Int
    /// 20…99, higher is better.
    package var quality: Int
    package var container: VideoContainer
    /// What the frames are encoded with; what is usual in the container if nil.
    package var codec: VideoCodec?
    /// Where the frames go as they are before they are encoded, for those who measure what encoding does to them.
    package var rawFramesPath: String?

    package init(
        imagePath: String, audioPath: String, outputPath: String, style: MotionStyle, seed: UInt64, shortSide: Int,
        framesPerSecond: Int, quality: Int, container: VideoContainer = .mp4,
        transcript: String? = nil
    ) {
        self.imagePath = imagePath
        self.audioPath = audioPath
        self.outputPath = outputPath
        self.style = style
        self.seed = seed
        self.shortSide = shortSide
        self.framesPerSecond = framesPerSecond
        self.quality = quality
        self.container = container
        self.transcript = transcript
    }

    /// Makes the video. `progress` is told the frames done and in all; memory hardly grows with the clip's length: the
    /// sound is read again while it is encoded. `safety` looks at the picture before anything else is done with it, and at the frames
    /// before any is written.
    ///
    /// Returns what the mouth follows. Throws `PortraitError`, `SoundError`, `InferenceError`, `SafetyError` or, about the
    /// output, `CodecError`.
    @discardableResult
    package func render(
        engine: EngineFolder, safety: SafetyInspection? = nil, progress: (_ done: Int, _ total: Int) -> Void
    ) async throws -> Recognition.Basis {
        try inspectPicture(safety)
        let portrait = try portrait(engine)
        let speech = try await speech(engine)
        let poses = poses(of: portrait, speech)
        let renderer = renderer(of: portrait)
        try await inspectFrames(0..<poses.frameCount, of: poses, renderer, safety)
        let video = try VideoWriter(outputPath, settings: settings(of: portrait), sound: sound())
        let raw: RawVideoWriter? =
            if let rawFramesPath { try RawVideoWriter(rawFramesPath, settings: settings(of: portrait)) } else { nil }
        var canvas = FrameCanvas(renderer.layers)
        for frame in 0..<poses.frameCount {
            try Task.checkCancellation()
            renderer.draw(poses.pose(ofFrame: frame), seenIn: poses.view(ofFrame: frame), on: &canvas)
            try video.append(canvas.frame)
            try raw?.append(canvas.frame)
            progress(frame + 1, poses.frameCount)
        }
        try raw?.finish()
        try video.finish()
        return speech.recognition.basis
    }

    /// The picture with all that is known of its face.
    func portrait(_ engine: EngineFolder) throws -> Portrait {
        if let known { return known.portrait }
        defer { FreedMemory.giveBack() }
        return try Portrait.read(imagePath, face: face, shortSide: shortSide, engine: engine)
    }

    /// What draws it.
    func renderer(of portrait: Portrait) -> FrameRenderer { known?.renderer ?? portrait.renderer(picture) }

    /// The sound with all that is known of what is said in it.
    package func speech(_ engine: EngineFolder) async throws -> Speech {
        defer { FreedMemory.giveBack() }
        return try await Speech.read(audioPath, transcript: transcript, mouth: mouth, engine: engine)
    }

    package func poses(of portrait: Portrait, _ speech: Speech) -> PoseTimeline {
        PoseTimeline(
            visemes: speech.visemes, prosody: speech.prosody, mesh: portrait.rig.mesh,
            frameCount: speech.frameCount(framesPerSecond: framesPerSecond), framesPerSecond: framesPerSecond,
            seed: seed, style: style)
    }

    /// The sound of the video from its beginning. Throws `SoundError`.
    package func sound() throws(SoundError) -> SoundReader {
        do throws(CodecError) {
            return try SoundReader(audioPath, sampleRateHz: VideoWriter.soundRateHz, channels: .own)
        } catch {
            throw .unreadable(error)
        }
    }

    package func settings(of portrait: Portrait) -> VideoSettings {
        VideoSettings(
            width: portrait.image.width, height: portrait.image.height, framesPerSecond: framesPerSecond,
            quality: quality, container: container, codec: codec)
    }
}
