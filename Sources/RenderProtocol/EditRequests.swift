/// A text to lay along the sound that it is spoken in. Paths are relative to the folder in which the renderer is started.
package struct AlignRequest: Codable, Sendable, Equatable {
    package var sound: String
    /// The whole text, with its punctuation and line breaks.
    package var transcript: String
    /// What it is written in, as BCP 47 has it; told by the renderer from the sound and the script if nil.
    package var language: String?
    /// Where the `WordTimes` go, as JSON.
    package var output: String

    package init(sound: String, transcript: String, language: String? = nil, output: String) {
        self.sound = sound
        self.transcript = transcript
        self.language = language
        self.output = output
    }
}

/// When each word of a text is spoken: the file that an `AlignRequest` has written.
package struct WordTimes: Codable, Sendable, Equatable {
    /// Of the file: 1.
    package var format = 1
    /// Length of the sound.
    package var durationMilliseconds: Int
    /// In the order of the text; times never go back, and none is past the end of the sound.
    package var words: [TimedWord]

    package init(durationMilliseconds: Int, words: [TimedWord]) {
        self.durationMilliseconds = durationMilliseconds
        self.words = words
    }
}

/// A word of a text, or a character of one that is written without spaces, and when it is spoken.
package struct TimedWord: Codable, Sendable, Equatable {
    /// As it is written, with its punctuation.
    package var text: String
    package var startMilliseconds: Int
    /// Never before the start.
    package var endMilliseconds: Int
    /// Whether a line break follows in the text.
    package var endsLine: Bool
    /// Whether a space, or a line break, stands before it; false for the first.
    package var spaceBefore: Bool

    package init(
        text: String, startMilliseconds: Int, endMilliseconds: Int, endsLine: Bool = false, spaceBefore: Bool = true
    ) {
        self.text = text
        self.startMilliseconds = startMilliseconds
        self.endMilliseconds = endMilliseconds
        self.endsLine = endsLine
        self.spaceBefore = spaceBefore
    }
}

/// A finished video in another shape, size or container, with captions and marks in its pictures. Paths are relative to
/// the folder in which the renderer is started.
package struct VariantRequest: Codable, Sendable, Equatable {
    package var video: String
    package var output: String
    package var format: ContainerFormat
    /// The shape of the pictures, as 9 and 16; the video's own if either is nil.
    package var aspectWidth: Int?
    package var aspectHeight: Int?
    /// Length of the pictures' short side in pixels; as far as the video's own goes if nil.
    package var shortSide: Int?
    /// How the pictures get another shape.
    package var fit: VariantFit
    /// 20…99, higher is better; of no use where nothing is encoded again.
    package var quality: Int
    package var captions: CaptionsRequest?
    package var label: LabelRequest?
    package var brand: BrandRequest?

    package init(
        video: String, output: String, format: ContainerFormat, aspectWidth: Int? = nil, aspectHeight: Int? = nil,
        shortSide: Int? = nil, fit: VariantFit = .crop, quality: Int = 85, captions: CaptionsRequest? = nil,
        label: LabelRequest? = nil, brand: BrandRequest? = nil
    ) {
        self.video = video
        self.output = output
        self.format = format
        self.aspectWidth = aspectWidth
        self.aspectHeight = aspectHeight
        self.shortSide = shortSide
        self.fit = fit
        self.quality = quality
        self.captions = captions
        self.label = label
        self.brand = brand
    }
}

/// How pictures get another shape.
package enum VariantFit: String, Codable, Sendable, CaseIterable {
    /// Cut so that the face stays whole; as `blur` where it cannot.
    case crop
    /// Shown whole, over a blurred copy that fills the rest.
    case blur
    /// Shown whole, with black beside it.
    case pad
}

/// Captions for a video.
package struct CaptionsRequest: Codable, Sendable, Equatable {
    package enum Mode: String, Codable, Sendable, CaseIterable {
        /// Drawn into the pictures.
        case burned
        /// A track of text that a player shows when it is asked to.
        case embedded
    }

    /// A WebVTT or SRT file.
    package var file: String
    package var mode: Mode
    /// What it is written in, as BCP 47 has it; named in an embedded track.
    package var language: String?
    /// Of burned ones.
    package var style: CaptionStyle

    package init(file: String, mode: Mode, language: String? = nil, style: CaptionStyle = CaptionStyle()) {
        self.file = file
        self.mode = mode
        self.language = language
        self.style = style
    }
}

/// What burned captions look like.
package struct CaptionStyle: Codable, Sendable, Equatable {
    package enum Position: String, Codable, Sendable, CaseIterable { case bottom, top }

    /// Height of the letters' line in hundredths of the picture's height: 1…20.
    package var sizePercent: Double
    package var position: Position
    /// A translucent box behind the text; an outline around the letters without it.
    package var box: Bool
    /// Of the letters, as `#rrggbb`.
    package var color: String
    /// A TrueType or OpenType file; `CaptionFonts` draw what it lacks, or all without it.
    package var font: String?

    package init(
        sizePercent: Double = 5, position: Position = .bottom, box: Bool = false, color: String = "#ffffff",
        font: String? = nil
    ) {
        self.sizePercent = sizePercent
        self.position = position
        self.box = box
        self.color = color
        self.font = font
    }
}

/// A corner of a picture.
package enum PictureCorner: String, Codable, Sendable, CaseIterable { case topLeft, topRight, bottomLeft, bottomRight }

/// Words that stand in a corner of every picture, such as what discloses how it was made.
package struct LabelRequest: Codable, Sendable, Equatable {
    package var text: String
    package var corner: PictureCorner

    package init(text: String, corner: PictureCorner) {
        self.text = text
        self.corner = corner
    }
}

/// A picture that stands in a corner of every picture, as it is transparent.
package struct BrandRequest: Codable, Sendable, Equatable {
    package var image: String
    package var corner: PictureCorner
    /// Its width in hundredths of the pictures' width: 1…50.
    package var widthPercent: Double

    package init(image: String, corner: PictureCorner, widthPercent: Double = 12) {
        self.image = image
        self.corner = corner
        self.widthPercent = widthPercent
    }
}

/// Videos and stills one after the other, as one video. Paths are relative to the folder in which the renderer is
/// started.
package struct ReelRequest: Codable, Sendable, Equatable {
    package var parts: [ReelPart]
    package var output: String
    package var format: ContainerFormat
    /// Size of the pictures in pixels; the first clip's if either is nil.
    package var width: Int?
    package var height: Int?
    /// 1…60; the first clip's if nil.
    package var framesPerSecond: Int?
    /// 20…99, higher is better.
    package var quality: Int
    /// Black and silence between two parts.
    package var gapMilliseconds: Int
    /// How one part becomes the next, where there is no gap.
    package var transition: ReelTransition
    package var music: ReelMusic?
    /// Loudness of the whole in LUFS, as EBU R 128 measures it: -40…-5; as the parts have it if nil.
    package var loudness: Double?
    package var label: LabelRequest?
    package var brand: BrandRequest?

    package init(
        parts: [ReelPart], output: String, format: ContainerFormat, width: Int? = nil, height: Int? = nil,
        framesPerSecond: Int? = nil, quality: Int = 85, gapMilliseconds: Int = 0, transition: ReelTransition = .cut,
        music: ReelMusic? = nil, loudness: Double? = nil, label: LabelRequest? = nil, brand: BrandRequest? = nil
    ) {
        self.parts = parts
        self.output = output
        self.format = format
        self.width = width
        self.height = height
        self.framesPerSecond = framesPerSecond
        self.quality = quality
        self.gapMilliseconds = gapMilliseconds
        self.transition = transition
        self.music = music
        self.loudness = loudness
        self.label = label
        self.brand = brand
    }
}

/// A part of a reel.
package enum ReelPart: Codable, Sendable, Equatable {
    /// A video, whole.
    case clip(String)
    /// A picture, for so long, in silence.
    case still(String, milliseconds: Int)

    /// The file.
    package var file: String {
        switch self {
        case .clip(let file), .still(let file, _): file
        }
    }
}

/// How one part of a reel becomes the next.
package enum ReelTransition: Codable, Sendable, Equatable {
    case cut
    /// Both are there for so long, the one going and the other coming. Not longer than half of either part.
    case crossfade(milliseconds: Int)
}

/// Music behind a reel, from the beginning again when it ends.
package struct ReelMusic: Codable, Sendable, Equatable {
    package var file: String
    /// How much louder than it is recorded: -60…20.
    package var gainDecibels: Double
    /// How much softer while somebody speaks: 0…40.
    package var duckDecibels: Double

    package init(file: String, gainDecibels: Double = -12, duckDecibels: Double = 10) {
        self.file = file
        self.gainDecibels = gainDecibels
        self.duckDecibels = duckDecibels
    }
}
