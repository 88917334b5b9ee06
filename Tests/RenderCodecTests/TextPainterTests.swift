import RenderCodec
import RenderMedia
import Testing

@Suite("Texts in pictures")
struct TextPainterTests {
    private static let noto = "/usr/share/fonts/truetype/noto"

    /// Noto Sans, Arabic's where it is, and none for the Private Use Area.
    private static func font(_ scalar: Unicode.Scalar) -> TextFont {
        switch scalar.value {
        case 0x0600...0x06FF:
            TextFont(family: "Noto Sans Arabic", path: "\(noto)/NotoSansArabic-Bold.ttf", source: "fonts-noto-core")
        case 0xE000...0xF8FF: TextFont(family: "None", path: "/nowhere.ttf", source: "fonts-of-nobody")
        default: TextFont(family: "Noto Sans", path: "\(noto)/NotoSans-Bold.ttf", source: "fonts-noto-core")
        }
    }

    private static func painter(
        _ lines: [String], font: String? = nil, anchor: TextStyle.Anchor = .bottom, hasBox: Bool = false
    ) throws -> TextPainter {
        let style = TextStyle(
            size: 24, color: (255, 255, 255), hasBox: hasBox, anchor: anchor, margins: (20, 20, 30))
        let cue = Cue(startMilliseconds: 1000, endMilliseconds: 2000, lines: lines)
        return try TextPainter(
            [TimedText(cue: cue, style: style)], width: 480, height: 270, font: font, choice: Self.font)
    }

    @Test func aTextIsThereInItsTimeAlone() throws {
        let painter = try Self.painter(["Hello"])
        let plain = VideoFrame(width: 480, height: 270)
        for (moment, isThere) in [(999, false), (1000, true), (1999, true), (2000, false)] {
            var frame = plain
            painter.draw(on: &frame, atMilliseconds: moment)
            #expect((frame != plain) == isThere, "at \(moment) ms")
            #expect((painter.bounds(atMilliseconds: moment) != nil) == isThere)
        }
    }

    @Test func aTextStandsAtItsEdgeAndInTheMiddle() throws {
        let box = try #require(try Self.painter(["Hello"]).bounds(atMilliseconds: 1500))
        #expect(abs(box.centre.x - 240) < 3 && box.maximum.y <= 243 && box.maximum.y > 225, "\(box)")
        let top = try #require(try Self.painter(["Hello"], anchor: .topLeft).bounds(atMilliseconds: 1500))
        #expect(abs(top.minimum.x - 20) < 5 && top.minimum.y >= 27 && top.minimum.y < 45, "\(top)")
    }

    @Test func whatLooksLikeAnOrderIsDrawn() throws {
        // Were they orders, nothing or half of it would be seen.
        let plain = try #require(try Self.painter(["xxxxxxxxxxxx"]).bounds(atMilliseconds: 1500))
        for text in [#"{\alpha&HFF&}xxxx"#, #"x\Nx\nx\hx\{x"#, #"{x}{x}{x}"#] {
            let box = try #require(try Self.painter([text]).bounds(atMilliseconds: 1500))
            #expect(box.size.y < plain.size.y * 2 && box.size.x > plain.size.x * 0.4, "\(text): \(box)")
        }
    }

    @Test func colourAndBoxAreThoseOfTheStyle() throws {
        var frame = VideoFrame(width: 480, height: 270)
        frame.luma = frame.luma.map { _ in 120 }
        let plain = frame
        try Self.painter(["HHHH"], hasBox: true).draw(on: &frame, atMilliseconds: 1500)
        #expect(frame.luma.max() == 235, "white letters")
        #expect((frame.luma.min() ?? 0) < 70, "a dark box")
        #expect(frame.blueChroma == plain.blueChroma && frame.redChroma == plain.redChroma, "neither has a colour")
    }

    @Test func bothDirectionsAreLaidOutOnOneLine() throws {
        let box = try #require(try Self.painter(["مرحبًا (Aurora)"]).bounds(atMilliseconds: 1500))
        #expect(box.size.y < 50 && box.size.x > 120, "\(box)")
    }

    @Test func whatNoFontHasIsNamed() throws {
        #expect(throws: TextError.undrawable(["\u{E001}"], source: "fonts-of-nobody")) {
            try Self.painter(["a\u{E001}b\u{E001}"])
        }
        #expect(throws: TextError.undrawable(["\u{13000}"], source: nil)) { try Self.painter(["\u{13000}"]) }
    }

    @Test func aGivenFontComesFirstAndJunkIsNone() throws {
        let folder = try Folder()
        let own = try Self.painter(["Hello"], font: "\(Self.noto)/NotoSans-Regular.ttf")
        let usual = try Self.painter(["Hello"])
        #expect(own.bounds(atMilliseconds: 1500)?.size.x != usual.bounds(atMilliseconds: 1500)?.size.x)
        let junk = try folder.write((0..<4000).map { UInt8(truncatingIfNeeded: $0 * 7) }, to: "junk.ttf")
        #expect(throws: TextError.noFont) { try Self.painter(["Hello"], font: junk) }
        #expect(throws: TextError.self) { try Self.painter(["Hello"], font: folder.path("missing.ttf")) }
    }

    @Test func theSameTextGivesTheSamePixels() throws {
        var frames = [VideoFrame(width: 480, height: 270), VideoFrame(width: 480, height: 270)]
        for index in frames.indices {
            try Self.painter(["Hello, مرحبًا", "two lines"]).draw(on: &frames[index], atMilliseconds: 1500)
        }
        #expect(frames[0] == frames[1])
    }
}
