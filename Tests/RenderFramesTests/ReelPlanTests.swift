import Testing

@testable import RenderFrames

@Suite("Where the parts of a reel stand")
struct ReelPlanTests {
    private func contents(_ plan: ReelPlan) -> [ReelPlan.Content] {
        var part = 0
        return (0..<plan.frameCount).map { plan.content(of: $0, from: &part) }
    }

    @Test func partsFollowEachOtherWithoutAFrameBetween() {
        let plan = ReelPlan(framesPerSecond: 25, counts: [2, 1, 3], gap: 0, fade: 0)
        #expect(contents(plan) == [.part(0), .part(0), .part(1), .part(2), .part(2), .part(2)])
    }

    @Test func aGapIsBlackAndNothingFades() {
        let plan = ReelPlan(framesPerSecond: 25, counts: [2, 2], gap: 2, fade: 10)
        #expect(contents(plan) == [.part(0), .part(0), .black, .black, .part(1), .part(1)])
    }

    @Test func aCrossfadeGoesEvenlyFromOneToTheOther() {
        let plan = ReelPlan(framesPerSecond: 25, counts: [10, 10], gap: 0, fade: 3)
        #expect(plan.frameCount == 17)
        let shown = contents(plan)
        #expect(shown[6] == .part(0) && shown[10] == .part(1))
        #expect(
            Array(shown[7...9]) == [64, 128, 192].map { .fade(from: 0, to: 1, share: $0) }, "\(shown[7...9])")
    }

    @Test func aCrossfadeTakesNoMoreThanHalfOfAPart() {
        let plan = ReelPlan(framesPerSecond: 25, counts: [30, 5, 30], gap: 0, fade: 20)
        #expect(plan.places.map(\.fadeIn) == [0, 2, 2] && plan.places.map(\.fadeOut) == [2, 2, 0])
        #expect(plan.frameCount == 61)
        // The middle part is alone for a frame: two fades never meet in one.
        #expect(contents(plan)[30] == .part(1))
        #expect(ReelPlan(framesPerSecond: 25, counts: [1, 1], gap: 0, fade: 20).frameCount == 2)
    }

    @Test(arguments: [1, 7, 24, 25, 30, 60])
    func framesShareTheSamplesWithoutAGap(rate: Int) {
        let plan = ReelPlan(framesPerSecond: rate, counts: [rate * 11], gap: 0, fade: 0)
        #expect(plan.sample(of: rate * 11, rateHz: 48_000) == 48_000 * 11)
        for frame in 0..<rate {
            let length = plan.sample(of: frame + 1, rateHz: 48_000) - plan.sample(of: frame, rateHz: 48_000)
            #expect(abs(Double(length) - 48_000 / Double(rate)) < 1)
        }
    }
}
