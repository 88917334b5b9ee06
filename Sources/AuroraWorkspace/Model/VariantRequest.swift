package import AuroraCore

/// Another shape, size or container of the video, as is asked for.
package struct VariantRequest: Hashable, Sendable {
    /// What its file is called behind the id, unique within the scene: `webm`, `9x16`.
    package let name: String
    package let format: VideoFormat
    /// Width to height; that of the video if nil.
    package let aspect: AspectRatio?
    /// Length of the shorter side; as large as the video allows if nil.
    package let size: FrameSize?
    package let fit: VariantFit
    package let captions: VariantCaptions
    /// 20…99; nil for what is usual where something is encoded again.
    package let quality: Int?
    /// Where it is stated.
    package let span: SourceSpan

    package init(
        name: String? = nil, format: VideoFormat, aspect: AspectRatio? = nil, size: FrameSize? = nil,
        fit: VariantFit = .crop, captions: VariantCaptions = .none, quality: Int? = nil, span: SourceSpan
    ) {
        self.name = name ?? format.rawValue
        self.format = format
        self.aspect = aspect
        self.size = size
        self.fit = fit
        self.captions = captions
        self.quality = quality
        self.span = span
    }

    /// Whether it is the video itself in another container.
    package var isPlain: Bool { aspect == nil && size == nil && captions == .none && quality == nil }
    /// Whether its file needs no name of its own, since its suffix tells it from the video.
    package var isNamedByFormat: Bool { name == format.rawValue }
}

/// Width to height.
package struct AspectRatio: Hashable, Sendable {
    /// 1…100 each, no wider than 4:1 and no taller than 1:4.
    package let width: Int
    package let height: Int

    /// `9:16`; nil for what is none, or is out of range.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let width = parts[0], let height = parts[1], (1...100).contains(width),
            (1...100).contains(height), width <= 4 * height, height <= 4 * width
        else { return nil }
        self.width = width
        self.height = height
    }

    package var text: String { "\(width):\(height)" }
    /// For the name of a file.
    package var name: String { "\(width)x\(height)" }
}

/// How a picture gets into another shape.
package enum VariantFit: String, CaseIterable, Hashable, Sendable {
    /// Cut off at the sides, never through the face.
    case crop
    /// Shown whole, before a blurred enlargement of itself.
    case blur
    /// Shown whole, with black beside it.
    case pad
}

/// How a variant shows captions.
package enum VariantCaptions: String, CaseIterable, Hashable, Sendable {
    case none
    /// Part of the picture.
    case burned
    /// A track that players can show.
    case embedded
}

/// A corner of the picture, inside its safe area.
package enum Corner: String, CaseIterable, Hashable, Sendable {
    case topLeft = "top-left"
    case topRight = "top-right"
    case bottomLeft = "bottom-left"
    case bottomRight = "bottom-right"
}

/// What every variant and reel says about itself in the picture, as `AI-generated`.
package struct Disclosure: Hashable, Sendable {
    /// One line, at most 80 characters.
    package let text: String
    package let corner: Corner
    package let span: SourceSpan

    package init(text: String, corner: Corner, span: SourceSpan) {
        self.text = text
        self.corner = corner
        self.span = span
    }
}

/// A picture in a corner of every variant and reel.
package struct Brand: Hashable, Sendable {
    package let image: InputFile
    package let corner: Corner
    /// Of the video's width, in hundredths of a percent: 100…5000.
    package let widthHundredths: Int

    package init(image: InputFile, corner: Corner, widthHundredths: Int) {
        self.image = image
        self.corner = corner
        self.widthHundredths = widthHundredths
    }
}
