import Glibc
internal import RenderInference
internal import RenderMedia

/// Finds the landmarks of a face with MediaPipe's attention mesh, which sees lips and eyes more sharply than the plain
/// one: closed lips are closed.
final class LandmarkDetector {
    private let model: TensorModel

    private static let inputSide = 192
    /// How much larger the square that the model looks at is than the face.
    static let cropScale: Float = 1.5

    init(_ folder: EngineFolder, runtime: TensorRuntime) throws(InferenceError) {
        model = try TensorModel(.faceLandmarksWithAttention, in: folder, runtime: runtime)
    }

    /// The model looks again until the square that it looks at has settled, but no more often than this.
    private static let mostLooks = 6
    /// A square has settled if its middle moves by no more than this share of its side, its side changes by no more, and
    /// it turns by no more than so many radians.
    private static let settled: Float = 0.02
    /// How the squares of the last looks differ from the settled one: by a turn in radians and a factor of the side.
    private static let lastLooks: [(turn: Float, size: Float)] = [(0, 1), (-0.1, 1), (0.1, 1), (0, 0.9), (0, 1.1)]

    /// The landmarks of the face at `face`.
    ///
    /// A detector's square may be far larger than a small face, or turned: the model then sees a face only roughly, and
    /// with one look more still not exactly. Where it has settled, it looks a few times more, each time a little
    /// otherwise, and the mean counts: of one look, each landmark is off by a hundredth of the face or so, which is a
    /// good part of a lip.
    func landmarks(of face: DetectedFace, in image: Image) throws(FaceError) -> FaceLandmarks {
        var crop = face.landmarkCrop
        for _ in 1..<Self.mostLooks {
            let next = try look(at: image, in: crop).nextCrop
            let hasSettled = crop.isAlike(next, within: Self.settled)
            crop = next
            if hasSettled { break }
        }
        var looks: [FaceLandmarks] = []
        for last in Self.lastLooks {
            var varied = crop
            varied.angleRadians += last.turn
            varied.side *= last.size
            looks.append(try look(at: image, in: varied))
        }
        return FaceLandmarks(meanOf: looks)
    }

    private func look(at image: Image, in crop: Crop) throws(FaceError) -> FaceLandmarks {
        let input = image.sampled(crop, side: Self.inputSide, range: 0...1, beyond: .edge)
        let output: [[Float]]
        do throws(InferenceError) {
            output = try model.run(input)
        } catch {
            throw .inference(error)
        }
        let mesh = output[0]
        var points = (0..<FaceLandmarks.count).map { Self.point(mesh[$0 * 3], mesh[$0 * 3 + 1], in: crop) }
        for region in AttentionRegion.allCases {
            let refined = output[1 + region.rawValue]
            for (index, landmark) in region.landmarks.enumerated() {
                points[landmark] = Self.point(refined[index * 2], refined[index * 2 + 1], in: crop)
            }
        }
        let depthScale = crop.side / Float(Self.inputSide)
        return FaceLandmarks(
            points: points, depths: (0..<FaceLandmarks.count).map { mesh[$0 * 3 + 2] * depthScale },
            leftIris: Self.iris(output[4], in: crop), rightIris: Self.iris(output[5], in: crop),
            confidence: 1 / (1 + expf(-output[6][0])))
    }

    private static func iris(_ values: [Float], in crop: Crop) -> [Point] {
        (0..<5).map { point(values[$0 * 2], values[$0 * 2 + 1], in: crop) }
    }

    private static func point(_ x: Float, _ y: Float, in crop: Crop) -> Point {
        crop.point(Point(x, y) / Float(inputSide))
    }
}

extension FaceLandmarks {
    /// The square to look at for a better look at this face: what the model's training had.
    fileprivate var nextCrop: Crop {
        Crop(
            centre: box.centre, side: max(box.size.x, box.size.y) * LandmarkDetector.cropScale,
            angleRadians: rollRadians)
    }

    /// What several looks at one face see on average, with the confidence of the first. There must be one.
    fileprivate init(meanOf looks: [FaceLandmarks]) {
        func mean(_ points: (FaceLandmarks) -> [Point]) -> [Point] {
            let sums = looks.dropFirst().reduce(points(looks[0])) { zip($0, points($1)).map { $0 + $1 } }
            return sums.map { $0 / Float(looks.count) }
        }
        let depths = looks.dropFirst().reduce(looks[0].depths) { zip($0, $1.depths).map { $0 + $1 } }
        self.init(
            points: mean(\.points), depths: depths.map { $0 / Float(looks.count) }, leftIris: mean(\.leftIris),
            rightIris: mean(\.rightIris), confidence: looks[0].confidence)
    }

    /// The turn of a vector, clockwise in the picture, in radians.
    static func angle(_ vector: Point) -> Float { atan2f(vector.y, vector.x) }
}
