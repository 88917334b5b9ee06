import RenderMedia
import Testing

@testable import RenderFace

@Suite struct DetectionMatteTests {
    @Test func theMeanAtABorderIsOfWhatIsInside() {
        let plane = Plane(width: 4, height: 3, values: (0..<12).map(Float.init))
        let mean = GuidedFilter.boxMean(plane, radius: 1)
        #expect(abs(mean.values[0] - (0 + 1 + 4 + 5) / 4) < 1e-5)
        #expect(abs(mean.values[5] - 5) < 1e-5)
        #expect(abs(mean.values[11] - (6 + 7 + 10 + 11) / 4) < 1e-5)
        let wide = GuidedFilter.boxMean(plane, radius: 9)
        #expect(wide.values.allSatisfy { abs($0 - 5.5) < 1e-5 })
    }

    @Test func theFilterMovesASoftEdgeToThePicturesEdge() {
        let (width, height) = (60, 20)
        var guide = Plane(width: width, height: height)
        var rough = guide
        for y in 0..<height {
            for x in 0..<width {
                guide.values[y * width + x] = x < 30 ? 0.1 : 0.9
                rough.values[y * width + x] = min(max((Float(x) - 24) / 12, 0), 1)
            }
        }
        let sharp = GuidedFilter.filtered(rough, guide: guide, radius: 6, smoothness: 1e-3)
        let row = sharp.values[600..<660].map { $0 }
        #expect(row[29] < 0.3 && row[30] > 0.7)
        #expect(row[10] < 0.01 && row[50] > 0.99)
    }

    @Test func stretchingKeepsRampsAndBorders() {
        let plane = Plane(width: 2, height: 1, values: [0, 1])
        let wide = plane.stretched(width: 4, height: 2)
        #expect(wide.values == [0, 0.25, 0.75, 1, 0, 0.25, 0.75, 1])
    }

    @Test func onlyWhatHangsTogetherWithTheFaceIsThePerson() {
        let plane = Plane(width: 5, height: 2, values: [1, 0.5, 0, 1, 1, 0, 0.2, 0, 0, 1])
        let person = plane.connected(to: Point(0.5, 0.2))
        #expect(person.values == [1, 0.5, 0, 0, 0, 0, 0.2, 0, 0, 0])
    }

    @Test func theFaceIsThePersonWhateverTheModelSays() {
        let plane = Plane(width: 4, height: 3, values: [0, 0, 0, 0.5, 0, 0, 0, 0, 0, 0, 0, 0])
        let raised = plane.raised(inside: [Point(1, 0.6), Point(3, 0.6), Point(3, 9), Point(1, 9)])
        #expect(raised.values == [0, 0, 0, 0.5, 0, 1, 1, 0, 0, 1, 1, 0])
        #expect(plane.raised(inside: [Point(-9, -9), Point(9, -9), Point(9, 9), Point(-9, 9)]).values.min() == 1)
    }

    @Test func squeezingGivesMeansOfWhatEachCellCovers() {
        let image = Image(width: 4, height: 1, pixels: [0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 255, 255])
        let values = image.squeezed(side: 2)
        #expect(values[0..<3] == [0.5, 0, 0])
        #expect(values[3..<6] == [0, 1, 0.5])
        #expect(values[6..<9] == [0.5, 0, 0])
    }
}
