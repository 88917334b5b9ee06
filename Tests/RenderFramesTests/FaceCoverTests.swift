import RenderFace
import RenderMedia
import RenderTesting
import Testing

@testable import RenderFrames

@Suite("What hides parts of a face")
struct FaceCoverTests {
    private static let side = 480
    private let landmarks = SampleFace.landmarks(centre: Point(240, 200), scale: 0.9)
    private var frame: FaceFrame { FaceFrame(landmarks: landmarks) }
    private let skin = SIMD3<UInt8>(210, 160, 140)
    private let cloth = SIMD3<UInt8>(60, 60, 90)

    /// A picture of a colour for each place.
    private func picture(_ colour: (Point) -> SIMD3<UInt8>) -> Image {
        var pixels: [UInt8] = []
        for y in 0..<Self.side {
            for x in 0..<Self.side {
                let colour = colour(Point(Float(x) + 0.5, Float(y) + 0.5))
                pixels += [colour.x, colour.y, colour.z]
            }
        }
        return Image(width: Self.side, height: Self.side, pixels: pixels)
    }

    private func eyeCentre(_ eye: EyeTopology) -> Point {
        (landmarks[eye.outerCorner] + landmarks[eye.innerCorner]) / 2
    }

    /// Where a place lies from the nearer eye, as a share of the way to a rim.
    private func rim(_ place: Point) -> Float {
        FaceTopology.eyes.map { eye in
            let offset = frame.local(place, from: eyeCentre(eye)) / SIMD2(0.40, 0.32)
            return offset.length
        }.min() ?? 9
    }

    private func cover(_ image: Image) -> FaceCover { FaceCover(portrait: image, landmarks: landmarks) }

    @Test func bareSkinIsNoCover() { #expect(cover(picture { _ in skin }) == FaceCover()) }

    @Test(arguments: [SIMD3<UInt8>(30, 28, 26), SIMD3(250, 248, 240)]) func framesAreSeen(colour: SIMD3<UInt8>) {
        let glasses = picture { (0.93...1.07).contains(rim($0)) ? colour : skin }
        #expect(cover(glasses) == FaceCover(eyewear: .clear))
    }

    @Test func rimsThatLieOnTheLidsAreSeen() {
        let folds = FaceTopology.eyes.flatMap { eye in
            zip(eye.crease, eye.upperLid).map { landmarks[$0] * 0.85 + landmarks[$1] * 0.15 }
        }
        let glasses = picture { place in
            let isOnFold = folds.contains { abs($0.x - place.x) < 6 && abs($0.y - place.y) < 2.5 }
            return isOnFold || (0.93...1.07).contains(rim(place)) ? [20, 20, 20] : skin
        }
        #expect(cover(glasses) == FaceCover(eyewear: .clear, hasCloseRims: true))
    }

    @Test func theEyesBehindDarkGlassesAreHidden() {
        let glasses = picture { place in
            let rim = rim(place)
            return rim > 1.07 ? skin : rim > 0.93 ? [10, 10, 10] : [34, 34, 38]
        }
        #expect(cover(glasses).eyewear == .dark)
    }

    @Test func aShadeBelowTheEyesIsNoRim() {
        let tired = picture { place in
            let down = frame.local(place, from: eyeCentre(FaceTopology.leftEye)).y
            return (0.1...0.5).contains(down) ? skin &- 40 : skin
        }
        #expect(cover(tired).eyewear == .none)
    }

    private func down(_ place: Point) -> Float { frame.local(place, from: landmarks[4]).y }

    @Test func hairBelowTheNoseHidesTheLips() {
        let beard = cover(picture { down($0) > 0.32 ? cloth : skin })
        #expect(beard.beard > 0.9 && !beard.isMasked)
    }

    @Test func clothOverTheNoseIsAMask() {
        let mask = cover(picture { down($0) > -0.15 ? cloth : skin })
        #expect(mask.beard > 0.9 && mask.isMasked)
    }

    @Test func aLineBetweenTheLipsShowsThem() {
        let rims = zip(FaceTopology.upperInnerLip, FaceTopology.lowerInnerLip).map {
            (landmarks[$0] + landmarks[$1]) / 2
        }
        let lips = picture { place in
            let isLine = rims.indices.dropLast().contains { index in
                let (start, end) = (rims[index], rims[index + 1])
                guard (min(start.x, end.x)...max(start.x, end.x)).contains(place.x) else { return false }
                let share = (place.x - start.x) / (end.x - start.x)
                return abs(place.y - (start.y + (end.y - start.y) * share)) < 2.5
            }
            return isLine ? [8, 8, 12] : down(place) > 0.32 ? SIMD3(110, 110, 140) : skin
        }
        #expect(cover(lips).beard < 0.1)
    }

    @Test func aCoveredMouthOpensLessOrNotAtAll() {
        func opening(_ cover: FaceCover) -> Float {
            let mesh = FaceMesh(landmarks: landmarks, cover: cover)
            var weights = ExpressionWeights()
            weights[.jaw] = 1
            let posed = ExpressionBasis(mesh: mesh).posed(weights)
            return (posed[FaceTopology.lowerLipMiddle] - posed[FaceTopology.upperLipMiddle]).dot(mesh.frame.down)
                / mesh.frame.unit
        }
        let bare = opening(FaceCover())
        #expect(opening(FaceCover(beard: 1)) < 0.6 * bare && opening(FaceCover(beard: 1)) > 0.3 * bare)
        #expect(opening(FaceCover(beard: 1, isMasked: true)) < 0.03)
    }

    @Test(arguments: [Expression.brow, .frown]) func glassesHoldTheBrows(expression: Expression) {
        let mesh = FaceMesh(landmarks: landmarks, cover: FaceCover(eyewear: .clear))
        let basis = ExpressionBasis(mesh: mesh)
        for vertex in mesh.rest.indices { #expect(basis.displacement(of: vertex, by: expression).length < 1e-3) }
    }
}
