package import RenderCodec
package import RenderMedia

/// A corner of a picture.
package enum Corner: Sendable, Equatable, CaseIterable {
    case topLeft, topRight, bottomLeft, bottomRight

    var isTop: Bool { self == .topLeft || self == .topRight }
    var isLeft: Bool { self == .topLeft || self == .bottomLeft }

    /// Where else something may go that has no room here: above or below first.
    var others: [Corner] {
        switch self {
        case .topLeft: [.bottomLeft, .topRight, .bottomRight]
        case .topRight: [.bottomRight, .topLeft, .bottomLeft]
        case .bottomLeft: [.topLeft, .bottomRight, .topRight]
        case .bottomRight: [.topRight, .bottomLeft, .topLeft]
        }
    }
}

/// Captions that are drawn into pictures.
package struct BurnedCaptions: Sendable {
    package var cues: [Cue]
    /// Height of an em in hundredths of the picture's height.
    package var sizePercent: Double
    package var isAtTop: Bool
    package var hasBox: Bool
    package var color: (red: UInt8, green: UInt8, blue: UInt8)
    package var font: String?

    package init(
        cues: [Cue], sizePercent: Double, isAtTop: Bool, hasBox: Bool, color: (red: UInt8, green: UInt8, blue: UInt8),
        font: String?
    ) {
        self.cues = cues
        self.sizePercent = sizePercent
        self.isAtTop = isAtTop
        self.hasBox = hasBox
        self.color = color
        self.font = font
    }
}

/// What is drawn over the pictures of a video: captions, a label and a brand mark.
package struct Marks: Sendable {
    package var captions: BurnedCaptions?
    package var label: (text: String, corner: Corner)?
    package var brand: (image: String, corner: Corner, widthPercent: Double)?
    /// The font of each character that captions and label are drawn with.
    package var fonts: @Sendable (Unicode.Scalar) -> TextFont

    package init(fonts: @escaping @Sendable (Unicode.Scalar) -> TextFont) { self.fonts = fonts }

    package var isEmpty: Bool { captions == nil && label == nil && brand == nil }
}

/// Why a mark cannot be drawn.
package enum MarkError: Error, Equatable, Sendable {
    case brand(CodecError)
}

/// The part of a picture that no player's controls and no edge of a screen takes away.
package struct SafeArea: Sendable, Equatable {
    package let box: Box

    /// 5 % of each side; of pictures as high as 9:16, where players of short videos put their controls, also the highest
    /// 10 % and the lowest 15 %.
    package init(width: Int, height: Int) {
        let size = Point(Float(width), Float(height))
        let isTall = Float(height) >= Float(width) * 1.6
        box = Box(
            minimum: size * Point(0.05, isTall ? 0.1 : 0.05), maximum: size * Point(0.95, isTall ? 0.85 : 0.95))
    }
}
