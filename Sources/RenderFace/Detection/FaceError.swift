package import RenderInference

/// Why no face could be taken from a picture.
package enum FaceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no face. The likeliest place for one got this score, 0…1.
    case noFace(likeliest: Float)
    /// The face has fewer pixels between its sides than can be animated.
    case tooSmall(widthPixels: Int)
    /// The face looks too far to a side; degrees, 0 is straight at the viewer.
    case turnedAway(degrees: Int)
    /// The engine failed.
    case inference(InferenceError)

    /// What is wrong with the picture in the user's words: lower case, no final stop.
    package var description: String {
        switch self {
        case .noFace(let likeliest) where likeliest < 0.5: "no face can be seen in it"
        case .noFace: "no face can be seen clearly in it"
        case .tooSmall(let width): "the face in it is only \(width) pixels wide"
        case .turnedAway(let degrees): "the face in it is turned \(degrees) degrees away"
        case .inference(let error): error.description
        }
    }

    /// One thing to do.
    package var hint: String? {
        switch self {
        case .noFace: "use a picture in which one person looks at the camera"
        case .tooSmall: "use a larger picture, or cut it closer to the face"
        case .turnedAway: "use a picture in which the person looks at the camera"
        case .inference(let error): error.hint
        }
    }
}
