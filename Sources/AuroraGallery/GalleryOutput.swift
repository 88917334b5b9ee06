/// One output, as far as a page tells of it.
package struct GalleryOutput: Hashable, Sendable, Encodable {
    /// How a browser shows it.
    package enum Medium: String, Hashable, Sendable, Encodable {
        case video, picture, sound, captions, file

        /// By what the file's name ends with, without the dot.
        package init(suffix: String) {
            self =
                switch suffix {
                case "mp4", "webm", "mov", "m4v": .video
                case "jpg", "jpeg", "png", "webp", "gif", "avif": .picture
                case "wav", "mp3", "m4a", "ogg", "opus", "flac": .sound
                case "vtt", "srt": .captions
                default: .file
                }
        }
    }

    /// As people name it: `baker.t2`.
    package let name: String
    /// What tells it apart from its scene's first video: `t2`, `poster`; empty for that video.
    package let part: String
    /// What made it, as records spell it: `talkingHead`, `poster`.
    package let kind: String
    package let take: Int
    package let medium: Medium
    /// What the file is called when somebody keeps it: `baker.t2.mp4`.
    package let file: String
    /// Where its bytes are, relative to the page; `nil` if nobody has them.
    package var url: String?
    /// A still of it, relative to the page.
    package var poster: String?
    /// A script with the text of captions, relative to the page: what is opened from disk may not load them otherwise.
    package var script: String?
    package let bytes: Int64
    package let shape: Shape?
    /// Millionths of a dollar.
    package let cost: Int64
    package let maker: Maker
    /// SHA-256 of its bytes.
    package let digest: String
    package let prompt: String?
    package let inputs: [Input]
    /// The other fields of its key, by name.
    package let settings: [String: String]
    /// Where it was committed first; `nil` if no commit holds its record.
    package let commit: Commit?
    /// When a service had made it, as RFC 3339 has it; `nil` if it was free.
    package let paidAt: String?

    /// What a video is.
    package struct Shape: Hashable, Sendable, Encodable {
        /// Pixels.
        package let width: Int
        package let height: Int
        package let framesPerSecond: Int
        package let milliseconds: Int
        /// `h264, aac`.
        package let codecs: String

        package init(width: Int, height: Int, framesPerSecond: Int, milliseconds: Int, codecs: String) {
            self.width = width
            self.height = height
            self.framesPerSecond = framesPerSecond
            self.milliseconds = milliseconds
            self.codecs = codecs
        }
    }

    /// What made an output.
    package struct Maker: Hashable, Sendable, Encodable {
        package let provider: String
        package let model: String
        package let engine: String

        package init(provider: String, model: String, engine: String) {
            self.provider = provider
            self.model = model
            self.engine = engine
        }
    }

    /// What an output was made from.
    package struct Input: Hashable, Sendable, Encodable {
        package let name: String
        /// The file, or in words who made it.
        package let source: String
        /// SHA-256.
        package let digest: String

        package init(name: String, source: String, digest: String) {
            self.name = name
            self.source = source
            self.digest = digest
        }
    }

    /// A commit.
    package struct Commit: Hashable, Sendable, Encodable {
        /// The first digits of its name.
        package let id: String
        /// As RFC 3339 has it.
        package let time: String
        package let author: String

        package init(id: String, time: String, author: String) {
            self.id = id
            self.time = time
            self.author = author
        }
    }

    package init(
        name: String, part: String, kind: String, take: Int, file: String, medium: Medium, bytes: Int64, shape: Shape?,
        cost: Int64, maker: Maker, digest: String, prompt: String?, inputs: [Input], settings: [String: String],
        commit: Commit?, paidAt: String?
    ) {
        self.name = name
        self.part = part
        self.kind = kind
        self.take = take
        self.medium = medium
        self.file = file
        self.bytes = bytes
        self.shape = shape
        self.cost = cost
        self.maker = maker
        self.digest = digest
        self.prompt = prompt
        self.inputs = inputs
        self.settings = settings
        self.commit = commit
        self.paidAt = paidAt
    }
}
