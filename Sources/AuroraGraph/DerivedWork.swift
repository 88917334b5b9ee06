package import AuroraCore
package import AuroraWorkspace

/// Finds out when each word of a text is said.
package struct Alignment: Sendable {
    package let provider: ProviderIdentity
    package let audio: Input
    /// What is said, with its punctuation and line breaks.
    package let transcript: TextInput
    package let language: String?
}

/// Makes captions, of words and when they are said or of other captions.
package struct Captions: Sendable {
    package let provider: ProviderIdentity
    package let source: Source
    package let format: CaptionFormat
    /// How words are divided into lines; nothing for captions that are finished.
    package let lineLength: Int
    package let lines: Int

    package enum Source: Sendable {
        case words(Input)
        /// A file of captions, whose format its suffix tells.
        case file(InputFile)

        package var input: Input {
            switch self {
            case .words(let input): input
            case .file(let file): .file(file)
            }
        }

        var field: String {
            switch self {
            case .words: "words"
            case .file: "captions"
            }
        }
    }
}

/// Takes a still out of a video.
package struct Poster: Sendable {
    package let provider: ProviderIdentity
    package let video: Input
    package let atMilliseconds: Int
    /// As wide as the video if nil.
    package let width: Int?
}

/// Shows stills of a video side by side.
package struct Sheet: Sendable {
    package let provider: ProviderIdentity
    package let video: Input
    package let columns: Int
    package let rows: Int
    /// Of each still.
    package let width: Int
}

/// Makes a small moving picture of a part of a video.
package struct Preview: Sendable {
    package let provider: ProviderIdentity
    package let video: Input
    package let fromMilliseconds: Int
    package let lengthMilliseconds: Int
    package let width: Int
    package let framesPerSecond: Int
}

/// Puts a video into another container, shape or size.
package struct Variant: Sendable {
    package let provider: ProviderIdentity
    package let video: Input
    package let format: VideoFormat
    package let aspect: AspectRatio?
    package let size: FrameSize?
    package let fit: VariantFit
    package let quality: Int?
    package let captions: ShownCaptions?
    package let marks: Marks

    /// Whether the pictures stay as they are, so that they need not be encoded again for the sake of what is asked for.
    package var keepsPictures: Bool {
        aspect == nil && size == nil && quality == nil && captions?.style == nil && marks.isEmpty
    }
}

/// Captions that a variant shows.
package struct ShownCaptions: Sendable {
    /// WebVTT.
    package let file: Input
    package let language: String?
    /// How they look as part of the picture; nil for a track that players show.
    package let style: CaptionStyle?
}

/// What is in the corners of a picture.
package struct Marks: Sendable {
    package let disclosure: Disclosure?
    package let brand: Brand?

    package var isEmpty: Bool { disclosure == nil && brand == nil }

    var inputs: [NamedInput] { brand.map { [NamedInput(field: "brand", input: .file($0.image))] } ?? [] }
}

/// Joins videos in order: a reel.
package struct Joining: Sendable {
    package let provider: ProviderIdentity
    /// At least one.
    package let parts: [JoinedPart]
    package let reel: Reel

    package var format: VideoFormat { reel.format }

    /// Parts, music and brand, by their fields.
    var inputs: [NamedInput] {
        let parts = parts.enumerated().map { NamedInput(field: Self.field(ofPart: $0.offset), input: $0.element.input) }
        let music = reel.music.map { [NamedInput(field: "music", input: .file($0.file))] } ?? []
        return parts + music + marks.inputs
    }

    package var marks: Marks { Marks(disclosure: reel.disclosure, brand: reel.brand) }

    /// `part 0007`: in the order of the parts when sorted.
    package static func field(ofPart index: Int) -> String { "\(partField)\(CivilDate.padded(Int64(index), 4))" }

    static let partField = "part "
}

/// One part of a reel.
package struct JoinedPart: Sendable {
    package let input: Input
    /// How long a picture stays; nil for a video.
    package let stillMilliseconds: Int?
}
