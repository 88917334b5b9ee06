package import RenderMedia

/// The face's own axes in a picture: everything about expressions is said in these, so that a tilted, a small or a turned
/// face moves like an upright, a large or a frontal one.
///
/// A face that looks aside is foreshortened: what lies across it is narrower in the picture, what lies along it is not.
package struct FaceFrame: Sendable, Equatable {
    /// Middle of the line between the corners of the mouth, in pixels.
    package let mouthCentre: Point
    /// Where the face's middle crosses the mouth, in pixels: in a turned face nearer to the far corner.
    package let lipMiddle: Point
    /// Middle of the face's outline, in pixels.
    package let faceCentre: Point
    /// Unit vector from the picture's left eye to its right one.
    package let right: Point
    /// Unit vector from the eyes to the chin. At a right angle to the other in a frontal face alone.
    package let down: Point
    /// Distance between the middles of the eyes, in pixels, as it is or would be seen from the front: the unit in which
    /// expressions are measured (IOD).
    package let unit: Float
    /// The same distance as the picture has it.
    package let across: Float
    /// Sine of the angle that the face is turned to the picture's right.
    package let turn: Float
    /// Distance between the inner corners of the mouth, in pixels.
    package let mouthWidth: Float

    /// Least part of the mouth's width on either side of its middle.
    private static let leastHalf: Float = 0.2
    /// How far, in units, the middle of the lips stands out before the corners of the mouth.
    private static let lipsRelief: Float = 0.33

    /// `landmarks` are the mesh's 468 points in pixels.
    package init(landmarks: [Point]) {
        self.init(landmarks: landmarks, view: FaceView(landmarks: landmarks))
    }

    init(landmarks: [Point], view: FaceView) {
        precondition(landmarks.count == FaceTopology.landmarkCount, "a face has 468 landmarks")
        let left = FaceTopology.leftEye
        let right = FaceTopology.rightEye
        let leftMiddle = (landmarks[left.outerCorner] + landmarks[left.innerCorner]) / 2
        let rightMiddle = (landmarks[right.outerCorner] + landmarks[right.innerCorner]) / 2
        let eyes = rightMiddle - leftMiddle
        across = max(eyes.length, 1)
        let axis = eyes / across
        self.right = axis
        let plumb = Point(-axis.y, axis.x)
        // A face that is hardly one, as a test's or a drawing's, may fit no camera.
        let isUpright = view.down.dot(plumb) > 0.8 * view.down.length
        down = isUpright ? view.down / view.down.length : plumb
        turn = isUpright ? view.turn : 0
        unit = across / (1 - turn * turn).squareRoot()
        let leftCorner = landmarks[FaceTopology.upperInnerLip[0]]
        let rightCorner = landmarks[FaceTopology.upperInnerLip[10]]
        let mouth = rightCorner - leftCorner
        mouthCentre = (leftCorner + rightCorner) / 2
        mouthWidth = max(mouth.length, unit * 0.2)
        // The landmarks in the middle of the lips are rough in beards and paintings: the mean of what they say and of
        // where the middle of a usual mouth is when turned so far.
        let middles = FaceTopology.lipMiddles.map { (landmarks[$0] - leftCorner).dot(mouth) / max(mouth.dot(mouth), 1) }
        let seen = middles.reduce(0, +) / Float(middles.count)
        let usual = 0.5 + turn * Self.lipsRelief * unit / mouthWidth
        lipMiddle = leftCorner + mouth * min(max((seen + usual) / 2, Self.leastHalf), 1 - Self.leastHalf)
        let outline = FaceTopology.oval.map { landmarks[$0] }
        faceCentre = outline.reduce(Point.zero, +) / Float(outline.count)
    }

    /// A displacement in the picture, of `across` and `along` units to the face's right and down.
    package func displacement(right aside: Float, down along: Float) -> Point {
        right * (aside * across) + down * (along * unit)
    }

    /// Where `point` is, in units from `origin`: x to the face's right, y down.
    package func local(_ point: Point, from origin: Point) -> SIMD2<Float> {
        let offset = point - origin
        let determinant = right.x * down.y - right.y * down.x
        let aside = (offset.x * down.y - offset.y * down.x) / determinant
        let along = (right.x * offset.y - right.y * offset.x) / determinant
        return SIMD2(aside / across, along / unit)
    }

    /// Where `point` is in the picture's plane, in units from `origin`: y along the face, x at a right angle to it, not
    /// foreshortened. Hair, neck and shoulders do not turn with the face as a plane.
    package func upright(_ point: Point, from origin: Point) -> SIMD2<Float> {
        let offset = point - origin
        return SIMD2(offset.x * down.y - offset.y * down.x, offset.dot(down)) / unit
    }

    /// How far, in units, a vertex lies to the right of the middle of the mouth.
    package func aside(_ point: Point) -> Float { local(point, from: lipMiddle).x }

    /// How wide each half of the mouth is in the picture, in units: from its middle to its inner corners.
    package var halfMouth: (left: Float, right: Float) {
        let whole = mouthWidth / across
        let half = aside(mouthCentre)
        return (max(whole / 2 - half, 0.15 * whole), max(whole / 2 + half, 0.15 * whole))
    }
}

extension SIMD2<Float> {
    package func dot(_ other: Self) -> Float { (self * other).sum() }
    package var length: Float { dot(self).squareRoot() }
}
