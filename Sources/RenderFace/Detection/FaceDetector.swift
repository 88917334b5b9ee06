import Glibc
internal import RenderInference
internal import RenderMedia

/// Finds faces in a picture with MediaPipe's two detectors.
final class FaceDetector {
    /// Ways of looking, to be tried one after the other: what comes later sees smaller faces and takes longer.
    enum Stage: CaseIterable {
        /// For faces that fill a good part of the picture.
        case near
        /// For smaller ones.
        case far
        /// As near, at each part of the picture that is half, and a quarter, of its longer side.
        case halves, quarters
    }

    private let shortRange: TensorModel
    private let fullRange: TensorModel

    /// Boxes that share more than this part are one face.
    private static let sameFaceOverlap: Float = 0.3

    init(_ folder: EngineFolder, runtime: TensorRuntime) throws(InferenceError) {
        shortRange = try TensorModel(.faceDetectionShortRange, in: folder, runtime: runtime)
        fullRange = try TensorModel(.faceDetectionFullRange, in: folder, runtime: runtime)
    }

    /// The faces that a look at a picture finds, surest first, and the best score of any place, 0…1.
    func faces(in image: Image, at stage: Stage) throws(FaceError) -> (faces: [DetectedFace], likeliest: Float) {
        let whole = Crop.whole(of: image)
        return switch stage {
        case .near: try Self.look(at: image, in: [whole], with: shortRange, .shortRange)
        case .far: try Self.look(at: image, in: [whole], with: fullRange, .fullRange)
        case .halves: try Self.look(at: image, in: whole.parts(2, of: image), with: shortRange, .shortRangeOfPart)
        case .quarters: try Self.look(at: image, in: whole.parts(4, of: image), with: shortRange, .shortRangeOfPart)
        }
    }

    private static func look(
        at image: Image, in crops: [Crop], with model: TensorModel, _ layout: DetectorLayout
    ) throws(FaceError) -> (faces: [DetectedFace], likeliest: Float) {
        var faces: [DetectedFace] = []
        var likeliest: Float = 0
        for crop in crops {
            let input = image.sampled(crop, side: layout.inputSide, range: -1...1, beyond: .black)
            let output: [[Float]]
            do throws(InferenceError) {
                output = try model.run(input)
            } catch {
                throw .inference(error)
            }
            let scores = output[1].map { 1 / (1 + expf(-max(min($0, 100), -100))) }
            likeliest = max(likeliest, scores.max() ?? 0)
            faces += layout.anchors.indices.filter { scores[$0] >= layout.leastScore }.map { index in
                layout.face(output[0][index * 16..<index * 16 + 16], at: index, score: scores[index], in: crop)
            }
        }
        return (faces.blended(overlap: sameFaceOverlap), likeliest)
    }
}

extension Crop {
    /// The square round the whole picture.
    static func whole(of image: Image) -> Crop {
        let size = Point(Float(image.width), Float(image.height))
        return Crop(centre: size / 2, side: max(size.x, size.y))
    }

    /// Upright squares of this one's side divided by `count`, each half over the next, that cover the picture.
    func parts(_ count: Int, of image: Image) -> [Crop] {
        let side = side / Float(count)
        func centres(_ length: Float) -> [Float] {
            let steps = max(Int((length * 2 / side).rounded(.up)) - 1, 1)
            if steps == 1 { return [length / 2] }
            return (0..<steps).map { side / 2 + (length - side) * Float($0) / Float(steps - 1) }
        }
        return centres(Float(image.height)).flatMap { y in
            centres(Float(image.width)).map { x in Crop(centre: Point(x, y), side: side) }
        }
    }
}

/// How a detector's numbers are to be read.
///
/// Source: MediaPipe 0.10.21, `modules/face_detection/face_detection_short_range.pbtxt` and
/// `face_detection_full_range_sparse.pbtxt` (Apache-2.0): strides, anchors a cell, least scores.
struct DetectorLayout {
    /// Side of the model's square input.
    let inputSide: Int
    /// Centres of the anchors, 0…1, in the order of the model's answers.
    let anchors: [Point]
    /// What scores less is no face.
    private(set) var leastScore: Float

    static let shortRange = DetectorLayout(
        inputSide: 128, grids: [(cells: 16, anchors: 2), (cells: 8, anchors: 6)], leastScore: 0.5)
    /// Of a part of the picture: so many more places are looked at that more of them look like faces by chance.
    static let shortRangeOfPart = {
        var layout = shortRange
        layout.leastScore = 0.75
        return layout
    }()
    static let fullRange = DetectorLayout(inputSide: 192, grids: [(cells: 48, anchors: 1)], leastScore: 0.6)

    private init(inputSide: Int, grids: [(cells: Int, anchors: Int)], leastScore: Float) {
        self.inputSide = inputSide
        self.leastScore = leastScore
        anchors = grids.flatMap { grid in
            (0..<grid.cells * grid.cells * grid.anchors).map { index in
                let cell = index / grid.anchors
                return (Point(Float(cell % grid.cells), Float(cell / grid.cells)) + 0.5) / Float(grid.cells)
            }
        }
    }

    /// The face of one anchor: its box's centre and size, then six points, in cells of the input, from the anchor.
    func face(_ numbers: ArraySlice<Float>, at anchor: Int, score: Float, in crop: Crop) -> DetectedFace {
        let pairs = (0..<8).map { pair in
            Point(numbers[numbers.startIndex + pair * 2], numbers[numbers.startIndex + pair * 2 + 1]) / Float(inputSide)
        }
        let centre = anchors[anchor] + pairs[0]
        return DetectedFace(
            box: Box(minimum: crop.point(centre - pairs[1] / 2), maximum: crop.point(centre + pairs[1] / 2)),
            keyPoints: pairs[2...].map { crop.point(anchors[anchor] + $0) }, score: score)
    }
}
