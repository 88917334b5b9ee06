/// What the build asks of the renderer: one JSON document in the file named by `--request`.
package struct RenderRequest: Codable, Sendable, Equatable {
    /// `EngineVersion.current` of whoever asks; the renderer refuses any other.
    package var engine: String
    package var task: RenderTask

    package init(engine: String = EngineVersion.current, task: RenderTask) {
        self.engine = engine
        self.task = task
    }
}

/// The things that the renderer can do.
package enum RenderTask: Codable, Sendable, Equatable {
    /// Make a talking-head video.
    case talkingHead(TalkingHeadRequest)
    /// Make a part of a talking-head video, for a look at it.
    case excerpt(ExcerptRequest)
    /// Take a still out of a finished video.
    case poster(PosterRequest)
    /// Put stills of a finished video side by side.
    case sheet(SheetRequest)
    /// Make a small moving picture of a part of a finished video.
    case preview(PreviewRequest)
    /// Put a finished video into another container, without encoding it again.
    case remux(RemuxRequest)
    /// Tell how long sounds are, by decoding them (a header may lie).
    case probe(ProbeRequest)
    /// Tell what a finished video is, whoever made it.
    case inspect(InspectRequest)
    /// Write a sound as a WAVE file.
    case wave(WaveRequest)
    /// Tell when each word of a text is spoken.
    case align(AlignRequest)
    /// Make a finished video anew in another shape or size, with captions and marks.
    case variant(VariantRequest)
    /// Join videos and stills.
    case reel(ReelRequest)
}

/// A talking-head video to make. Paths are relative to the folder in which the renderer is started.
package struct TalkingHeadRequest: Codable, Sendable, Equatable {
    package var image: String
    /// Which face of the picture speaks; `nil` for the largest.
    package var face: FaceRequest?
    package var audio: String
    /// Where the video goes; written whole or not at all.
    package var output: String
    /// What the user asks for in words; empty when nothing.
    package var prompt: String
    /// What is said, if the scene tells it.
    package var transcript: String?
    /// How strongly the prompt steers, in hundredths: 0…1000.
    package var cfgScaleHundredths: Int
    /// What the settings state of the direction; it wins over the prompt.
    package var stated: StatedDirection?
    package var seed: UInt64
    /// Length of the picture's short side in pixels: 480, 720 or 1080.
    package var shortSide: Int
    /// Frames a second: 1…60.
    package var framesPerSecond: Int
    /// 20…99, higher is better.
    package var quality: Int
    package var format: ContainerFormat
    /// What the pictures are encoded with; what is usual in the container if nil.
    package var codec: RequestedCodec?
    /// How thoroughly the picture and the video are checked before anything is written; not at all if nil. The answer
    /// tells that it was done.
    package var safety: SafetyCheck?

    package init(
        image: String, face: FaceRequest? = nil, audio: String, output: String, prompt: String, transcript: String?,
        cfgScaleHundredths: Int,
        stated: StatedDirection? = nil, seed: UInt64, shortSide: Int, framesPerSecond: Int, quality: Int,
        format: ContainerFormat, codec: RequestedCodec? = nil, safety: SafetyCheck? = nil
    ) {
        self.image = image
        self.face = face
        self.audio = audio
        self.output = output
        self.prompt = prompt
        self.transcript = transcript
        self.cfgScaleHundredths = cfgScaleHundredths
        self.stated = stated
        self.seed = seed
        self.shortSide = shortSide
        self.framesPerSecond = framesPerSecond
        self.quality = quality
        self.format = format
        self.codec = codec
        self.safety = safety
    }
}

/// How thoroughly what is made is checked for content that is not safe for work.
package enum SafetyCheck: String, Codable, Sendable {
    /// The picture, and the first, the middle and the last frame.
    case fast
    /// The picture, five frames a second, and the last.
    case full
}

/// A face of a picture. Numbers are parts of the picture's width and height, 0…1.
package enum FaceRequest: Codable, Sendable, Equatable {
    /// The one at a place.
    case at(x: Double, y: Double)
    /// The one with eyes and mouth here; each point is x and y.
    case drawn(leftEye: [Double], rightEye: [Double], mouth: [Double])
}

/// A part of a talking-head video: its frames are those of the whole one.
package struct ExcerptRequest: Codable, Sendable, Equatable {
    package enum Part: Codable, Sendable, Equatable {
        /// The frame at a moment, as a JPEG picture.
        case still(atMilliseconds: Int)
        /// A video of some length from a moment on, or up to the end.
        case clip(fromMilliseconds: Int, milliseconds: Int)
    }

    package var video: TalkingHeadRequest
    package var part: Part

    package init(video: TalkingHeadRequest, part: Part) {
        self.video = video
        self.part = part
    }
}

/// A finished video for another container. One that does not take its codecs has it encoded again.
package struct RemuxRequest: Codable, Sendable, Equatable {
    package var video: String
    package var output: String
    package var format: ContainerFormat

    package init(video: String, output: String, format: ContainerFormat) {
        self.video = video
        self.output = output
        self.format = format
    }
}

/// The containers that a video can be delivered in.
package enum ContainerFormat: String, Codable, Sendable, CaseIterable {
    case mp4, webm, mov
}

/// The codecs that can be asked for, each in the containers that take it.
package enum RequestedCodec: String, Codable, Sendable, CaseIterable {
    /// In `mp4` and `mov`.
    case h264
    /// In `mov`.
    case prores
}

/// Sounds to measure, any number of them. Paths are relative to the folder in which the renderer is started.
package struct ProbeRequest: Codable, Sendable, Equatable {
    package var sounds: [String]

    package init(sounds: [String]) { self.sounds = sounds }
}

/// A finished video to look into. Its path is relative to the folder in which the renderer is started.
package struct InspectRequest: Codable, Sendable, Equatable {
    package var video: String

    package init(video: String) { self.video = video }
}

/// A sound to be written as a WAVE file of 16-bit samples. Paths are relative to the folder in which the renderer is started.
package struct WaveRequest: Codable, Sendable, Equatable {
    package var sound: String
    package var output: String

    package init(sound: String, output: String) {
        self.sound = sound
        self.output = output
    }
}
