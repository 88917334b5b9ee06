import RenderMedia
import Testing

@testable import RenderFrames

@Suite("Filling triangles")
struct TriangleWalkTests {
    /// How often each pixel of a 64 x 64 plane is drawn.
    private func counts(_ triangles: [(Point, Point, Point)]) -> [Int] {
        var counts = [Int](repeating: 0, count: 64 * 64)
        for triangle in triangles {
            TriangleWalk(target: triangle, source: triangle, divisor: 1).forEachRow(width: 64, height: 64) {
                y, x, count, _ in
                for pixel in x..<x + count { counts[y * 64 + pixel] += 1 }
            }
        }
        return counts
    }

    @Test(arguments: 0..<40 as Range<UInt64>) func aFanHasNoCracksAndNoPixelTwice(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let centre = Point(Float(10 + 44 * random.unit()), Float(10 + 44 * random.unit()))
        let corners = [Point(0, 0), Point(Float(64 * random.unit()), 0), Point(64, 0), Point(64, 64), Point(0, 64)]
        let fan = corners.indices.map { (corners[$0], corners[($0 + 1) % corners.count], centre) }
        #expect(counts(fan).allSatisfy { $0 == 1 })
    }

    @Test func whatLiesOutsideIsNotDrawn() {
        #expect(counts([(Point(-900, -900), Point(-10, -5), Point(-3, -800))]).allSatisfy { $0 == 0 })
        #expect(counts([(Point(-500, -500), Point(900, -500), Point(32, 900))]).allSatisfy { $0 == 1 })
    }

    @Test func anUnmovedTriangleReadsItsOwnPixels() {
        let triangle = (Point(3, 4), Point(60, 9), Point(20, 61))
        TriangleWalk(target: triangle, source: triangle, divisor: 1).forEachRow(width: 64, height: 64) {
            y, x, _, line in
            #expect(abs(line.x - Int32(x) << 16) < 400 && abs(line.y - Int32(y) << 16) < 400)
            #expect(abs(line.stepX - 65536) < 40 && abs(line.stepY) < 40)
        }
    }
}
