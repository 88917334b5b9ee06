/// What the renderer answers: one JSON document in the file named by `--result`.
package enum RenderResponse: Codable, Sendable, Equatable {
    case talkingHead(MediaFacts)
    /// What a video is that somebody else made.
    case video(MediaFacts)
    case still(StillFacts)
    case probe(ProbeFacts)
    case aligned(AlignedFacts)
    case failed(RenderFailure)
}

/// What a finished video is, measured and not copied from the request.
package struct MediaFacts: Codable, Sendable, Hashable {
    package var width: Int
    package var height: Int
    package var framesPerSecond: Int
    package var frames: Int
    /// Length of the sound, in milliseconds, or of the pictures where there is none; in a video of the renderer's both are
    /// the same within one frame.
    package var durationMilliseconds: Int
    package var videoCodec: String
    package var audioCodec: String
    /// What was done otherwise than asked, if anything.
    package var notice: RenderNotice?
    /// What the safety check saw, if one was asked for.
    package var safety: SafetyFacts?

    package init(
        width: Int, height: Int, framesPerSecond: Int, frames: Int, durationMilliseconds: Int, videoCodec: String,
        audioCodec: String, notice: RenderNotice? = nil, safety: SafetyFacts? = nil
    ) {
        self.width = width
        self.height = height
        self.framesPerSecond = framesPerSecond
        self.frames = frames
        self.durationMilliseconds = durationMilliseconds
        self.videoCodec = videoCodec
        self.audioCodec = audioCodec
        self.notice = notice
        self.safety = safety
    }
}

/// A safety check that found nothing.
package struct SafetyFacts: Codable, Sendable, Hashable {
    /// Pictures and frames that were looked at.
    package var lookedAt: Int
    /// The highest score among them, 0…1.
    package var highestScore: Float

    package init(lookedAt: Int, highestScore: Float) {
        self.lookedAt = lookedAt
        self.highestScore = highestScore
    }
}

/// What the renderer did otherwise than it was asked to, and still made a video.
package enum RenderNotice: String, Codable, Sendable, Hashable {
    /// The transcript does not fit the sound: the mouth follows the sound alone.
    case unfittingTranscript
}

/// What a finished picture is.
package struct StillFacts: Codable, Sendable, Hashable {
    package var width: Int
    package var height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}

/// How long sounds are.
package struct ProbeFacts: Codable, Sendable, Hashable {
    /// In the order of the request; `nil` for a sound that cannot be decoded.
    package var durationsMilliseconds: [Int?]

    package init(durationsMilliseconds: [Int?]) { self.durationsMilliseconds = durationsMilliseconds }
}

/// How a text was laid along its sound.
package struct AlignedFacts: Codable, Sendable, Hashable {
    /// Words, or characters where no spaces are written.
    package var words: Int
    /// Length of the sound.
    package var durationMilliseconds: Int

    package init(words: Int, durationMilliseconds: Int) {
        self.words = words
        self.durationMilliseconds = durationMilliseconds
    }
}

/// Why there is no video: which of the things handed over is at fault, and what to do about it.
package struct RenderFailure: Codable, Sendable, Equatable, Error {
    /// What the build should point at.
    package enum Subject: String, Codable, Sendable {
        case image, face, audio, video, settings, safety, engine, output
        /// Of a variant: its captions, their font, and what stands in a corner.
        case captions, font, label, brand
        /// Of a reel: its music, and the part that `part` names.
        case music, part
    }

    package var subject: Subject
    /// The problem in the user's words, without the file's name: lower case, no final stop.
    package var problem: String
    /// One thing to do.
    package var hint: String?
    /// Facts that help to understand it.
    package var notes: [String]?
    /// Which part of a reel is at fault, from 0.
    package var part: Int?

    package init(subject: Subject, problem: String, hint: String? = nil, notes: [String]? = nil, part: Int? = nil) {
        self.subject = subject
        self.part = part
        self.problem = problem
        self.hint = hint
        self.notes = notes
    }
}
