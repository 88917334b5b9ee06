package import RenderMedia

/// The face's own axes in a picture: everything about expressions is said in these, so that a tilted or a small face
/// moves like an upright or a large one.
package struct FaceFrame: Sendable, Equatable {
    /// Middle of the line between the corners of the mouth, in pixels.
    package let mouthCentre: Point
    /// Middle of the face's outline, in pixels.
    package let faceCentre: Point
    /// Unit vector from the picture's left eye to its right one.
    package let right: Point
    /// Unit vector from the eyes to the chin.
    package let down: Point
    /// Distance between the middles of the eyes, in pixels: the unit in which expressions are measured (IOD).
    package let unit: Float
    /// Distance between the inner corners of the mouth, in pixels.
    package let mouthWidth: Float

    /// `landmarks` are the mesh's 468 points in pixels.
    package init(landmarks: [Point]) {
        precondition(landmarks.count == FaceTopology.landmarkCount, "a face has 468 landmarks")
        let left = FaceTopology.leftEye
        let right = FaceTopology.rightEye
        let leftMiddle = (landmarks[left.outerCorner] + landmarks[left.innerCorner]) / 2
        let rightMiddle = (landmarks[right.outerCorner] + landmarks[right.innerCorner]) / 2
        let across = rightMiddle - leftMiddle
        unit = max(across.length, 1)
        let axis = across / unit
        self.right = axis
        down = Point(-axis.y, axis.x)
        let leftCorner = landmarks[FaceTopology.upperInnerLip[0]]
        let rightCorner = landmarks[FaceTopology.upperInnerLip[10]]
        mouthCentre = (leftCorner + rightCorner) / 2
        mouthWidth = max((rightCorner - leftCorner).length, unit * 0.2)
        let outline = FaceTopology.oval.map { landmarks[$0] }
        faceCentre = outline.reduce(Point.zero, +) / Float(outline.count)
    }

    /// A displacement in the picture, of `across` and `along` units to the face's right and down.
    package func displacement(right across: Float, down along: Float) -> Point {
        right * (across * unit) + down * (along * unit)
    }

    /// Where `point` is, in units from `origin`: x to the face's right, y down.
    package func local(_ point: Point, from origin: Point) -> SIMD2<Float> {
        let offset = point - origin
        return SIMD2(offset.dot(right), offset.dot(down)) / unit
    }
}

extension SIMD2<Float> {
    package func dot(_ other: Self) -> Float { (self * other).sum() }
    package var length: Float { dot(self).squareRoot() }
}
