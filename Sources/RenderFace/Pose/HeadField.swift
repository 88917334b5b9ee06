import Glibc
package import RenderMedia

/// How a turn of the head moves each place of the picture.
///
/// The head is taken for an ellipsoid in front of a pivot below the chin and is turned in three dimensions. The weight of
/// the turn is 1 over the head, and falls to 0 at the shoulders, far to the sides, and at the picture's edges, so that
/// nothing tears and no edge is drawn in. No stretching shows up to about 0.1 radians. Breath lifts chest and shoulders,
/// most just below the neck.
package struct HeadField: Sendable {
    private let frame: FaceFrame
    private let chin: Point
    /// Middle of the head in the picture: behind a turned face it lies to the side that the face looks away from.
    private let middle: Point
    private let pivot: Point
    private let pictureSize: Point
    /// Depth of the pivot behind the outline of the face, in pixels.
    private let pivotDepth: Float

    /// `pictureSize` in pixels.
    package init(mesh: FaceMesh, pictureSize: Point) {
        frame = mesh.frame
        chin = mesh.rest[FaceTopology.chin]
        let behind = mesh.frame.right * (-mesh.frame.turn * mesh.frame.unit)
        middle = mesh.frame.faceCentre + behind * 0.45
        pivot = chin + mesh.frame.down * (0.35 * mesh.frame.unit) + behind * 0.45
        pivotDepth = 0.45 * mesh.frame.unit
        self.pictureSize = pictureSize
    }

    /// What of a place does not change from frame to frame.
    package struct Anchor: Sendable, Equatable {
        /// 1 where the head is, 0 where it does not reach.
        var weight: Float
        /// 1 in the picture, 0 at its edge.
        var edge: Float
        /// 1 where a breath lifts the shoulders most.
        var chest: Float
        /// Pixels towards the viewer are negative.
        var depth: Float

        /// How far the place takes part in what moves: 0 where nothing ever does.
        package var reach: Float { max(weight * edge, chest) }
    }

    /// `relief` is how far, in pixels, the place stands out of the ellipsoid: negative towards the viewer.
    package func anchor(at point: Point, relief: Float = 0) -> Anchor {
        let belowChin = frame.upright(point, from: chin).y
        let place = frame.upright(point, from: middle)
        let above = Self.ease(1 - (belowChin + 0.05) / 1.4)
        // Hair and hats move with the head far to its sides, shoulders do not.
        let shoulder = Self.ease(0.3 + belowChin / 0.6)
        let beside = Self.ease(1 - (abs(place.x) - (1.9 - 0.8 * shoulder)) / (1.6 - 0.6 * shoulder))
        let reach = SIMD2(place.x / 1.05, place.y / 1.45)
        let ellipsoid = -0.95 * frame.unit * max(1 - reach.dot(reach) / 1.9, 0).squareRoot()
        let toEdge = min(min(point.x, pictureSize.x - point.x), min(point.y, pictureSize.y - point.y))
        let edge = Self.ease(toEdge / (0.35 * frame.unit) + 0.02)
        let aside = min(point.x, pictureSize.x - point.x) / (0.35 * frame.unit) + 0.02
        let chest =
            Self.ease((belowChin - 0.2) / 0.7) * Self.ease((2.1 - belowChin) / 0.9)
            * Self.ease((2.7 - abs(place.x)) / 0.9) * Self.ease(aside)
        return Anchor(weight: above * beside, edge: edge, chest: chest, depth: ellipsoid + relief)
    }

    /// How far a place takes part in what moves: 1 on the head, 0 where nothing ever moves.
    package func reach(at point: Point) -> Float {
        anchor(at: point).reach
    }

    /// Where `point` goes, as a displacement in pixels.
    package func displacement(of point: Point, _ anchor: Anchor, by rotation: HeadRotation) -> Point {
        let place = SIMD3(point.x - pivot.x, point.y - pivot.y, anchor.depth - pivotDepth)
        let turned = rotation.apply(place)
        let perspective = 1 + (place.z - turned.z) / (9 * frame.unit)
        let turn = SIMD2(turned.x * perspective - place.x, turned.y * perspective - place.y)
        let shift = rotation.shift * frame.unit
        let lift = SIMD2(0, -rotation.breath * frame.unit * anchor.chest)
        return (turn + shift) * (anchor.weight * anchor.edge) + lift
    }

    private static func ease(_ value: Float) -> Float {
        let clamped = min(max(value, 0), 1)
        return clamped * clamped * (3 - 2 * clamped)
    }
}

/// A `HeadPose` as numbers ready for use on many points.
package struct HeadRotation: Sendable {
    private let rows: (SIMD3<Float>, SIMD3<Float>, SIMD3<Float>)
    /// In units (IOD), along the picture's axes.
    let shift: SIMD2<Float>
    /// How far a breath lifts the shoulders, in units.
    let breath: Float

    package init(_ pose: HeadPose) {
        let (cy, sy) = (cos(pose.yaw), sin(pose.yaw))
        let (cp, sp) = (cos(pose.pitch), sin(pose.pitch))
        let (cr, sr) = (cos(pose.roll), sin(pose.roll))
        // Roll, then pitch, then yaw: the product of the three elementary rotations.
        rows = (
            SIMD3(cr * cy - sr * sp * sy, -sr * cp, cr * sy + sr * sp * cy),
            SIMD3(sr * cy + cr * sp * sy, cr * cp, sr * sy - cr * sp * cy),
            SIMD3(-cp * sy, sp, cp * cy)
        )
        shift = SIMD2(pose.shiftRight, pose.shiftDown)
        breath = pose.breath
    }

    func apply(_ point: SIMD3<Float>) -> SIMD3<Float> {
        SIMD3((rows.0 * point).sum(), (rows.1 * point).sum(), (rows.2 * point).sum())
    }
}
