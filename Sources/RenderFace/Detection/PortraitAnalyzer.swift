package import RenderInference
package import RenderMedia

/// What is known of a portrait: the face that will speak, and which pixels are the person.
package struct PortraitAnalysis: Sendable {
    package let landmarks: FaceLandmarks
    /// How much of each pixel is the person, 0…1; of the picture's size.
    package let matte: Plane
    /// Faces in the picture; the largest one is the speaker.
    package let faceCount: Int
}

/// Looks at portraits with the engine's models. Loading takes some 100 ms, so keep it; used by one thread at a time.
package final class PortraitAnalyzer {
    private let detector: FaceDetector
    private let landmarkDetector: LandmarkDetector
    private let matteEstimator: MatteEstimator

    /// What the landmark model must be sure of to call something a face. MediaPipe has 0.5; drawn and photographed
    /// faces got over 0.9 here, a chart of colours 0.68, a worn coin 0.75.
    private static let leastConfidence: Float = 0.8
    /// No more than these, the surest, are looked at closely.
    private static let mostFaces = 16
    /// A face narrower than this has no lips to speak of.
    private static let leastWidthPixels: Float = 48
    /// Beyond this the far side of the face is hidden, and cannot be animated.
    private static let mostYawDegrees: Float = 50

    /// Loads the models of an engine folder. Throws `.missing`, `.altered` or `.unusable`.
    package init(_ folder: EngineFolder) throws(InferenceError) {
        let runtime = try TensorRuntime(folder)
        detector = try FaceDetector(folder, runtime: runtime)
        landmarkDetector = try LandmarkDetector(folder, runtime: runtime)
        matteEstimator = try MatteEstimator(folder, runtime: runtime)
    }

    /// Finds the face that is selected, and its person, in `image`.
    ///
    /// Throws `.noFace`, `.elsewhere`, `.tooSmall` or `.turnedAway` if the picture cannot be animated.
    package func analyse(_ image: Image, face selection: FaceSelection = .largest) throws(FaceError) -> PortraitAnalysis
    {
        let size = Point(Float(image.width), Float(image.height))
        let face: FaceLandmarks
        var count = 1
        switch selection {
        case .largest:
            let faces = try faces(in: image)
            face = faces.dropFirst().reduce(faces[0]) { $0.box.area < $1.box.area ? $1 : $0 }
            count = faces.count
        case .at(let place): face = try self.face(at: place * size, in: image)
        case .drawn(let left, let right, let mouth):
            let marked = MarkedFace(leftEye: left * size, rightEye: right * size, mouth: mouth * size)
            face = try self.face(marked, in: image)
        }
        try Self.check(face)
        return PortraitAnalysis(
            landmarks: face, matte: try matteEstimator.matte(of: image, around: face), faceCount: count)
    }

    /// The largest face of a picture, nil if none can be seen. Throws `InferenceError`.
    package func largestFace(in image: Image) throws(InferenceError) -> FaceLandmarks? {
        do throws(FaceError) {
            let faces = try faces(in: image)
            return faces.dropFirst().reduce(faces[0]) { $0.box.area < $1.box.area ? $1 : $0 }
        } catch .inference(let cause) { throw cause } catch { return nil }
    }

    /// The face at a place, in pixels. A look that sees other faces alone is followed by a closer one.
    private func face(at place: Point, in image: Image) throws(FaceError) -> FaceLandmarks {
        var others: [Point] = []
        var likeliest: Float = 0
        for stage in FaceDetector.Stage.allCases {
            let (faces, best) = try faces(in: image, at: stage)
            likeliest = max(likeliest, best)
            if let found = faces.first(where: { $0.box.contains(place) }) { return found }
            if others.isEmpty { others = faces.map(\.box.centre) }
        }
        guard !others.isEmpty else { throw .noFace(likeliest: likeliest) }
        let size = Point(Float(image.width), Float(image.height))
        throw .elsewhere(others.map { ($0 / size * 100).rounded(.toNearestOrAwayFromZero) / 100 })
    }

    /// The landmarks of a face that somebody marked: the model's, if it sees that very face; else a usual face's.
    private func face(_ marked: MarkedFace, in image: Image) throws(FaceError) -> FaceLandmarks {
        let found = try landmarkDetector.landmarks(of: marked.detected, in: image)
        return found.confidence >= Self.leastConfidence && marked.agrees(with: found) ? found : marked.landmarks
    }

    /// The faces that the first look sees that sees any, confirmed by the landmark model; at least one.
    private func faces(in image: Image) throws(FaceError) -> [FaceLandmarks] {
        var likeliest: Float = 0
        for stage in FaceDetector.Stage.allCases {
            let (faces, best) = try faces(in: image, at: stage)
            likeliest = max(likeliest, best)
            if !faces.isEmpty { return faces }
        }
        throw .noFace(likeliest: likeliest)
    }

    /// The faces that one look sees, confirmed by the landmark model, and the best score of any place.
    private func faces(
        in image: Image, at stage: FaceDetector.Stage
    ) throws(FaceError) -> (faces: [FaceLandmarks], likeliest: Float) {
        let seen = try detector.faces(in: image, at: stage)
        var faces: [FaceLandmarks] = []
        for face in seen.faces.prefix(Self.mostFaces) {
            let landmarks = try landmarkDetector.landmarks(of: face, in: image)
            if landmarks.confidence >= Self.leastConfidence { faces.append(landmarks) }
        }
        return (faces, seen.likeliest)
    }

    private static func check(_ face: FaceLandmarks) throws(FaceError) {
        let width = face.box.size.x
        guard width >= leastWidthPixels else { throw .tooSmall(widthPixels: Int(width)) }
        let degrees = abs(face.yawRadians) * 180 / .pi
        guard degrees <= mostYawDegrees else { throw .turnedAway(degrees: Int(degrees)) }
    }
}
