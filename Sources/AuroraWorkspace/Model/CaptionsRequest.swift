package import AuroraCore

/// Captions of a scene, as are asked for.
package struct CaptionsRequest: Hashable, Sendable {
    /// A file with finished captions; nil to make them of what is said.
    package let file: InputFile?
    /// Files to deliver beside the video.
    package let sidecar: [CaptionFormat]
    /// The language as browsers name it: `en`, `pt-BR`.
    package let language: String?
    package let style: CaptionStyle
    /// The longest line, in characters; twice as many columns count for Chinese, Japanese and Korean ones: 10…80.
    package let lineLength: Int
    /// The most lines at a time: 1…3.
    package let lines: Int
    /// Where they are stated.
    package let span: SourceSpan

    package init(
        file: InputFile? = nil, sidecar: [CaptionFormat] = [], language: String? = nil,
        style: CaptionStyle = CaptionStyle(), lineLength: Int = 42, lines: Int = 2, span: SourceSpan
    ) {
        self.file = file
        self.sidecar = sidecar
        self.language = language
        self.style = style
        self.lineLength = lineLength
        self.lines = lines
        self.span = span
    }
}

/// The files that captions are delivered as.
package enum CaptionFormat: String, CaseIterable, Hashable, Sendable { case srt, vtt }

/// How captions look that are part of the picture.
package struct CaptionStyle: Hashable, Sendable {
    /// Height of the letters in hundredths of a percent of the picture's height: 200…1500.
    package var sizeHundredths: Int
    package var position: CaptionPosition
    /// Whether the text stands on a dark box, and not within an outline.
    package var hasBox: Bool
    /// `#rrggbb`, in small letters.
    package var color: String
    /// A font file; the usual fonts if nil.
    package var font: InputFile?

    package init(
        sizeHundredths: Int = 500, position: CaptionPosition = .bottom, hasBox: Bool = false,
        color: String = "#ffffff", font: InputFile? = nil
    ) {
        self.sizeHundredths = sizeHundredths
        self.position = position
        self.hasBox = hasBox
        self.color = color
        self.font = font
    }
}

/// Where captions stand.
package enum CaptionPosition: String, CaseIterable, Hashable, Sendable { case top, bottom }
