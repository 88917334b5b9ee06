import RenderFace
import RenderMedia
import RenderTesting
import Testing

@testable import RenderFrames

@Suite("The line between closed lips")
struct LipLineTests {
    private let landmarks = SampleFace.landmarks(centre: Point(240, 200), scale: 0.9)
    private let side = 480

    /// Skin with a dark line across the mouth, `down` units below where the landmarks have it, that bends up by `bend` units
    /// in its middle.
    private func portrait(lineDown down: Float, level: UInt8 = 40, bend: Float = 0) -> Image {
        let frame = FaceFrame(landmarks: landmarks)
        var pixels = [UInt8](repeating: 190, count: side * side * 3)
        let line = zip(FaceTopology.upperInnerLip, FaceTopology.lowerInnerLip).map {
            (landmarks[$0] + landmarks[$1]) / 2 + frame.displacement(right: 0, down: down)
        }.enumerated().map { index, place in
            place + frame.displacement(right: 0, down: -bend * (1 - abs(Float(index) - 5) / 5))
        }
        for step in 0..<400 {
            let (piece, share) = (step / 40, Float(step % 40) / 40)
            let place = line[piece] * (1 - share) + line[piece + 1] * share
            for row in -2...2 {
                let at = ((Int(place.y) + row) * side + Int(place.x)) * 3
                for channel in 0..<3 { pixels[at + channel] = level }
            }
        }
        return Image(width: side, height: side, pixels: pixels)
    }

    private func shift(_ image: Image) -> Float {
        let corrected = LipLine(portrait: image, landmarks: landmarks).corrected()
        let middle = FaceTopology.upperLipMiddle
        return (corrected[middle] - landmarks[middle]).dot(FaceFrame(landmarks: landmarks).down)
            / FaceFrame(landmarks: landmarks).unit
    }

    private func isLeft(_ image: Image, _ landmarks: [Point]) -> Bool {
        LipLine(portrait: image, landmarks: landmarks).corrected() == landmarks
    }

    @Test func lipsAreLaidOnALineBelowThem() {
        let corrected = LipLine(portrait: portrait(lineDown: 0.12), landmarks: landmarks).corrected()
        #expect(abs(shift(portrait(lineDown: 0.12)) - 0.12) < 0.045)
        for index in 0...10 {
            #expect(corrected[FaceTopology.upperInnerLip[index]] == corrected[FaceTopology.lowerInnerLip[index]])
        }
        #expect(corrected[FaceTopology.chin] == landmarks[FaceTopology.chin])
    }

    @Test func theEdgeOfAMoustacheIsNoLipLine() {
        #expect(!isLeft(portrait(lineDown: 0.09), landmarks))
        #expect(isLeft(portrait(lineDown: 0.09, bend: 0.16), landmarks))
    }

    @Test func landmarksThatAreRightStay() {
        #expect(isLeft(portrait(lineDown: 0), landmarks))
    }

    @Test func withoutALineNothingIsCorrected() {
        let plain = Image(width: side, height: side, pixels: [UInt8](repeating: 190, count: side * side * 3))
        #expect(isLeft(plain, landmarks))
        #expect(isLeft(portrait(lineDown: 0.12, level: 180), landmarks), "a faint line")
    }

    @Test func aMouthThatIsOpenStaysOpen() {
        var open = landmarks
        for vertex in FaceTopology.lowerInnerLip[1...9] + FaceTopology.lowerOuterLip[1...9] { open[vertex].y += 30 }
        #expect(isLeft(portrait(lineDown: 0.12), open))
    }
}
