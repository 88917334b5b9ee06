import RenderMedia
import Testing

@testable import RenderFace

@Suite struct DetectionCropTests {
    /// Red grows to the right, green downwards.
    static let ramp: Image = {
        var pixels: [UInt8] = []
        for y in 0..<20 {
            for x in 0..<30 { pixels += [UInt8(x * 8), UInt8(y * 10), 7] }
        }
        return Image(width: 30, height: 20, pixels: pixels)
    }()

    @Test func aCropOfTheSameSizeIsThePicture() {
        let crop = Crop(centre: Point(10, 10), side: 20)
        let values = Self.ramp.sampled(crop, side: 20, range: 0...255, beyond: .edge)
        for y in 0..<20 {
            for x in 0..<20 {
                #expect(abs(values[(y * 20 + x) * 3] - Float(x * 8)) < 1e-3)
                #expect(abs(values[(y * 20 + x) * 3 + 1] - Float(y * 10)) < 1e-3)
            }
        }
    }

    @Test func aCropTurnedByAQuarterTurnsThePicture() {
        let crop = Crop(centre: Point(15, 10), side: 10, angleRadians: .pi / 2)
        let values = Self.ramp.sampled(crop, side: 10, range: 0...255, beyond: .edge)
        // The crop's right is the picture's down, its down is the picture's left.
        #expect(abs(values[1] - 50) < 0.01 && abs(values[0] - 19 * 8) < 0.01)
        #expect(abs(values[9 * 3 + 1] - 140) < 0.01)
    }

    @Test func aReducedCropShowsMeans() {
        let crop = Crop(centre: Point(10, 10), side: 20)
        let values = Self.ramp.sampled(crop, side: 5, range: 0...1, beyond: .edge)
        #expect(abs(values[0] - 12.0 / 255) < 1e-3)
        #expect(abs(values[(5 * 4 + 4) * 3 + 2] - 7.0 / 255) < 1e-5)
    }

    @Test func beyondThePictureIsBlackOrItsEdge() {
        let crop = Crop(centre: Point(-50, -50), side: 10)
        #expect(Self.ramp.sampled(crop, side: 2, range: -1...1, beyond: .black).allSatisfy { $0 == -1 })
        let edge = Self.ramp.sampled(crop, side: 2, range: 0...255, beyond: .edge)
        #expect(edge[0] == 0 && abs(edge[2] - 7) < 1e-4)
    }

    @Test func pointsOfACropAreWhereItLies() {
        let crop = Crop(centre: Point(100, 50), side: 40, angleRadians: .pi / 2)
        let corner = crop.point(Point(0, 0))
        #expect(abs(corner.x - 120) < 1e-3 && abs(corner.y - 30) < 1e-3)
        #expect(crop.point(Point(0.5, 0.5)) == Point(100, 50))
    }

    @Test func overlappingFindsAreOneFaceWeightedByTheirScores() {
        func face(_ x: Float, _ score: Float) -> DetectedFace {
            DetectedFace(
                box: Box(minimum: Point(x, 0), maximum: Point(x + 100, 100)),
                keyPoints: [Point](repeating: Point(x, 0), count: 6), score: score)
        }
        let faces = [face(0, 0.9), face(10, 0.6), face(500, 0.7)].blended(overlap: 0.3)
        #expect(faces.count == 2)
        #expect(abs(faces[0].box.minimum.x - 4) < 1e-3 && faces[0].score == 0.9)
        #expect(abs(faces[0].keyPoints[5].x - 4) < 1e-3)
        #expect(faces[1].box.minimum.x == 500)
    }

    @Test func theAnchorsAreAsManyAsTheModelsAnswers() {
        #expect(DetectorLayout.shortRange.anchors.count == 896)
        #expect(DetectorLayout.fullRange.anchors.count == 2304)
        #expect(DetectorLayout.shortRange.anchors[0] == Point(1.0 / 32, 1.0 / 32))
        #expect(DetectorLayout.shortRange.anchors[895] == Point(15.0 / 16, 15.0 / 16))
    }
}
