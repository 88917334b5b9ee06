import RenderMedia

/// From where a face is seen: how the axes of a usual face lie in the picture.
///
/// An affine camera is fitted to the landmarks by least squares, so that a single landmark that is off changes little. The
/// depths that the landmark model gives are not needed for it.
struct FaceView: Equatable {
    /// From one eye of the usual face to the other, from its eyes down to its mouth, and from its front to its back, in
    /// pixels for each of its units.
    let right: Point
    let down: Point
    let back: Point

    /// The usual face's depths are a landmark model's, which are this share of a head's: so the turns of thirty painted
    /// and photographed faces came out as the model's own depths of their eyes say.
    private static let depthShare: Float = 0.85
    /// A face that is turned further than to this share of its breadth is a profile.
    private static let leastBreadth: Float = 0.6

    /// `landmarks` are 468 points in pixels.
    init(landmarks: [Point]) {
        let usual = zip(CanonicalFace.points, CanonicalFace.depths).map {
            SIMD4(Double($0.x), Double($0.y), Double($1), 1)
        }
        var normal = [SIMD4<Double>](repeating: .zero, count: 4)
        var sides = [SIMD2<Double>](repeating: .zero, count: 4)
        for (point, seen) in zip(usual, landmarks) {
            for row in 0..<4 {
                normal[row] += point * point[row]
                sides[row] += SIMD2(Double(seen.x), Double(seen.y)) * point[row]
            }
        }
        let axes = Self.solved(normal, sides)
        right = Point(axes[0])
        down = Point(axes[1])
        back = Point(axes[2])
    }

    /// Sine of the angle that the face is turned to the picture's right, about its own upright axis.
    var turn: Float {
        let scale = (Self.row(right.x, down.x, back.x) + Self.row(right.y, down.y, back.y)) / 2
        let across = right / max(right.length, 1e-3)
        let most = (1 - Self.leastBreadth * Self.leastBreadth).squareRoot()
        return min(max(-Self.depthShare * back.dot(across) / max(scale, 1e-3), -most), most)
    }

    /// How deep in the picture a place of the usual face lies, in its units: more is further from the viewer.
    func depth(ofVertex vertex: Int) -> Float {
        let sight = SIMD3(
            down.x * back.y - back.x * down.y, back.x * right.y - right.x * back.y, right.x * down.y - down.x * right.y)
        let place = CanonicalFace.points[vertex]
        let depth = SIMD3(place.x, place.y, CanonicalFace.depths[vertex])
        return (sight * depth).sum() / max((sight * sight).sum().squareRoot(), 1e-6)
    }

    private static func row(_ x: Float, _ y: Float, _ z: Float) -> Float { (x * x + y * y + z * z).squareRoot() }

    /// Gauss's elimination; the equations of the usual face are far from singular, so no rows need to change places.
    private static func solved(_ equations: [SIMD4<Double>], _ sides: [SIMD2<Double>]) -> [SIMD2<Double>] {
        var (rows, sides) = (equations, sides)
        for pivot in 0..<4 {
            for row in 0..<4 where row != pivot {
                let share = rows[row][pivot] / rows[pivot][pivot]
                rows[row] -= rows[pivot] * share
                sides[row] -= sides[pivot] * share
            }
        }
        return (0..<4).map { sides[$0] / rows[$0][$0] }
    }
}
