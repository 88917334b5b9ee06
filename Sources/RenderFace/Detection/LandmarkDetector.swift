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

    /// The landmarks of the face at `face`.
    ///
    /// The model looks twice: the second time at a square laid round what it found the first time, which is what its
    /// training had, and more exact than the detector's.
    func landmarks(of face: DetectedFace, in image: Image) throws(FaceError) -> FaceLandmarks {
        let first = try look(at: image, in: face.landmarkCrop)
        let box = first.box
        return try look(
            at: image,
            in: Crop(
                centre: box.centre, side: max(box.size.x, box.size.y) * Self.cropScale, angleRadians: first.rollRadians)
        )
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
    /// The turn of a vector, clockwise in the picture, in radians.
    static func angle(_ vector: Point) -> Float { atan2f(vector.y, vector.x) }
}
