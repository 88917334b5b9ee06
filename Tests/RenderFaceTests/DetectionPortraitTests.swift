import Foundation
import RenderCodec
import RenderFace
import RenderInference
import RenderMedia
import Testing

/// These need the engine: without it they fail and say so.
@Suite struct DetectionPortraitTests {
    static func analyzer() throws -> PortraitAnalyzer {
        try PortraitAnalyzer(EngineFolder.locate(executable: "", environment: ProcessInfo.processInfo.environment))
    }

    /// A portrait of the examples, as wide as a frame.
    static func portrait() throws -> Image {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let path = root.appending(path: "examples/storytellers/scenes/botanist/portrait.jpg").path
        return try ImageDecoder.decode(path)
    }

    /// The portrait at two thirds on the left, whole on the right.
    static func twoFaces() throws -> Image {
        let portrait = try Self.portrait()
        let (width, height) = (portrait.width, portrait.height)
        let small = try ImageScaler.scaled(portrait, width: width * 2 / 3, height: height * 2 / 3)
        var both = Image(width: width * 2, height: height, pixels: [UInt8](repeating: 200, count: width * height * 6))
        for (image, left) in [(small, 0), (portrait, width)] {
            for y in 0..<image.height {
                let row = image.pixels[y * image.width * 3..<(y + 1) * image.width * 3]
                let at = (y * width * 2 + left) * 3
                both.pixels.replaceSubrange(at..<at + row.count, with: row)
            }
        }
        return both
    }

    static func distance(_ left: Point, _ right: Point) -> Float {
        let offset = left - right
        return (offset * offset).sum().squareRoot()
    }

    @Test func aPortraitHasEyesAboveAMouthAboveAChin() throws {
        let analysis = try Self.analyzer().analyse(Self.portrait())
        let points = analysis.landmarks.points
        #expect(analysis.landmarks.confidence > 0.9 && analysis.faceCount == 1)
        #expect(points[33].x < points[263].x)
        #expect(points[159].y < points[13].y && points[14].y < points[152].y)
        #expect(abs(analysis.landmarks.rollRadians) < 0.2 && abs(analysis.landmarks.yawRadians) < 0.4)
        let iris = analysis.landmarks.leftIris[0]
        #expect(points[33].x < iris.x && iris.x < points[133].x)
    }

    @Test func closedLipsAreClosed() throws {
        let points = try Self.analyzer().analyse(Self.portrait()).landmarks.points
        #expect(Self.distance(points[13], points[14]) < 0.03 * Self.distance(points[33], points[263]))
    }

    @Test func thePersonIsInTheMatteAndTheCornersAreNot() throws {
        let portrait = try Self.portrait()
        let analysis = try Self.analyzer().analyse(portrait)
        let matte = analysis.matte
        #expect(matte.width == portrait.width && matte.height == portrait.height)
        let nose = analysis.landmarks.points[1]
        #expect(matte.values[Int(nose.y) * matte.width + Int(nose.x)] > 0.95)
        #expect(matte.values[0] < 0.05)
        #expect(matte.values.allSatisfy { (0...1).contains($0) })
    }

    @Test func landmarksFollowAPictureThatIsScaledAndMoved() throws {
        let portrait = try Self.portrait()
        let half = try ImageScaler.scaled(portrait, width: portrait.width / 2, height: portrait.height / 2)
        let analyzer = try Self.analyzer()
        let whole = try analyzer.analyse(portrait).landmarks.points
        let small = try analyzer.analyse(half).landmarks.points
        let unit = Self.distance(whole[33], whole[263])
        for index in [13, 14, 33, 61, 133, 152, 159, 263, 291] {
            #expect(Self.distance(small[index] * 2, whole[index]) < 0.04 * unit, "landmark \(index)")
        }
    }

    @Test func theSamePictureGivesTheSameLandmarksAndMatte() throws {
        let portrait = try Self.portrait()
        let first = try Self.analyzer().analyse(portrait)
        let second = try Self.analyzer().analyse(portrait)
        #expect(first.landmarks == second.landmarks)
        #expect(first.matte.values == second.matte.values)
    }

    @Test func theLargestOfTwoFacesSpeaks() throws {
        let both = try Self.twoFaces()
        let analysis = try Self.analyzer().analyse(both)
        #expect(analysis.faceCount == 2)
        #expect(analysis.landmarks.points[1].x > Float(both.width) / 2)
    }

    @Test func whereThereIsNoFaceThatIsSaid() throws {
        let grey = Image(width: 300, height: 200, pixels: [UInt8](repeating: 120, count: 180_000))
        let analyzer = try Self.analyzer()
        #expect {
            _ = try analyzer.analyse(grey)
        } throws: { error in
            "\(error)" == "no face can be seen in it"
                && (error as? FaceError)?.hint
                    == "use a picture in which one person looks at the camera, or say with `face` where its eyes and its mouth are"
        }
    }

    /// A portrait, reduced, in a large grey picture, with its top left corner at (60, 100).
    static func farAway(_ portrait: Image, times: Int) throws -> Image {
        let (width, height) = (portrait.width, portrait.height)
        let small = try ImageScaler.scaled(portrait, width: width / times, height: height / times)
        let side = max(width, height) * 7 / 5
        var wide = Image(width: side, height: side, pixels: [UInt8](repeating: 150, count: side * side * 3))
        for y in 0..<small.height {
            let row = small.pixels[y * small.width * 3..<(y + 1) * small.width * 3]
            let at = ((y + 100) * side + 60) * 3
            wide.pixels.replaceSubrange(at..<at + row.count, with: row)
        }
        return wide
    }

    @Test(arguments: [2, 5]) func aFaceFarAwayIsFound(times: Int) throws {
        let portrait = try Self.portrait()
        let wide = try Self.farAway(portrait, times: times)
        let analyzer = try Self.analyzer()
        let near = try analyzer.analyse(portrait).landmarks.points[1] / Float(times) + Point(60, 100)
        do {
            let far = try analyzer.analyse(wide).landmarks.points[1]
            #expect(Self.distance(near, far) < 4)
        } catch FaceError.tooSmall(let width) {
            #expect(width < 48)
        }
    }

    /// The model's first look is then at a square that is turned by a quarter of a right angle.
    @Test func lipsAreSeenExactlyHoweverRoughlyTheFaceWasFound() throws {
        let portrait = try Self.portrait()
        let size = Point(Float(portrait.width), Float(portrait.height))
        let analyzer = try Self.analyzer()
        let found = try analyzer.analyse(portrait).landmarks
        let (left, right) = (found.leftIris[0], found.rightIris[0])
        let unit = Self.distance(left, right)
        let mouth = (found.points[13] + found.points[14]) / 2
        for aside in [-0.25, 0.25] as [Float] {
            let up = Point(0, aside * unit)
            let marked = FaceSelection.drawn(
                leftEye: (left + up) / size, rightEye: (right - up) / size, mouth: mouth / size)
            let seen = try analyzer.analyse(portrait, face: marked).landmarks.points
            for landmark in FaceTopology.upperInnerLip + FaceTopology.lowerInnerLip {
                #expect(Self.distance(found.points[landmark], seen[landmark]) < 0.006 * unit, "landmark \(landmark)")
            }
        }
    }

    @Test func aFaceOfFewPixelsIsTooSmall() throws {
        let portrait = try Self.portrait()
        let tiny = try ImageScaler.scaled(portrait, width: portrait.width / 8, height: portrait.height / 8)
        let analyzer = try Self.analyzer()
        #expect {
            _ = try analyzer.analyse(tiny)
        } throws: { error in
            if case .tooSmall(let width) = error as? FaceError { width < 48 } else { false }
        }
    }
}
