import RenderCodec
import RenderMedia
import Testing

@testable import RenderFrames

@Suite("Where captions stand")
struct MarkLayoutTests {
    private static let font = TextFont(
        family: "Noto Sans", path: "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf", source: "fonts-noto-core")

    private func captionBox(_ speaker: SpeakerPlace?) throws -> Box {
        var marks = Marks { _ in Self.font }
        let cue = Cue(startMilliseconds: 0, endMilliseconds: 1000, lines: ["Fresh bread, every", "morning at six"])
        marks.captions = BurnedCaptions(
            cues: [cue], sizePercent: 6, isAtTop: false, hasBox: true, color: (255, 255, 255), font: nil)
        let layout = try MarkLayout(marks, width: 848, height: 480, speaker: speaker)
        return try #require(layout.captionBox)
    }

    private func speaker(_ head: Box, eyes: Float) -> SpeakerPlace {
        SpeakerPlace(head: head, eyes: Point(head.centre.x, eyes))
    }

    @Test func theyAreAtTheBottomIfNothingIsThere() throws {
        #expect(try captionBox(nil).minimum.y > 300)
        let small = speaker(Box(minimum: Point(300, 20), maximum: Point(500, 280)), eyes: 150)
        #expect(try captionBox(small).minimum.y > 300)
    }

    @Test func aHatIsHiddenRatherThanAMouth() throws {
        // From above the picture to below it: each edge has some of the head.
        let large = speaker(Box(minimum: Point(240, -80), maximum: Point(600, 440)), eyes: 220)
        let box = try captionBox(large)
        #expect(box.maximum.y < 220, "above the eyes: \(box)")
    }
}
