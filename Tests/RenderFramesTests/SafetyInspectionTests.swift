import Foundation
import RenderInference
import RenderMedia
import Testing

@testable import RenderFrames

/// What is looked at before a video is made, with a classifier that says what a test wants.
@Suite("Checking content with a scripted classifier") struct SafetyInspectionTests {
    private static let side = SafetyModel.side

    @Test func aPictureOfOneColourIsThatColourLessTheMeans() {
        let image = Image(width: 30, height: 20, pixels: (0..<600).flatMap { _ in [200 as UInt8, 100, 50] })
        let input = ClassifierInput(image)
        #expect(input.values.count == Self.side * Self.side * 3)
        let colour: [Float] = [50 - 104, 100 - 117, 200 - 123]
        for (index, expected) in colour.enumerated() {
            for at in stride(from: index, to: input.values.count, by: 3) {
                #expect(abs(input.values[at] - expected) < 1e-3)
            }
        }
    }

    /// At 256 pixels a side nothing is scaled, so each value is that of a pixel, 16 to the right and below.
    @Test func theBordersAreCutOff() {
        let image = Image(
            width: 256, height: 256,
            pixels: (0..<256).flatMap { y in (0..<256).flatMap { x in [UInt8(x), UInt8(y), 7] } })
        let values = ClassifierInput(image).values
        for (x, y) in [(0, 0), (223, 0), (0, 223), (100, 57)] {
            let at = (y * Self.side + x) * 3
            #expect(values[at] == 7 - 104)
            #expect(values[at + 1] == Float(y + 16) - 117)
            #expect(values[at + 2] == Float(x + 16) - 123)
        }
    }

    /// Worked out by hand: four pixels to two; each takes the four nearest with 1/8, 3/8, 3/8, 1/8 where they exist.
    @Test func theFilterWeighsByDistance() {
        let filter = TriangleFilter(from: 4, to: 2, only: 0..<2)
        let source: [Float] = [10, 20, 30, 70]
        let first: Float = (0.375 * 10 + 0.375 * 20 + 0.125 * 30) / 0.875
        let second: Float = (0.125 * 20 + 0.375 * 30 + 0.375 * 70) / 0.875
        #expect(abs(filter.mean(0) { source[$0] } - first) < 1e-4)
        #expect(abs(filter.mean(1) { source[$0] } - second) < 1e-4)
        let larger = TriangleFilter(from: 1, to: 256, only: 16..<240)
        #expect(larger.count == 224 && larger.mean(0) { _ in 9 } == 9)
    }

    @Test func aFrameIsSeenAsThePictureThatItShows() {
        let image = SampleStage.image()
        let (picture, frame) = (ClassifierInput(image).values, ClassifierInput(VideoFrame(image)).values)
        let differences = zip(picture, frame).map { abs($0 - $1) }
        // Colours are shared by four pixels of a frame, so single ones differ along edges.
        #expect(differences.reduce(0, +) / Float(differences.count) < 3)
        let shown = ClassifierInput(Image(VideoFrame(image))).values
        #expect(zip(shown, frame).map { abs($0 - $1) }.reduce(0, +) / Float(frame.count) < 1.5)
    }

    @Test func theFramesThatAreLookedAt() {
        typealias Frames = SafetyInspection.Frames
        #expect(Frames.ends.numbers(count: 125, framesPerSecond: 25) == [0, 62, 124])
        #expect(Frames.ends.numbers(count: 1, framesPerSecond: 25) == [0])
        #expect(Frames.ends.numbers(count: 2, framesPerSecond: 25) == [0, 1])
        #expect(Frames.fiveASecond.numbers(count: 12, framesPerSecond: 25) == [0, 5, 10, 11])
        #expect(Frames.fiveASecond.numbers(count: 11, framesPerSecond: 25) == [0, 5, 10])
        #expect(Frames.fiveASecond.numbers(count: 3, framesPerSecond: 1) == [0, 1, 2])
        for rate in 1...60 {
            let numbers = Frames.fiveASecond.numbers(count: 600, framesPerSecond: rate)
            let gaps = zip(numbers.dropFirst(), numbers).map { $0 - $1 }
            #expect(gaps.allSatisfy { $0 > 0 && ($0 == 1 || $0 * 5 <= rate) }, "at \(rate) frames a second")
        }
    }

    @Test func whatIsAboveTheLimitIsFlagged() throws {
        let input = ClassifierInput(SampleStage.image())
        let classifier = ScriptedClassifier([0.1, SafetyInspection.limit, 0.801])
        let inspection = SafetyInspection(.ends, classifier)
        try inspection.look(at: input, .picture)
        try inspection.look(at: input, .frame(seconds: 0))
        #expect(inspection.lookedAt == 2 && inspection.highestScore == SafetyInspection.limit)
        #expect(throws: SafetyError.flagged(.frame(seconds: 1.5), score: 0.801, limit: 0.8)) {
            try inspection.look(at: input, .frame(seconds: 1.5))
        }
        #expect(classifier.sizes == [input.values.count, input.values.count, input.values.count])
    }

    @Test func whatIsNoNumberDoesNotPass() {
        let inspection = SafetyInspection(.ends, ScriptedClassifier([.nan]))
        #expect(throws: SafetyError.self) {
            try inspection.look(at: ClassifierInput(SampleStage.image()), .picture)
        }
    }

    @Test func aClassifierThatFailsChecksNothing() {
        let inspection = SafetyInspection(.ends, ScriptedClassifier([]))
        #expect(throws: SafetyError.unavailable(ScriptedClassifier.failure)) {
            try inspection.look(at: ClassifierInput(SampleStage.image()), .picture)
        }
    }
}

/// Gives these scores, one after the other, and fails when there are no more.
final class ScriptedClassifier: SafetyClassifier {
    static let failure = InferenceError(.failed, "there are no more scores", of: .safety)

    private var scores: [Float]
    /// How many values each question had.
    private(set) var sizes: [Int] = []

    init(_ scores: [Float]) { self.scores = scores.reversed() }

    func probability(_ values: [Float]) throws(InferenceError) -> Float {
        sizes.append(values.count)
        guard let score = scores.popLast() else { throw Self.failure }
        return score
    }
}
