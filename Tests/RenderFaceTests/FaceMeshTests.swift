import RenderFace
import RenderMedia
import RenderTesting
import Testing

@Suite("The mesh of a face and its movements")
struct FaceMeshTests {
    private let mesh = FaceMesh(landmarks: SampleFace.landmarks(centre: Point(300, 300)))
    private let basis: ExpressionBasis

    init() { basis = ExpressionBasis(mesh: mesh) }

    private func posed(_ expression: Expression, _ weight: Float = 1) -> [Point] {
        var weights = ExpressionWeights()
        weights[expression] = weight
        return basis.posed(weights)
    }

    private func gap(_ vertices: [Point], _ upper: Int, _ lower: Int) -> Float {
        (vertices[lower] - vertices[upper]).dot(mesh.frame.down) / mesh.frame.unit
    }

    @Test func everySideBelongsToOneOrTwoTriangles() {
        var uses: [Set<Int>: Int] = [:]
        for triangle in mesh.triangles {
            for side in [
                [triangle.first, triangle.second], [triangle.second, triangle.third], [triangle.third, triangle.first],
            ] { uses[Set(side), default: 0] += 1 }
        }
        #expect(uses.values.allSatisfy { (1...2).contains($0) })
        // The outer ring, two eyes and the mouth are the only borders.
        #expect(uses.values.filter { $0 == 1 }.count == 36 + 16 + 16 + 20)
    }

    @Test func withoutMovementNothingMoves() { #expect(basis.posed(ExpressionWeights()) == mesh.rest) }

    @Test(arguments: Expression.allCases) func noMovementReachesTheOuterRing(expression: Expression) {
        let vertices = posed(expression)
        for vertex in FaceMesh.outerRing { #expect((vertices[vertex] - mesh.rest[vertex]).length < 1e-3) }
    }

    @Test(arguments: Expression.allCases) func noVertexSwingsOut(expression: Expression) {
        let vertices = posed(expression)
        for (vertex, place) in vertices.enumerated() {
            #expect((place - mesh.rest[vertex]).length < 0.45 * mesh.frame.unit)
        }
    }

    @Test func theJawOpensTheMouthAndTakesTheChinAlong() {
        let vertices = posed(.jaw)
        #expect(gap(vertices, 13, 14) > 0.3)
        #expect(
            (vertices[FaceTopology.chin] - mesh.rest[FaceTopology.chin]).dot(mesh.frame.down) > 0.25 * mesh.frame.unit)
        for vertex in FaceTopology.leftEye.upperLid { #expect(vertices[vertex] == mesh.rest[vertex]) }
    }

    @Test func lipsThatAreClosedLeaveNoSlit() {
        // An open mouth: the lower lip moved down.
        var landmarks = SampleFace.landmarks(centre: Point(300, 300))
        for vertex in FaceTopology.lowerInnerLip[1...9] + FaceTopology.lowerOuterLip[1...9] {
            landmarks[vertex].y += 20
        }
        let open = FaceMesh(landmarks: landmarks)
        #expect(open.lipGap > 0.1)
        var weights = ExpressionWeights()
        weights[.close] = 1
        let vertices = ExpressionBasis(mesh: open).posed(weights)
        for (upper, lower) in zip(FaceTopology.upperInnerLip, FaceTopology.lowerInnerLip) {
            #expect((vertices[lower] - vertices[upper]).dot(open.frame.down) < 0.01)
        }
    }

    @Test func aBlinkShutsBothEyes() {
        let vertices = posed(.blink)
        for eye in FaceTopology.eyes {
            for (upper, lower) in zip(eye.upperLid, eye.lowerLid) { #expect(gap(vertices, upper, lower) <= 0.002) }
        }
    }

    @Test func aTiltedFaceMovesLikeAnUprightOne() {
        // The same face turned by a quarter about the origin.
        let turned = FaceMesh(landmarks: mesh.rest.prefix(468).map { Point(-$0.y, $0.x) })
        var weights = ExpressionWeights()
        weights[.jaw] = 1
        weights[.wide] = 0.5
        let upright = basis.posed(weights)
        let tilted = ExpressionBasis(mesh: turned).posed(weights)
        for vertex in 0..<468 {
            #expect((Point(-upright[vertex].y, upright[vertex].x) - tilted[vertex]).length < 0.15)
        }
    }
}
