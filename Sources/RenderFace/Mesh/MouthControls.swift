import Glibc
import RenderMedia

/// Where the movements of the mouth put the lips, the chin and the outline of the jaw; the rest of the face follows
/// smoothly. All amounts are in units (IOD), set by eye on photographs and paintings of ten faces.
struct MouthControls {
    private let mesh: FaceMesh
    private let frame: FaceFrame
    /// How far closed lips overlap in the mesh, in units, so that rounding leaves no slit between them.
    private static let overlap: Float = 0.004
    /// How much of the lips' way apart a full beard takes.
    private static let beardHold: Float = 0.5

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
            return frame.displacement(right: inwards(side) * drop, down: corner * drop * share)
        }
        var controls = lips(
            upperInner: { [self] _, vertex in bent(vertex) + down(-0.04 * drop * bulge(vertex)) },
            lowerInner: { [self] _, vertex in
                let side = min(max(place(vertex), -1), 1)
                return frame.displacement(
                    right: inwards(side) * drop, down: drop * (bulge(vertex, 3.0) * (1 - corner) + corner))
            },
            upperOuter: { [self] _, vertex in bent(vertex) + down(-0.02 * drop * bulge(vertex)) },
            lowerOuter: { [self] _, vertex in down(drop * (bulge(vertex, 3.2) * (0.97 - corner) + corner)) })
        for lip in [FaceTopology.upperInnerLip, FaceTopology.upperOuterLip] {
            controls[lip[0]] = frame.displacement(right: inwards(-1) * drop, down: corner * drop)
            controls[lip[10]] = frame.displacement(right: inwards(1) * drop, down: corner * drop)
        }
        for (index, vertex) in FaceTopology.oval.enumerated() {
            let below = frame.local(mesh.rest[vertex], from: frame.mouthCentre).y
            let aside = abs(frame.upright(mesh.rest[vertex], from: frame.faceCentre).x)
            let share = pow(min(max(below + 0.25, 0), 1), 1.3) * min(max(1.25 - 0.55 * aside, 0), 1)
            controls[vertex] = down(0.80 * drop * share)
            controls[FaceMesh.innerRing[index]] = down(0.40 * drop * share)
        }
        for (vertex, share) in FaceTopology.chinFront { controls[vertex] = down(drop * share) }
        return veiled(controls)
    }

    var pucker: [Int: Point] {
        func towardsMiddle(_ off: Float) -> (Int, Int) -> Point {
            { [self] _, vertex in
                frame.displacement(right: -0.34 * aside(vertex), down: off * bulge(vertex, 3))
            }
        }
        return lips(
            upperInner: towardsMiddle(-0.018), lowerInner: towardsMiddle(0.022), upperOuter: towardsMiddle(-0.035),
            lowerOuter: towardsMiddle(0.035))
    }

    var wide: [Int: Point] {
        let apart: (Int, Int) -> Point = { [self] _, vertex in
            let side = place(vertex)
            return frame.displacement(right: 0.17 * aside(vertex), down: -0.02 * side * side)
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
            return frame.displacement(right: 0.15 * aside(vertex), down: 0.018 - 0.085 * side * side)
        }
        var controls = lips(upperInner: lifted, lowerInner: lifted, upperOuter: lifted, lowerOuter: lifted)
        // Rims of glasses rest on the cheeks.
        let rise: Float = mesh.cover.eyewear == .none ? 1 : 0.35
        for (vertex, up) in FaceTopology.cheeks { controls[vertex] = down(-up * rise) }
        for eye in FaceTopology.eyes where mesh.cover.eyewear == .none {
            for vertex in eye.lowerLid { controls[vertex] = down(-0.014) }
        }
        return controls
    }

    var upperLip: [Int: Point] {
        veiled(
            lips(
                upperInner: { [self] _, vertex in down(-0.07 * bulge(vertex)) }, lowerInner: { _, _ in .zero },
                upperOuter: { [self] _, vertex in down(-0.06 * bulge(vertex)) }, lowerOuter: { _, _ in .zero }))
    }

    var lowerLip: [Int: Point] {
        veiled(
            lips(
                upperInner: { _, _ in .zero }, lowerInner: { [self] _, vertex in down(0.08 * bulge(vertex)) },
                upperOuter: { _, _ in .zero }, lowerOuter: { [self] _, vertex in down(0.06 * bulge(vertex)) }))
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

    /// A movement that parts the lips, where a beard or a cloth hides them: it is drawn along as one piece. A beard opens
    /// less than the lips below it, a cloth not at all.
    private func veiled(_ movement: [Int: Point]) -> [Int: Point] {
        let held = mesh.cover.isMasked ? 1 : Self.beardHold * mesh.cover.beard
        guard held > 0 else { return movement }
        var controls = movement
        for (above, below) in [
            (FaceTopology.upperInnerLip, FaceTopology.lowerInnerLip),
            (FaceTopology.upperOuterLip, FaceTopology.lowerOuterLip),
        ] {
            for (upper, lower) in zip(above, below).dropFirst().dropLast() {
                guard let high = controls[upper], let low = controls[lower] else { continue }
                let common = high * 0.7 + low * 0.3
                controls[upper] = high + (common - high) * held
                controls[lower] = low + (common - low) * held
            }
        }
        return controls
    }

    private func down(_ units: Float) -> Point { frame.displacement(right: 0, down: units) }

    /// Where a vertex lies across a usual mouth, from whatever side this one is seen: -1 at the left corner, 1 at the
    /// right one.
    private func place(_ vertex: Int) -> Float {
        let corners = (
            CanonicalFace.points[FaceTopology.upperInnerLip[0]], CanonicalFace.points[FaceTopology.upperInnerLip[10]]
        )
        let middle = (corners.0.x + corners.1.x) / 2
        return min(max(2 * (CanonicalFace.points[vertex].x - middle) / (corners.1.x - corners.0.x), -1.3), 1.3)
    }

    /// How far to the right of the mouth's middle the picture has a vertex, in units, and no further out than the corners'
    /// surroundings. What lies on the far side of a turned face is nearer to its middle, and moves by as much less.
    private func aside(_ vertex: Int) -> Float {
        let half = frame.halfMouth
        return min(max(frame.aside(mesh.rest[vertex]), -1.3 * half.left), 1.3 * half.right)
    }

    /// How far to the right, in units for a jaw that drops by one, a place of the lips is drawn inwards. `side` is -1 at
    /// the left corner and 1 at the right one.
    private func inwards(_ side: Float) -> Float {
        let half = frame.halfMouth
        let share = 2 * (side < 0 ? half.left : half.right) / (half.left + half.right)
        return -0.09 * share * side * side * side
    }

    /// 1 in the middle of the mouth, 0 at its corners.
    private func bulge(_ vertex: Int, _ power: Float = 2) -> Float { max(0, 1 - pow(abs(place(vertex)), power)) }
}
