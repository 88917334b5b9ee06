import RenderFace
import RenderMedia
import RenderTesting
import Testing

@Suite("How a head moves by itself")
struct HeadMotionTests {
    private let rig = FaceRig(
        landmarks: SampleFace.landmarks(centre: Point(360, 300)), depths: SampleFace.depths(),
        pictureSize: Point(720, 720))

    @Test func aHeadAtRestIsThePortrait() {
        let vertices = rig.vertices(ExpressionWeights(), HeadRotation(HeadPose()))
        for (vertex, place) in vertices.enumerated() { #expect((place - rig.mesh.rest[vertex]).length < 1e-3) }
    }

    @Test func aTurnMovesTheNoseMoreThanTheCheeks() {
        var pose = HeadPose()
        pose.yaw = 0.05
        let vertices = rig.vertices(ExpressionWeights(), HeadRotation(pose))
        func way(_ vertex: Int) -> Float { abs(vertices[vertex].x - rig.mesh.rest[vertex].x) }
        #expect(way(1) > way(234) && way(1) > way(454))
    }

    @Test func nothingMovesAtTheEdgesNorAtTheShoulders() {
        var pose = HeadPose()
        (pose.yaw, pose.roll, pose.shiftRight) = (0.08, 0.04, 0.02)
        let rotation = HeadRotation(pose)
        for point in [Point(0, 300), Point(720, 300), Point(360, 0), Point(100, 715), Point(360, 719)] {
            let anchor = rig.field.anchor(at: point)
            #expect(rig.field.displacement(of: point, anchor, by: rotation).length < 0.1)
        }
    }

    @Test(arguments: [1, 7, 42, 1855, 99] as [UInt64]) func blinksAreAsOftenAsPeoplesUnevenAndComplete(seed: UInt64) {
        let closure = BlinkSchedule(frames: 60 * 25, framesPerSecond: 25, seed: seed).closure
        let peaks = closure.indices.filter { closure[$0] == 1 }
        #expect((8...30).contains(peaks.count))
        #expect(Set(zip(peaks, peaks.dropFirst()).map { $1 - $0 }).count > 3)
        let shut = closure.indices.dropFirst().dropLast().filter {
            closure[$0] > 0.3 && closure[$0] > closure[$0 - 1] && closure[$0] >= closure[$0 + 1]
        }
        #expect(shut.allSatisfy { closure[$0] == 1 })
    }

    @Test func noiseIsSmoothBoundedAndTheSameEveryTime() {
        let noise = SmoothNoise(seed: 3, stream: 1, knotSeconds: 1)
        let values = (0..<10_000).map { noise.value(atSeconds: Double($0) / 100) }
        #expect(values.allSatisfy { abs($0) < 4 })
        #expect(zip(values, values.dropFirst()).allSatisfy { abs($0 - $1) < 0.1 })
        #expect(values == (0..<10_000).map { noise.value(atSeconds: Double($0) / 100) })
        #expect(
            values
                != (0..<10_000).map {
                    SmoothNoise(seed: 4, stream: 1, knotSeconds: 1).value(atSeconds: Double($0) / 100)
                })
    }
}
