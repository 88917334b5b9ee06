import RenderCodec
package import RenderMedia

/// Marks with their places in pictures of one size, ready to be drawn.
///
/// Everything stays within the safe area and off the speaker's head if there is room elsewhere; captions stay off label
/// and brand mark. Places are found once, for the whole video.
package final class MarkLayout {
    private var texts: TextPainter?
    private let brand: PictureMark?
    private var brandPlace = (x: 0, y: 0)
    /// Where label and brand mark are, for tests.
    package private(set) var labelBox: Box?
    package private(set) var brandBox: Box?
    /// Where any caption is; nil if there is none.
    package private(set) var captionBox: Box?

    private let width: Int
    private let height: Int
    private let safe: Box
    private let speaker: SpeakerPlace?
    private var head: Box? { speaker?.head }

    /// Height of a label's em, in parts of the picture's shorter side.
    private static let labelSize = 0.038
    /// Longer than any video.
    private static let always = 48 * 3_600_000

    /// For pictures of a size with a speaker in a place. Throws `TextError` or `MarkError`.
    package init(_ marks: Marks, width: Int, height: Int, speaker: SpeakerPlace?) throws {
        self.width = width
        self.height = height
        self.speaker = speaker
        let head = speaker?.head
        safe = SafeArea(width: width, height: height).box
        if let mark = marks.brand {
            let pixels = Double(width) * min(max(mark.widthPercent, 1), 50) / 100
            let image: PictureMark
            do throws(CodecError) {
                image = try PictureMark(mark.image, width: max(Int(pixels.rounded()), 2))
            } catch { throw MarkError.brand(error) }
            brand = image
            let size = Point(Float(image.width), Float(image.height))
            let box = Self.settled(mark.corner, size, safe, avoiding: [head].compactMap(\.self), beside: nil).box
            brandPlace = (Int(box.minimum.x.rounded()), Int(box.minimum.y.rounded()))
            brandBox = box
        } else {
            brand = nil
        }
        var timed: [TimedText] = []
        if let label = marks.label { timed.append(try placedLabel(label, marks)) }
        if let captions = marks.captions {
            let style = try captionStyle(captions, marks)
            timed += captions.cues.map { TimedText(cue: $0, style: style) }
        }
        texts =
            timed.isEmpty
            ? nil
            : try TextPainter(timed, width: width, height: height, font: marks.captions?.font, choice: marks.fonts)
    }

    /// Draws all that is shown at a moment.
    package func draw(on frame: inout VideoFrame, atMilliseconds moment: Int) {
        brand?.draw(on: &frame, at: brandPlace)
        texts?.draw(on: &frame, atMilliseconds: moment)
    }

    private func placedLabel(_ label: (text: String, corner: Corner), _ marks: Marks) throws -> TimedText {
        let cue = Cue(startMilliseconds: 0, endMilliseconds: Self.always, lines: [label.text])
        let measured = try bounds([TimedText(cue: cue, style: labelStyle(.topLeft, safe.minimum))], nil, marks)
        let size = measured?.size ?? .zero
        let obstacles = [head, brandBox].compactMap(\.self)
        // Captions would make room, and come nearer to the face: where they need not, so much the better.
        let captions = try marks.captions.flatMap { captions in
            let style = style(captions, isAtTop: captions.isAtTop, beyond: [])
            return try bounds(captions.cues.map { TimedText(cue: $0, style: style) }, captions.font, marks)
        }
        var place = Self.settled(
            label.corner, size, safe, avoiding: obstacles + [captions].compactMap(\.self), beside: brandBox)
        if captions.map({ Self.shared($0, place.box) > 0 }) ?? false {
            place = Self.settled(label.corner, size, safe, avoiding: obstacles, beside: brandBox)
        }
        labelBox = place.box
        return TimedText(cue: cue, style: labelStyle(place.corner, place.box.minimum, place.box.maximum))
    }

    /// With its box at a place: libass counts from the nearest edges.
    private func labelStyle(_ corner: Corner, _ minimum: Point, _ maximum: Point? = nil) -> TextStyle {
        let size = Double(min(width, height)) * Self.labelSize
        // The box goes so far beyond the letters.
        let padding = size * 0.28
        let end = maximum ?? safe.maximum
        let left = Int((Double(minimum.x) + padding).rounded())
        let right = Int((Double(Float(width) - end.x) + padding).rounded())
        let vertical = corner.isTop ? Double(minimum.y) : Double(Float(height) - end.y)
        let anchor: TextStyle.Anchor =
            switch corner {
            case .topLeft: .topLeft
            case .topRight: .topRight
            case .bottomLeft: .bottomLeft
            case .bottomRight: .bottomRight
            }
        return TextStyle(
            size: size, color: (255, 255, 255), hasBox: true, anchor: anchor,
            margins: (
                corner.isLeft ? left : Int(safe.minimum.x), corner.isLeft ? Int(Float(width) - safe.maximum.x) : right,
                Int((vertical + padding).rounded())
            ))
    }

    /// Where captions stand: as asked, else at the other edge, where they cover less of the head.
    private func captionStyle(_ captions: BurnedCaptions, _ marks: Marks) throws -> TextStyle {
        let choices = try [captions.isAtTop, !captions.isAtTop].map { isAtTop in
            var style = style(captions, isAtTop: isAtTop, beyond: [])
            let cues = captions.cues.map { TimedText(cue: $0, style: style) }
            guard var box = try bounds(cues, captions.font, marks) else { return (style, Box?.none, Float(0)) }
            let corners = [labelBox, brandBox].compactMap(\.self).filter { Self.shared($0, box) > 0 }
            if !corners.isEmpty {
                let before = style.margins.vertical
                style = self.style(captions, isAtTop: isAtTop, beyond: corners)
                let shift = Float(style.margins.vertical - before) * (isAtTop ? 1 : -1)
                box = Box(minimum: box.minimum + Point(0, shift), maximum: box.maximum + Point(0, shift))
            }
            return (style, Box?.some(box), covered(by: box))
        }
        let best = choices[1].2 < choices[0].2 ? choices[1] : choices[0]
        captionBox = best.1
        return best.0
    }

    /// How much a caption there hides: of the speaker's head, and of what is below the eyes three times as much, since that is
    /// where one sees somebody speak.
    private func covered(by box: Box) -> Float {
        guard let speaker else { return 0 }
        let mouth = Box(minimum: Point(speaker.head.minimum.x, speaker.eyes.y), maximum: speaker.head.maximum)
        return Self.shared(speaker.head, box) + 2 * Self.shared(mouth, box)
    }

    private func style(_ captions: BurnedCaptions, isAtTop: Bool, beyond corners: [Box]) -> TextStyle {
        // In an upright picture a line is short: letters follow its width.
        let size = min(Double(height), Double(width) * 1.2) * min(max(captions.sizePercent, 1), 20) / 100
        let edge =
            isAtTop
            ? corners.map(\.maximum.y).max().map { max($0, safe.minimum.y) } ?? safe.minimum.y
            : Float(height) - (corners.map(\.minimum.y).min().map { min($0, safe.maximum.y) } ?? safe.maximum.y)
        let room = (captions.hasBox ? size * 0.28 : size * 0.1) + (corners.isEmpty ? 0 : size * 0.4)
        let side = Int(safe.minimum.x.rounded(.up))
        return TextStyle(
            size: size, color: captions.color, hasBox: captions.hasBox, anchor: isAtTop ? .top : .bottom,
            margins: (side, side, Int((Double(edge) + room).rounded(.up))))
    }

    /// The box that holds all of these texts, each by itself.
    private func bounds(_ texts: [TimedText], _ font: String?, _ marks: Marks) throws -> Box? {
        var apart = texts
        for index in apart.indices {
            apart[index].cue.startMilliseconds = index * 1000
            apart[index].cue.endMilliseconds = index * 1000 + 1000
        }
        let painter = try TextPainter(apart, width: width, height: height, font: font, choice: marks.fonts)
        return apart.indices.reduce(nil as Box?) { box, index in
            guard let next = painter.bounds(atMilliseconds: index * 1000 + 500) else { return box }
            return box.map {
                Box(
                    minimum: pointwiseMin($0.minimum, next.minimum), maximum: pointwiseMax($0.maximum, next.maximum))
            } ?? next
        }
    }

    /// The corner for something of a size, and its box there: the first that keeps it off all obstacles, else the one that
    /// was asked for. In the corner of `neighbour` it stands above or below that.
    private static func settled(
        _ corner: Corner, _ size: Point, _ safe: Box, avoiding obstacles: [Box], beside neighbour: Box?
    ) -> (corner: Corner, box: Box) {
        let places = ([corner] + corner.others).map { corner in
            var start = Point(
                corner.isLeft ? safe.minimum.x : safe.maximum.x - size.x,
                corner.isTop ? safe.minimum.y : safe.maximum.y - size.y)
            if let neighbour, shared(neighbour, Box(minimum: start, maximum: start + size)) > 0 {
                let gap = size.y * 0.3
                start.y = corner.isTop ? neighbour.maximum.y + gap : neighbour.minimum.y - gap - size.y
            }
            return (corner, Box(minimum: start, maximum: start + size))
        }
        return places.first { place in obstacles.allSatisfy { shared($0, place.1) == 0 } } ?? places[0]
    }

    /// The area that two boxes share.
    private static func shared(_ one: Box, _ other: Box) -> Float {
        Box(
            minimum: pointwiseMax(one.minimum, other.minimum), maximum: pointwiseMin(one.maximum, other.maximum)
        ).area
    }
}
