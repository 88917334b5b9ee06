/// How a text is drawn. Lengths are in pixels of the picture.
package struct TextStyle: Sendable, Equatable {
    /// Where a text stands: at the middle of an edge, or with a corner at a place.
    package enum Anchor: Int, Sendable {
        case bottomLeft = 1
        case bottom = 2
        case bottomRight = 3
        case topLeft = 7
        case top = 8
        case topRight = 9
    }

    /// Height of an em.
    package var size: Double
    /// 0…255 each.
    package var color: (red: UInt8, green: UInt8, blue: UInt8)
    /// A translucent box behind the text; else an outline.
    package var hasBox: Bool
    package var anchor: Anchor
    /// Between the text and the picture's edges: left, right, and above or below.
    package var margins: (left: Int, right: Int, vertical: Int)

    package init(
        size: Double, color: (red: UInt8, green: UInt8, blue: UInt8), hasBox: Bool, anchor: Anchor,
        margins: (left: Int, right: Int, vertical: Int)
    ) {
        self.size = size
        self.color = color
        self.hasBox = hasBox
        self.anchor = anchor
        self.margins = margins
    }

    package static func == (one: TextStyle, other: TextStyle) -> Bool {
        one.size == other.size && one.color == other.color && one.hasBox == other.hasBox && one.anchor == other.anchor
            && one.margins == other.margins
    }

    /// With two digits behind the point.
    static func number(_ value: Double) -> String { String((value * 100).rounded() / 100) }

    /// A line of a script of SubStation Alpha. Alpha is 0 for opaque.
    func line(_ name: String, family: String) -> String {
        func two(_ value: UInt8) -> String {
            let digits = String(value, radix: 16, uppercase: true)
            return digits.count == 1 ? "0" + digits : digits
        }
        let primary = "&H00\(two(color.blue))\(two(color.green))\(two(color.red))"
        let (border, outline, shadow) = hasBox ? (4, 0, size * 0.28) : (1, size * 0.085, size * 0.03)
        return "Style: \(name),\(family),\(Self.number(size)),\(primary),\(primary),&H00101010,"
            + "&H\(hasBox ? "58" : "90")000000,0,0,0,0,100,100,0,0,\(border),\(Self.number(outline)),\(Self.number(shadow)),"
            + "\(anchor.rawValue),\(margins.left),\(margins.right),\(margins.vertical),-1"
    }

    static let format = """
        Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
        Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, \
        MarginR, MarginV, Encoding
        """
}
