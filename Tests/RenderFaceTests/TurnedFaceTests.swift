import Glibc
import RenderMedia
import RenderTesting
import Testing

@testable import RenderFace

@Suite("Faces that look aside")
struct TurnedFaceTests {
    private static let centre = Point(360, 300)
    private static let angles: [Float] = [-35, -20, 20, 35]
    /// A model's depths are this share of a head's; the frame knows.
    private static let depthShare: Float = 0.85

    /// The sample face, turned about its upright axis; degrees to the picture's right.
    private static func landmarks(turned degrees: Float) -> [Point] {
        let (cosine, sine) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
        return zip(SampleFace.landmarks(centre: .zero), SampleFace.depths()).map { place, depth in
            centre + Point(place.x * cosine - depth / depthShare * sine, place.y)
        }
    }

    private let frontal = FaceMesh(landmarks: landmarks(turned: 0))

    @Test(arguments: angles) func theUnitDoesNotShrinkWithTheTurn(degrees: Float) {
        let turned = FaceFrame(landmarks: Self.landmarks(turned: degrees))
        #expect(abs(turned.turn - sin(degrees * .pi / 180)) < 0.08)
        #expect(abs(turned.unit / frontal.frame.unit - 1) < 0.05)
        #expect(turned.across < 0.96 * turned.unit)
    }

    @Test func aFrontalFaceIsMeasuredByItsEyes() {
        #expect(abs(frontal.frame.unit / frontal.frame.across - 1) < 0.01)
        #expect(abs(frontal.frame.right.dot(frontal.frame.down)) < 0.03)
    }

    @Test(arguments: angles) func placesAndDisplacementsAreOneAnothersInverse(degrees: Float) {
        let frame = FaceFrame(landmarks: Self.landmarks(turned: degrees))
        let place = frame.local(Self.centre + frame.displacement(right: 0.4, down: -0.7), from: Self.centre)
        #expect((place - SIMD2(0.4, -0.7)).length < 1e-4)
    }

    /// What the mouth does on a turned face is what it does on the frontal one, seen from the side.
    @Test(arguments: angles, [Expression.jaw, .pucker, .wide, .smile])
    func theMouthMovesAsItDoesFromTheFront(degrees: Float, expression: Expression) {
        let turned = FaceMesh(landmarks: Self.landmarks(turned: degrees))
        let seen = ExpressionBasis(mesh: turned)
        let straight = ExpressionBasis(mesh: frontal)
        let (cosine, sine) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
        let lips = FaceTopology.upperInnerLip + FaceTopology.lowerInnerLip + FaceTopology.lowerOuterLip
        let (middle, depths) = (FaceTopology.upperLipMiddle, SampleFace.depths())
        for vertex in lips {
            let moved = straight.displacement(of: vertex, by: expression)
            // What goes towards the middle of the lips, or away from it, follows their bow: it comes forward, or goes back.
            let aside = frontal.rest[vertex].x - frontal.rest[middle].x
            let slope = abs(aside) > 4 ? (depths[vertex] - depths[middle]) / Self.depthShare / aside : 0
            let expected = Point(moved.x * cosine - moved.x * slope * sine, moved.y)
            let off = (seen.displacement(of: vertex, by: expression) - expected).length / frontal.frame.unit
            #expect(off < 0.04, "vertex \(vertex)")
        }
    }

    @Test func bothSidesAreAlike() {
        // The sample face and its mirror image, with left and right vertices exchanged, move as mirror images.
        let mesh = FaceMesh(landmarks: Self.landmarks(turned: 30))
        let mirrored = FaceMesh(
            landmarks: Self.opposites.map { other in
                let place = Self.landmarks(turned: 30)[other]
                return Point(2 * Self.centre.x - place.x, place.y)
            })
        #expect(abs(mesh.frame.turn + mirrored.frame.turn) < 0.02)
        let (basis, mirroredBasis) = (ExpressionBasis(mesh: mesh), ExpressionBasis(mesh: mirrored))
        for (index, vertex) in FaceTopology.lowerInnerLip.enumerated() {
            let other = FaceTopology.lowerInnerLip[10 - index]
            let one = basis.displacement(of: vertex, by: .pucker)
            let two = mirroredBasis.displacement(of: other, by: .pucker) * Point(-1, 1)
            #expect((one - two).length < 0.02 * mesh.frame.unit)
        }
    }

    /// For each vertex, the one that changes places with it in a mirror.
    private static let opposites: [Int] = {
        let face = zip(CanonicalFace.points, CanonicalFace.depths).map { SIMD3($0.x, $0.y, $1) }
        return face.map { place in
            let mirrored = place * SIMD3(-1, 1, 1)
            func distance(_ vertex: Int) -> Float {
                let apart = face[vertex] - mirrored
                return (apart * apart).sum()
            }
            return face.indices.min { distance($0) < distance($1) } ?? 0
        }
    }()

    @Test(arguments: angles) func whatIsInFrontIsDrawnLast(degrees: Float) {
        let mesh = FaceMesh(landmarks: Self.landmarks(turned: degrees))
        let nose = mesh.triangles.lastIndex { [$0.first, $0.second, $0.third].contains(1) } ?? 0
        // The cheek that the face is turned away from the viewer with lies furthest back.
        let farCheek = degrees > 0 ? 454 : 234
        let cheek = mesh.triangles.lastIndex { [$0.first, $0.second, $0.third].contains(farCheek) } ?? 0
        let ring = mesh.triangles.lastIndex { max($0.first, $0.second, $0.third) >= 468 } ?? 0
        #expect(ring < cheek && cheek < nose)
    }
}
