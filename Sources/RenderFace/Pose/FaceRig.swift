package import RenderMedia

/// A face that can be posed: its mesh, what each movement does to it, and how the head carries it.
package struct FaceRig: Sendable {
    package let mesh: FaceMesh
    package let basis: ExpressionBasis
    package let field: HeadField
    private let anchors: [HeadField.Anchor]
    /// Middles of the irises in `FaceTopology.eyes`' order, in pixels.
    private let irises: [Point]

    /// `depths` are those of the 468 landmarks in pixels, negative towards the viewer; `pictureSize` in pixels. `irises`
    /// are the middles of the irises from left to right in pixels; without them, they are taken to be in mid-eye.
    package init(
        landmarks: [Point], depths: [Float], pictureSize: Point, irises: [Point] = [], cover: FaceCover = FaceCover()
    ) {
        let mesh = FaceMesh(landmarks: landmarks, cover: cover)
        let field = HeadField(mesh: mesh, pictureSize: pictureSize)
        self.mesh = mesh
        self.field = field
        basis = ExpressionBasis(mesh: mesh)
        self.irises =
            irises.count == 2
            ? irises : FaceTopology.eyes.map { (mesh.rest[$0.outerCorner] + mesh.rest[$0.innerCorner]) / 2 }
        let relief = Self.relief(mesh: mesh, field: field, depths: depths)
        anchors = mesh.rest.indices.map { vertex in
            let height = vertex < FaceTopology.landmarkCount ? relief[vertex] : 0
            return field.anchor(at: mesh.rest[vertex], relief: height)
        }
    }

    /// Where all vertices of the mesh are, in pixels of the frame.
    package func vertices(_ expression: ExpressionWeights, _ rotation: HeadRotation) -> [Point] {
        var vertices = basis.posed(expression)
        for vertex in vertices.indices {
            vertices[vertex] += field.displacement(of: vertices[vertex], anchors[vertex], by: rotation)
        }
        return vertices
    }

    /// Where each vertex takes its picture from, in pixels of the portrait: at rest from its own place, and from a few
    /// pixels beside it where a dark line of the portrait would be drawn out or cut to dashes.
    ///
    /// A lid that comes down shows its skin above the lashes, where no rim of the iris lies. Lips that part show
    /// themselves beyond the line in which they met.
    package func shown(_ expression: ExpressionWeights) -> [Point] {
        var places = mesh.rest
        showLids(min(max(expression[.blink] * 1.4, 0), 1), in: &places)
        let parted = 3 * expression[.jaw] + expression[.lowerLip] + expression[.upperLip]
        // Between the lips of an open-mouthed portrait are teeth, and a rim that is half tooth: lips that are drawn
        // together show themselves without it.
        let drawn = expression[.close] * min(max((mesh.lipGap - 0.04) / 0.06, 0), 1)
        showLips(max(min(max(parted - 2 * expression[.press], 0), 1), drawn), in: &places)
        return places
    }

    /// Where the rims of the eyes take their picture from when the eyes look aside by `gaze` (see `FacePose`): the iris
    /// goes the whole way, the corners of the eye stay.
    package func seen(_ gaze: SIMD2<Float>) -> [Point] {
        var places = mesh.rest
        guard gaze != .zero else { return places }
        let shift = mesh.frame.displacement(right: gaze.x, down: gaze.y)
        for (eye, iris) in zip(FaceTopology.eyes, irises) {
            let (outer, inner) = (mesh.rest[eye.outerCorner], mesh.rest[eye.innerCorner])
            for vertex in eye.upperLid + eye.lowerLid {
                let corner = (mesh.rest[vertex] - iris).dot(inner - outer) < 0 ? outer : inner
                let reach = max((corner - iris).length, 0.05 * mesh.frame.unit)
                let distance = abs((mesh.rest[vertex] - iris).dot(mesh.frame.right)) / reach
                places[vertex] -= shift * min(max(1.55 - 1.55 * distance, 0), 1)
            }
        }
        return places
    }

    private func showLips(_ share: Float, in places: inout [Point]) {
        guard share > 0 else { return }
        for index in 1...9 {
            for (inner, outer) in [
                (FaceTopology.upperInnerLip[index], FaceTopology.upperOuterLip[index]),
                (FaceTopology.lowerInnerLip[index], FaceTopology.lowerOuterLip[index]),
            ] {
                let lip = mesh.rest[outer] - mesh.rest[inner]
                // Landmarks are exact to a pixel or so, which is much of a small face's lip.
                let rim = min(max(0.2, 1.8 / max(lip.length, 1)), 0.55)
                places[inner] += lip * (rim * share)
            }
        }
    }

    private func showLids(_ share: Float, in places: inout [Point]) {
        guard share > 0 else { return }
        for eye in FaceTopology.eyes {
            for index in eye.upperLid.indices {
                let (upper, lower) = (mesh.rest[eye.upperLid[index]], mesh.rest[eye.lowerLid[index]])
                places[eye.upperLid[index]] += (mesh.rest[eye.crease[index]] - upper) * (0.42 * share)
                places[eye.lowerLid[index]] += (lower - upper) * (0.14 * share)
            }
        }
    }

    /// Where a place of the portrait goes that lies `depth` pixels behind a vertex of the mesh.
    package func carried(_ point: Point, behind vertex: Int, by depth: Float, _ rotation: HeadRotation) -> Point {
        var anchor = anchors[vertex]
        anchor.depth += depth
        return point + field.displacement(of: point, anchor, by: rotation)
    }

    /// How far each landmark stands out of the head's ellipsoid, so that a nose moves more than a cheek. On the face's
    /// outline it is 0, since that must go on smoothly into what is not mesh; what the outline stands out is taken off
    /// the face inside it smoothly.
    private static func relief(mesh: FaceMesh, field: HeadField, depths: [Float]) -> [Float] {
        precondition(depths.count == FaceTopology.landmarkCount, "a depth for every landmark")
        let raw = depths.indices.map { depths[$0] - field.anchor(at: mesh.rest[$0]).depth }
        let given = Dictionary(uniqueKeysWithValues: FaceTopology.oval.map { ($0, Point(raw[$0], 0)) })
        let ground = HarmonicField(mesh: mesh).spread(given)
        let unit = mesh.frame.unit
        return raw.indices.map { min(max((raw[$0] - ground[$0].x) * 0.7, -0.5 * unit), 0.2 * unit) }
    }
}
