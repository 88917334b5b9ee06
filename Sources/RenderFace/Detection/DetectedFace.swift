internal import RenderMedia

/// A face as a detector sees it: where, and six points of it.
struct DetectedFace: Equatable {
    /// From the forehead to the chin, in pixels of the picture.
    var box: Box
    /// Left eye, right eye, tip of the nose, middle of the mouth, left ear, right ear; in pixels.
    var keyPoints: [Point]
    /// How sure the detector is, 0…1.
    var score: Float

    /// The square that the landmark model looks at first, upright with the eyes.
    var landmarkCrop: Crop {
        Crop(
            centre: box.centre, side: max(box.size.x, box.size.y) * LandmarkDetector.cropScale,
            angleRadians: FaceLandmarks.angle(keyPoints[1] - keyPoints[0]))
    }
}

extension [DetectedFace] {
    /// One face for each group that overlaps: the mean of the group's, weighted by their scores; surest first.
    ///
    /// Source: the blending of Bazarevsky et al., "BlazeFace" (2019), section 3.4.
    func blended(overlap: Float) -> [DetectedFace] {
        var rest = sorted { ($0.score, $1.box.minimum.x) > ($1.score, $0.box.minimum.x) }
        var faces: [DetectedFace] = []
        while let best = rest.first {
            let group = rest.filter { $0.box.overlap(with: best.box) > overlap }
            // The best one overlaps itself, unless its box is empty.
            rest = rest.dropFirst().filter { $0.box.overlap(with: best.box) <= overlap }
            faces.append(group.isEmpty ? best : group.weightedMean(score: best.score))
        }
        return faces
    }

    private func weightedMean(score: Float) -> DetectedFace {
        let total = reduce(0) { $0 + $1.score }
        func mean(_ part: (DetectedFace) -> Point) -> Point {
            reduce(Point.zero) { $0 + part($1) * $1.score } / total
        }
        return DetectedFace(
            box: Box(minimum: mean(\.box.minimum), maximum: mean(\.box.maximum)),
            keyPoints: (0..<6).map { index in mean { $0.keyPoints[index] } }, score: score)
    }
}

extension Box {
    /// The part of both boxes' area that they share, 0…1.
    func overlap(with other: Box) -> Float {
        let shared = Box(
            minimum: pointwiseMax(minimum, other.minimum), maximum: pointwiseMin(maximum, other.maximum)
        ).area
        let union = area + other.area - shared
        return union > 0 ? shared / union : 0
    }
}
