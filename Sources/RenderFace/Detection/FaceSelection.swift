package import RenderMedia

/// Which face of a picture is to speak. Points are parts of the picture's width and height, 0…1.
package enum FaceSelection: Sendable, Equatable {
    case largest
    /// The one at a place.
    case at(Point)
    /// The one with its eyes and its mouth here, whether or not a model takes it for a face.
    case drawn(leftEye: Point, rightEye: Point, mouth: Point)
}

/// Eyes and mouth of a face in pixels of its picture, as somebody marked them.
struct MarkedFace: Equatable {
    let leftEye: Point
    let rightEye: Point
    let mouth: Point

    /// How far off a mark may be, in distances of the eyes.
    private static let carelessness: Float = 0.3

    private var eyes: Point { (leftEye + rightEye) / 2 }
    private var across: Point { rightEye - leftEye }
    private var eyeDistance: Float { (across * across).sum().squareRoot() }

    /// The face as a detector would have told it, which is where the landmark model begins to look: two and a half
    /// distances of the eyes wide, its middle a third of the way from the eyes to the mouth.
    var detected: DetectedFace {
        let centre = eyes + (mouth - eyes) / 3
        let half = Point(eyeDistance, eyeDistance) * 1.25
        return DetectedFace(
            box: Box(minimum: centre - half, maximum: centre + half),
            keyPoints: [leftEye, rightEye, centre, mouth, leftEye, rightEye], score: 1)
    }

    /// Whether landmarks are those of this face.
    func agrees(with landmarks: FaceLandmarks) -> Bool {
        let mouthMiddle = (landmarks.points[13] + landmarks.points[14]) / 2
        return [
            (landmarks.leftIris[0], leftEye), (landmarks.rightIris[0], rightEye), (mouthMiddle, mouth),
        ].allSatisfy { found, marked in
            let offset = found - marked
            return (offset * offset).sum().squareRoot() <= Self.carelessness * eyeDistance
        }
    }

    /// A usual face, moved, turned, and stretched so that its eyes and its mouth are here.
    var landmarks: FaceLandmarks {
        // The marks say where the picture of a point of the usual face is: two vectors and an origin.
        let usual = CanonicalFace.points
        let usualMouth = (usual[13] + usual[14]) / 2
        let down = (mouth - eyes - across * usualMouth.x) / usualMouth.y
        func place(_ point: Point) -> Point { eyes + across * point.x + down * point.y }
        let points = usual.map(place)
        let iris = FaceLandmarks.count
        return FaceLandmarks(
            points: Array(points[..<iris]), depths: CanonicalFace.depths.map { $0 * eyeDistance },
            leftIris: Array(points[iris..<iris + 5]), rightIris: Array(points[(iris + 5)...]), confidence: 1)
    }
}
