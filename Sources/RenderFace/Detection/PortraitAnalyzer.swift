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

    /// What the landmark model must be sure of to call something a face, as MediaPipe has it.
    private static let leastConfidence: Float = 0.5
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
        let faces = try detector.faces(in: image)
        let landmarks = try speaker(of: faces, in: image)
        return PortraitAnalysis(
            landmarks: landmarks, matte: try matteEstimator.matte(of: image, around: landmarks.box),
            faceCount: faces.count)
    }

    /// The landmarks of the largest of `faces` that the landmark model takes for a face as well.
    private func speaker(of faces: [DetectedFace], in image: Image) throws(FaceError) -> FaceLandmarks {
        var likeliest: Float = 0
        for face in faces {
            let landmarks = try landmarkDetector.landmarks(of: face, in: image)
            likeliest = max(likeliest, landmarks.confidence)
            guard landmarks.confidence >= Self.leastConfidence else { continue }
            let width = landmarks.box.size.x
            guard width >= Self.leastWidthPixels else { throw .tooSmall(widthPixels: Int(width)) }
            let degrees = abs(landmarks.yawRadians) * 180 / .pi
            guard degrees <= Self.mostYawDegrees else { throw .turnedAway(degrees: Int(degrees)) }
            return landmarks
        }
        throw .noFace(likeliest: likeliest)
    }
}
