package import RenderInference
package import RenderMedia

/// Why no face could be taken from a picture.
package enum FaceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no face. The likeliest place for one got this score, 0…1.
    case noFace(likeliest: Float)
    /// There is none at the place that was named; those that there are have their middles here, in parts of the picture's
    /// width and height.
    case elsewhere([Point])
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
        case .elsewhere(let faces):
            "no face is at the place that `face` names; there "
                + (faces.count == 1 ? "is one" : "are \(faces.count)") + " at "
                + faces.prefix(4).map { "[\($0.x), \($0.y)]" }.joined(separator: " and ")
        case .tooSmall(let width): "the face in it is only \(width) pixels wide"
        case .turnedAway(let degrees): "the face in it is turned \(degrees) degrees away"
        case .inference(let error): error.description
        }
    }

    /// One thing to do.
    package var hint: String? {
        switch self {
        case .noFace:
            "use a picture in which one person looks at the camera, or say with `face` where its eyes and its mouth are"
        case .elsewhere: "name one of these places, or say with `face` where its eyes and its mouth are"
        case .tooSmall: "use a larger picture, or cut it closer to the face"
        case .turnedAway: "use a picture in which the person looks at the camera"
        case .inference(let error): error.hint
        }
    }
}
