import Glibc
import RenderMedia

/// Where the movements of the mouth put the lips, the chin and the outline of the jaw; the rest of the face follows
/// smoothly. All amounts are in units (IOD), set by eye on photographs and paintings of ten faces.
struct MouthControls {
    private let mesh: FaceMesh
    private let frame: FaceFrame
    /// How far closed lips overlap in the mesh, in units, so that rounding leaves no slit between them.
    private static let overlap: Float = 0.004

    init(mesh: FaceMesh) {
        self.mesh = mesh
        frame = mesh.frame
    }

    /// The lips meet on a line nearer to the upper one: the lower lip does most of the way.
    var close: [Int: Point] {
        let meeting = zip(FaceTopology.upperInnerLip, FaceTopology.lowerInnerLip).map { upper, lower in
            mesh.rest[upper] * 0.62 + mesh.rest[lower] * 0.38
        }
        let overlap = frame.displacement(right: 0, down: Self.overlap)
        return lips(
            upperInner: { [self] index, vertex in meeting[index] + overlap - mesh.rest[vertex] },
            lowerInner: { [self] index, vertex in meeting[index] - overlap - mesh.rest[vertex] },
            upperOuter: { [self] index, _ in
                0.55 * (meeting[index] - mesh.rest[FaceTopology.upperInnerLip[index]])
            },
            lowerOuter: { [self] index, _ in
                0.75 * (meeting[index] - mesh.rest[FaceTopology.lowerInnerLip[index]])
            })
    }

    /// The lower lip and the chin go down with the jaw, the corners a third of the way and inwards, and the upper lip
    /// bends down to them: an open mouth is round, not a slit with one side let down.
    var jaw: [Int: Point] {
        let drop = ExpressionBasis.jawDrop
        let corner: Float = 0.30
        func bent(_ vertex: Int) -> Point {
            let side = min(max(place(vertex), -1), 1)
            let share = abs(side) * side * side
            return frame.displacement(right: -0.09 * drop * side * side * side, down: corner * drop * share)
        }
        var controls = lips(
            upperInner: { [self] _, vertex in bent(vertex) + down(-0.04 * drop * bulge(vertex)) },
            lowerInner: { [self] _, vertex in
                let side = min(max(place(vertex), -1), 1)
                return frame.displacement(
                    right: -0.09 * drop * side * side * side,
                    down: drop * (bulge(vertex, 3.0) * (1 - corner) + corner))
            },
            upperOuter: { [self] _, vertex in bent(vertex) + down(-0.02 * drop * bulge(vertex)) },
            lowerOuter: { [self] _, vertex in down(drop * (bulge(vertex, 3.2) * (0.97 - corner) + corner)) })
        for lip in [FaceTopology.upperInnerLip, FaceTopology.upperOuterLip] {
            controls[lip[0]] = frame.displacement(right: 0.09 * drop, down: corner * drop)
            controls[lip[10]] = frame.displacement(right: -0.09 * drop, down: corner * drop)
        }
        for (index, vertex) in FaceTopology.oval.enumerated() {
            let below = frame.local(mesh.rest[vertex], from: frame.mouthCentre).y
            let aside = abs(frame.local(mesh.rest[vertex], from: frame.faceCentre).x)
            let share = pow(min(max(below + 0.25, 0), 1), 1.3) * min(max(1.25 - 0.55 * aside, 0), 1)
            controls[vertex] = down(0.80 * drop * share)
            controls[FaceMesh.innerRing[index]] = down(0.40 * drop * share)
        }
        for (vertex, share) in FaceTopology.chinFront { controls[vertex] = down(drop * share) }
        return controls
    }

    var pucker: [Int: Point] {
        func towardsMiddle(_ off: Float) -> (Int, Int) -> Point {
            { [self] _, vertex in
                frame.right * (-place(vertex) * frame.mouthWidth / 2 * 0.34) + down(off * bulge(vertex, 3))
            }
        }
        return lips(
            upperInner: towardsMiddle(-0.018), lowerInner: towardsMiddle(0.022), upperOuter: towardsMiddle(-0.035),
            lowerOuter: towardsMiddle(0.035))
    }

    var wide: [Int: Point] {
        let apart: (Int, Int) -> Point = { [self] _, vertex in
            let side = place(vertex)
            return frame.right * (side * frame.mouthWidth / 2 * 0.17) + down(-0.02 * side * side)
        }
        var controls = lips(upperInner: apart, lowerInner: apart, upperOuter: apart, lowerOuter: apart)
        // What the corners push aside gathers in the cheeks.
        for (vertex, up) in FaceTopology.cheeks { controls[vertex] = down(-0.35 * up) }
        return controls
    }

    /// The corners go out and up, the cheeks rise, and the lower lip is drawn flat.
    var smile: [Int: Point] {
        let lifted: (Int, Int) -> Point = { [self] _, vertex in
            let side = place(vertex)
            return frame.right * (side * frame.mouthWidth / 2 * 0.15) + down(0.018 - 0.085 * side * side)
        }
        var controls = lips(upperInner: lifted, lowerInner: lifted, upperOuter: lifted, lowerOuter: lifted)
        for (vertex, up) in FaceTopology.cheeks { controls[vertex] = down(-up) }
        for eye in FaceTopology.eyes {
            for vertex in eye.lowerLid { controls[vertex] = down(-0.014) }
        }
        return controls
    }

    var upperLip: [Int: Point] {
        lips(
            upperInner: { [self] _, vertex in down(-0.07 * bulge(vertex)) }, lowerInner: { _, _ in .zero },
            upperOuter: { [self] _, vertex in down(-0.06 * bulge(vertex)) }, lowerOuter: { _, _ in .zero })
    }

    var lowerLip: [Int: Point] {
        lips(
            upperInner: { _, _ in .zero }, lowerInner: { [self] _, vertex in down(0.08 * bulge(vertex)) },
            upperOuter: { _, _ in .zero }, lowerOuter: { [self] _, vertex in down(0.06 * bulge(vertex)) })
    }

    var tuck: [Int: Point] {
        lips(
            upperInner: { [self] _, vertex in down(-0.030 * bulge(vertex)) },
            lowerInner: { [self] _, vertex in down(-0.035 * bulge(vertex)) },
            upperOuter: { [self] _, vertex in down(-0.030 * bulge(vertex)) },
            lowerOuter: { [self] _, vertex in down(-0.030 * bulge(vertex)) })
    }

    var press: [Int: Point] {
        lips(
            upperInner: { [self] _, vertex in down(0.008 * bulge(vertex)) },
            lowerInner: { [self] _, vertex in down(-0.008 * bulge(vertex)) },
            upperOuter: { [self] _, vertex in down(0.030 * bulge(vertex)) },
            lowerOuter: { [self] _, vertex in down(-0.030 * bulge(vertex)) })
    }
}

extension MouthControls {
    /// The lips by four rules (index along the lip, vertex), with the nose, the eyes and the outer ring held still.
    ///
    /// The corners belong to both lips: the inner ones take the mean of the two rules, the outer ones the upper rule.
    private func lips(
        upperInner: (Int, Int) -> Point, lowerInner: (Int, Int) -> Point, upperOuter: (Int, Int) -> Point,
        lowerOuter: (Int, Int) -> Point
    ) -> [Int: Point] {
        var controls: [Int: Point] = [:]
        for vertex in FaceMesh.outerRing + FaceTopology.nose + FaceTopology.eyes.flatMap(\.all) {
            controls[vertex] = .zero
        }
        for index in 0...10 {
            let isCorner = index == 0 || index == 10
            let (upper, lower) = (FaceTopology.upperInnerLip[index], FaceTopology.lowerInnerLip[index])
            let (above, below) = (FaceTopology.upperOuterLip[index], FaceTopology.lowerOuterLip[index])
            if isCorner {
                controls[upper] = (upperInner(index, upper) + lowerInner(index, lower)) / 2
            } else {
                controls[upper] = upperInner(index, upper)
                controls[lower] = lowerInner(index, lower)
                controls[below] = lowerOuter(index, below)
            }
            controls[above] = upperOuter(index, above)
        }
        return controls
    }

    private func down(_ units: Float) -> Point { frame.displacement(right: 0, down: units) }

    /// Where a vertex lies across the mouth: -1 at the left corner, 1 at the right one.
    private func place(_ vertex: Int) -> Float {
        let across = (mesh.rest[vertex] - frame.mouthCentre).dot(frame.right)
        return min(max(across / (frame.mouthWidth / 2), -1.3), 1.3)
    }

    /// 1 in the middle of the mouth, 0 at its corners.
    private func bulge(_ vertex: Int, _ power: Float = 2) -> Float { max(0, 1 - pow(abs(place(vertex)), power)) }
}
