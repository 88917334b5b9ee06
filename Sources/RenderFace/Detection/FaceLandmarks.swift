package import RenderMedia

/// Where the parts of a face are in a picture.
///
/// The numbering of the points is MediaPipe's face mesh. "Left" and "right" are the picture's.
package struct FaceLandmarks: Sendable, Equatable {
    /// How many points there are without the irises.
    package static let count = 468

    /// The points of the face, in pixels; `count` of them.
    package let points: [Point]
    /// How far each point is behind the face's middle, in pixels; towards the viewer is negative. Rough.
    package let depths: [Float]
    /// Centre of the iris and four points of its rim (outer or inner side, top, the other side, bottom), in pixels.
    package let leftIris: [Point]
    package let rightIris: [Point]
    /// How sure the model is that this is a face, 0…1.
    package let confidence: Float

    package init(points: [Point], depths: [Float], leftIris: [Point], rightIris: [Point], confidence: Float) {
        precondition(points.count == Self.count && depths.count == Self.count, "a face has 468 landmarks")
        precondition(leftIris.count == 5 && rightIris.count == 5, "an iris has 5 points")
        self.points = points
        self.depths = depths
        self.leftIris = leftIris
        self.rightIris = rightIris
        self.confidence = confidence
    }

    /// The smallest upright box that holds every point.
    package var box: Box {
        points.dropFirst().reduce(Box(minimum: points[0], maximum: points[0])) { box, point in
            Box(minimum: pointwiseMin(box.minimum, point), maximum: pointwiseMax(box.maximum, point))
        }
    }

    /// The face's outline, drawn smaller about its middle by `share`, 0…1; in pixels.
    func innerOutline(_ share: Float) -> [Point] {
        let outline = FaceTopology.oval.map { points[$0] }
        let middle = outline.reduce(Point.zero, +) / Float(outline.count)
        return outline.map { middle + ($0 - middle) * share }
    }

    /// How far the head leans to its side, in radians: the turn of the line through the outer corners of the eyes,
    /// clockwise in the picture.
    package var rollRadians: Float { Self.angle(points[Self.rightEyeCorner] - points[Self.leftEyeCorner]) }

    /// How far the head is turned to a side, in radians, from the depths of the cheeks: 0 looks at the viewer, positive
    /// to the picture's right. Rough: good to tell a profile.
    package var yawRadians: Float {
        let across = points[Self.rightCheek] - points[Self.leftCheek]
        let width = (across * across).sum().squareRoot()
        return Self.angle(Point(width, depths[Self.rightCheek] - depths[Self.leftCheek]))
    }

    /// Outer corners of the eyes.
    static let leftEyeCorner = 33
    static let rightEyeCorner = 263
    /// Where the face's outline meets the ears.
    private static let leftCheek = 234
    private static let rightCheek = 454
}
