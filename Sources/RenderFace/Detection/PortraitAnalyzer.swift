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

    /// Finds the largest face and the person in `image`.
    ///
    /// Throws `.noFace`, `.tooSmall` or `.turnedAway` if the picture cannot be animated.
    package func analyse(_ image: Image) throws(FaceError) -> PortraitAnalysis {
        let faces = try faces(in: image)
        let largest = faces.dropFirst().reduce(faces[0]) { $0.box.area < $1.box.area ? $1 : $0 }
        try Self.check(largest)
        return PortraitAnalysis(
            landmarks: largest, matte: try matteEstimator.matte(of: image, around: largest),
            faceCount: faces.count)
    }

    /// The faces that the first look sees that sees any, confirmed by the landmark model; at least one.
    private func faces(in image: Image) throws(FaceError) -> [FaceLandmarks] {
        var likeliest: Float = 0
        for stage in FaceDetector.Stage.allCases {
            let seen = try detector.faces(in: image, at: stage)
            likeliest = max(likeliest, seen.likeliest)
            var faces: [FaceLandmarks] = []
            for face in seen.faces.prefix(Self.mostFaces) {
                let landmarks = try landmarkDetector.landmarks(of: face, in: image)
                if landmarks.confidence >= Self.leastConfidence { faces.append(landmarks) }
            }
            if !faces.isEmpty { return faces }
        }
        throw .noFace(likeliest: likeliest)
    }

    private static func check(_ face: FaceLandmarks) throws(FaceError) {
        let width = face.box.size.x
        guard width >= leastWidthPixels else { throw .tooSmall(widthPixels: Int(width)) }
        let degrees = abs(face.yawRadians) * 180 / .pi
        guard degrees <= mostYawDegrees else { throw .turnedAway(degrees: Int(degrees)) }
    }
}
