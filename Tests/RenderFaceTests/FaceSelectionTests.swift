import RenderCodec
import RenderMedia
import Testing

@testable import RenderFace

/// Which face of a picture speaks. These need the engine.
@Suite struct FaceSelectionTests {
    @Test func theFaceAtAPlaceSpeaksThoughAnotherIsLarger() throws {
        let both = try DetectionPortraitTests.twoFaces()
        let analyzer = try DetectionPortraitTests.analyzer()
        let size = Point(Float(both.width), Float(both.height))
        let large = try analyzer.analyse(both).landmarks
        let small = try analyzer.analyse(both, face: .at(Point(1.0 / 6, 0.33))).landmarks
        #expect(small.points[1].x < size.x / 2 && large.points[1].x > size.x / 2)
        #expect(abs(small.box.size.x / large.box.size.x - 2.0 / 3) < 0.05)
    }

    @Test func whereNoFaceIsTheOthersAreNamed() throws {
        let both = try DetectionPortraitTests.twoFaces()
        let analyzer = try DetectionPortraitTests.analyzer()
        #expect { _ = try analyzer.analyse(both, face: .at(Point(0.01, 0.99))) } throws: { error in
            guard case .elsewhere(let faces)? = error as? FaceError else { return false }
            return faces.count == 2
                && "\(error)".hasPrefix("no face is at the place that `face` names; there are 2 at [0.")
        }
    }

    @Test func aRealFaceThatIsMarkedRoughlyHasItsOwnLandmarks() throws {
        let portrait = try DetectionPortraitTests.portrait()
        let analyzer = try DetectionPortraitTests.analyzer()
        let size = Point(Float(portrait.width), Float(portrait.height))
        let found = try analyzer.analyse(portrait).landmarks
        let mouth = (found.points[13] + found.points[14]) / 2
        let careless = Point(6, -5)
        let marked = try analyzer.analyse(
            portrait,
            face: .drawn(
                leftEye: (found.leftIris[0] + careless) / size, rightEye: (found.rightIris[0] - careless) / size,
                mouth: (mouth + careless) / size)
        ).landmarks
        let unit = DetectionPortraitTests.distance(found.leftIris[0], found.rightIris[0])
        for index in [13, 14, 33, 61, 152, 263, 291] {
            #expect(DetectionPortraitTests.distance(found.points[index], marked.points[index]) < 0.05 * unit)
        }
    }

    @Test func whatIsNoFaceToTheModelsIsLaidOutAsItWasMarked() throws {
        let grey = Image(width: 400, height: 300, pixels: [UInt8](repeating: 120, count: 360_000))
        let analysis = try DetectionPortraitTests.analyzer().analyse(
            grey, face: .drawn(leftEye: Point(0.4, 0.4), rightEye: Point(0.6, 0.45), mouth: Point(0.5, 0.75)))
        let landmarks = analysis.landmarks
        #expect(DetectionPortraitTests.distance(landmarks.leftIris[0], Point(160, 120)) < 0.5)
        #expect(DetectionPortraitTests.distance(landmarks.rightIris[0], Point(240, 135)) < 0.5)
        let mouth = (landmarks.points[13] + landmarks.points[14]) / 2
        #expect(DetectionPortraitTests.distance(mouth, Point(200, 225)) < 1)
        // The chin is below the mouth, the cheeks are beside it, nothing is turned inside out.
        #expect(landmarks.points[152].y > landmarks.points[14].y)
        #expect(landmarks.points[234].x < landmarks.points[61].x && landmarks.points[291].x < landmarks.points[454].x)
        #expect(analysis.matte.values.allSatisfy { (0...1).contains($0) })
    }

    @Test func theUsualFaceLooksStraightAhead() {
        let points = CanonicalFace.points
        #expect(points.count == FaceLandmarks.count + 10 && CanonicalFace.depths.count == FaceLandmarks.count)
        #expect(DetectionPortraitTests.distance(points[468], Point(-0.5, 0)) < 0.005)
        #expect(DetectionPortraitTests.distance(points[473], Point(0.5, 0)) < 0.005)
        for (left, right) in [(33, 263), (61, 291), (234, 454), (133, 362)] {
            #expect(abs(points[left].x + points[right].x) < 0.03 && abs(points[left].y - points[right].y) < 0.03)
        }
    }
}
