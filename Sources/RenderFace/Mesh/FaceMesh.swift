package import RenderMedia

/// One triangle of a mesh, by the numbers of its corners.
package struct Triangle: Sendable, Equatable {
    package let first: Int
    package let second: Int
    package let third: Int

    package init(_ first: Int, _ second: Int, _ third: Int) {
        self.first = first
        self.second = second
        self.third = third
    }
}

/// A face as a net of triangles at rest: the 468 landmarks, and two rings of vertices round the face's outline.
///
/// The rings are what hides the edge: an expression moves the outline, half as much the first ring, and nothing of
/// the second, so the skin of neck and temples is pressed together or stretched a little and no seam shows.
package struct FaceMesh: Sendable {
    package let frame: FaceFrame
    /// Where the vertices are in the portrait, in pixels: landmarks first, then the two rings.
    package let rest: [Point]
    /// In the order in which they are to be drawn.
    package let triangles: [Triangle]
    /// For each vertex, the vertices it shares an edge with, ascending.
    let neighbours: [[Int]]
    /// Height of the gap between the lips in the portrait, in units (IOD); about 0 for a closed mouth.
    package let lipGap: Float
    /// What of the face its portrait does not show.
    package let cover: FaceCover

    /// The vertices of the rings, in the order of `FaceTopology.oval`.
    static let innerRing = ring(0)
    package static let outerRing = ring(1)

    /// `landmarks` are the mesh's 468 points in pixels.
    package init(landmarks: [Point], cover: FaceCover = FaceCover()) {
        let view = FaceView(landmarks: landmarks)
        let frame = FaceFrame(landmarks: landmarks, view: view)
        self.frame = frame
        self.cover = cover
        rest = landmarks + Self.ringPoints(landmarks, frame)
        triangles = Self.ringTriangles + Self.fromBackToFront(rest, view)
        neighbours = Self.neighbours(of: triangles, count: rest.count)
        let gap = (landmarks[FaceTopology.lowerLipMiddle] - landmarks[FaceTopology.upperLipMiddle]).length / frame.unit
        // What a landmark model takes for a gap in a beard is hair.
        lipGap = gap * (1 - cover.beard)
    }

    private static func ring(_ number: Int) -> [Int] {
        let first = FaceTopology.landmarkCount + number * FaceTopology.oval.count
        return Array(first..<first + FaceTopology.oval.count)
    }

    /// The rings are the outline drawn larger about its middle, more so below the chin, where the neck has to give.
    private static func ringPoints(_ landmarks: [Point], _ frame: FaceFrame) -> [Point] {
        let outline = FaceTopology.oval.map { landmarks[$0] - frame.faceCentre }
        let reach = outline.map { abs($0.dot(frame.down)) }.max() ?? 1
        let sizes: [(sides: Float, below: Float)] = [(1.14, 1.22), (1.32, 1.62)]
        return sizes.flatMap { size in
            outline.map { offset in
                let below = min(max(offset.dot(frame.down) / reach, 0), 1)
                return frame.faceCentre + offset * (size.sides + (size.below - size.sides) * below)
            }
        }
    }

    private static let faceTriangles: [Triangle] = stride(from: 0, to: FaceTriangles.corners.count, by: 3).map {
        Triangle(
            Int(FaceTriangles.corners[$0]), Int(FaceTriangles.corners[$0 + 1]), Int(FaceTriangles.corners[$0 + 2]))
    }

    /// The triangles of the face, those in front last. In a turned face the far cheek is folded behind the rest: its
    /// triangles lie the wrong way round, and what is drawn over them must be what is before them.
    private static func fromBackToFront(_ rest: [Point], _ view: FaceView) -> [Triangle] {
        let keys = faceTriangles.map { triangle in
            let corners = [triangle.first, triangle.second, triangle.third]
            let depth = corners.reduce(Float(0)) { $0 + view.depth(ofVertex: $1) }
            return (isFolded: isTurned(triangle, rest), depth: depth)
        }
        let order = faceTriangles.indices.sorted { left, right in
            let (first, second) = (keys[left], keys[right])
            guard first.isFolded == second.isFolded else { return first.isFolded }
            return first.depth != second.depth ? first.depth > second.depth : left < right
        }
        return order.map { faceTriangles[$0] }
    }

    /// Whether a triangle shows the other side than it does in a usual face.
    private static func isTurned(_ triangle: Triangle, _ places: [Point]) -> Bool {
        func area(_ places: [Point]) -> Float {
            let (first, second) = (
                places[triangle.second] - places[triangle.first], places[triangle.third] - places[triangle.first]
            )
            return first.x * second.y - first.y * second.x
        }
        return area(places) * area(CanonicalFace.points) < 0
    }

    private static let ringTriangles: [Triangle] = [(FaceTopology.oval, innerRing), (innerRing, outerRing)].flatMap {
        inside, outside in
        inside.indices.flatMap { index in
            let next = (index + 1) % inside.count
            return [
                Triangle(inside[index], inside[next], outside[index]),
                Triangle(inside[next], outside[next], outside[index]),
            ]
        }
    }

    /// The triangles that fill the holes of the mesh: both eyes and the open mouth, as strips from corner to corner.
    package static let socketTriangles: [Triangle] = {
        let lips = strip(FaceTopology.upperInnerLip, FaceTopology.lowerInnerLip)
        return FaceTopology.eyes.reduce(lips) { triangles, eye in
            let upper = [eye.outerCorner] + eye.upperLid + [eye.innerCorner]
            let lower = [eye.outerCorner] + eye.lowerLid + [eye.innerCorner]
            return triangles + strip(upper, lower)
        }
    }()

    /// Triangles between two rows that share their ends.
    private static func strip(_ upper: [Int], _ lower: [Int]) -> [Triangle] {
        var triangles: [Triangle] = []
        for index in 0..<upper.count - 1 {
            triangles.append(Triangle(upper[index], upper[index + 1], lower[index]))
            triangles.append(Triangle(upper[index + 1], lower[index + 1], lower[index]))
        }
        return triangles.filter { $0.first != $0.second && $0.second != $0.third && $0.first != $0.third }
    }

    private static func neighbours(of triangles: [Triangle], count: Int) -> [[Int]] {
        var found = [Set<Int>](repeating: [], count: count)
        for triangle in triangles {
            let corners = [triangle.first, triangle.second, triangle.third]
            for corner in corners { found[corner].formUnion(corners) }
        }
        return found.indices.map { vertex in found[vertex].subtracting([vertex]).sorted() }
    }
}
