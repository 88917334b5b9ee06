import Glibc
internal import RenderInference
internal import RenderMedia

/// Finds faces in a picture with MediaPipe's two detectors: one for faces that fill a good part of the picture, and,
/// when that sees none, one for smaller ones.
final class FaceDetector {
    private let folder: EngineFolder
    private let runtime: TensorRuntime
    private let shortRange: TensorModel

    /// Boxes that share more than this part are one face.
    private static let sameFaceOverlap: Float = 0.3

    init(_ folder: EngineFolder, runtime: TensorRuntime) throws(InferenceError) {
        self.folder = folder
        self.runtime = runtime
        shortRange = try TensorModel(.faceDetectionShortRange, in: folder, runtime: runtime)
    }

    /// The faces of a picture, largest first. Throws `.noFace` if there is none.
    func faces(in image: Image) throws(FaceError) -> [DetectedFace] {
        let near = try Self.look(at: image, with: shortRange, .shortRange)
        if !near.faces.isEmpty { return near.faces }
        let far = try Self.look(at: image, with: fullRange(), .fullRange)
        guard !far.faces.isEmpty else { throw .noFace(likeliest: max(near.likeliest, far.likeliest)) }
        return far.faces
    }

    private func fullRange() throws(FaceError) -> TensorModel {
        do throws(InferenceError) {
            return try TensorModel(.faceDetectionFullRange, in: folder, runtime: runtime)
        } catch {
            throw .inference(error)
        }
    }

    private static func look(
        at image: Image, with model: TensorModel, _ layout: DetectorLayout
    ) throws(FaceError) -> (faces: [DetectedFace], likeliest: Float) {
        let (width, height) = (Float(image.width), Float(image.height))
        let crop = Crop(centre: Point(width / 2, height / 2), side: max(width, height))
        let input = image.sampled(crop, side: layout.inputSide, range: -1...1, beyond: .black)
        let output: [[Float]]
        do throws(InferenceError) {
            output = try model.run(input)
        } catch {
            throw .inference(error)
        }
        let scores = output[1].map { 1 / (1 + expf(-max(min($0, 100), -100))) }
        let faces = layout.anchors.indices.filter { scores[$0] >= layout.leastScore }.map { index in
            layout.face(output[0][index * 16..<index * 16 + 16], at: index, score: scores[index], in: crop)
        }
        let largestFirst = faces.blended(overlap: sameFaceOverlap).sorted { $0.box.area > $1.box.area }
        return (largestFirst, scores.max() ?? 0)
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
    let leastScore: Float

    static let shortRange = DetectorLayout(
        inputSide: 128, grids: [(cells: 16, anchors: 2), (cells: 8, anchors: 6)], leastScore: 0.5)
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
