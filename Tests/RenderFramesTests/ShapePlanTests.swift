import RenderCodec
import RenderMedia
import Testing

@testable import RenderFrames

@Suite("Videos in other shapes")
struct ShapePlanTests {
    private func speaker(_ x: Float, _ y: Float, width: Float, height: Float) -> SpeakerPlace {
        SpeakerPlace(
            head: Box(minimum: Point(x - width / 2, y - height / 2), maximum: Point(x + width / 2, y + height / 2)),
            eyes: Point(x, y - height * 0.05))
    }

    @Test func theSizeIsThatOfTheLargestPartOrAsAsked() {
        var plan = ShapePlan(sourceWidth: 1280, sourceHeight: 720, aspect: (9, 16), shortSide: nil)
        #expect(plan.size == (406, 720))
        plan.shortSide = 720
        #expect(plan.size == (720, 1280))
        plan.aspect = nil
        #expect(plan.size == (1280, 720))
        plan.aspect = (1, 1)
        #expect(plan.size == (720, 720))
    }

    @Test func theHeadStaysWholeWhereverItIs() {
        for x in stride(from: Float(100), to: 1200, by: 37) {
            for y in stride(from: Float(150), to: 600, by: 41) {
                let speaker = speaker(x, y, width: 240, height: 320)
                for aspect in [(9, 16), (1, 1), (4, 5), (21, 9), (16, 9)] {
                    let shape = ShapePlan(sourceWidth: 1280, sourceHeight: 720, aspect: aspect, shortSide: 480)
                    let plan = shape.plan(.crop, speaker: speaker)
                    let (from, to) = (
                        Point(Float(plan.part.x), Float(plan.part.y)),
                        Point(Float(plan.part.x + plan.part.width), Float(plan.part.y + plan.part.height))
                    )
                    let visible = Box(
                        minimum: pointwiseMax(speaker.head.minimum, .zero),
                        maximum: pointwiseMin(speaker.head.maximum, Point(1280, 720)))
                    #expect(
                        all(from .<= visible.minimum + 2) && all(to .>= visible.maximum - 2),
                        "\(aspect) at \(x), \(y): \(plan.part)")
                    #expect(plan.part.x >= 0 && plan.part.x + plan.part.width <= 1280)
                    #expect(plan.part.y >= 0 && plan.part.y + plan.part.height <= 720)
                }
            }
        }
    }

    @Test func theHeadIsInTheMiddleAndTheEyesOnTheirLine() {
        let shape = ShapePlan(sourceWidth: 1280, sourceHeight: 720, aspect: (9, 16), shortSide: nil)
        let plan = shape.plan(.crop, speaker: speaker(700, 300, width: 240, height: 320))
        #expect(abs(plan.part.x + plan.part.width / 2 - 700) <= 2)
        let wide = ShapePlan(sourceWidth: 720, sourceHeight: 1280, aspect: (1, 1), shortSide: nil)
        let square = wide.plan(.crop, speaker: speaker(360, 600, width: 240, height: 320))
        #expect(abs(Double(square.part.y) + 0.4 * 720 - 584) <= 2, "\(square.part)")
    }

    @Test func aHeadThatWouldBeCutIsShownWholeOverABlur() {
        let shape = ShapePlan(sourceWidth: 720, sourceHeight: 720, aspect: (16, 9), shortSide: 480)
        let plan = shape.plan(.crop, speaker: speaker(360, 360, width: 300, height: 500))
        #expect(plan.rest == .blurred && plan.part.height == 720 && plan.place.height == 480)
        #expect(plan.width == 854 && plan.height == 480)
    }
}
