import RenderMedia

/// Where a blink and raised eyebrows put the lids and brows; the rest of the face follows smoothly.
struct EyeControls {
    private let mesh: FaceMesh

    init(mesh: FaceMesh) { self.mesh = mesh }

    /// The upper lid comes down over the eye and meets the lower one. The fold above follows a little of the way: with more,
    /// brows and brims that lie close above the eye are drawn over it. What the lid shows is `FaceRig.shown`'s concern.
    /// Below close rims this is but the edge of a lid that is painted; the skin stays.
    var blink: [Int: Point] {
        var controls = still(FaceTopology.eyebrows + mouthAndNose)
        let fold: Float = mesh.cover.eyewear == .none ? 0.16 : 0
        let isPainted = mesh.cover.hasCloseRims
        for eye in FaceTopology.eyes {
            for vertex in eye.aboveCrease { controls[vertex] = .zero }
            controls[eye.outerCorner] = .zero
            controls[eye.innerCorner] = .zero
            for index in eye.upperLid.indices {
                let (upper, lower) = (eye.upperLid[index], eye.lowerLid[index])
                let opening = mesh.rest[lower] - mesh.rest[upper]
                controls[upper] = opening * (isPainted ? 1 : 0.97)
                controls[lower] = isPainted ? .zero : opening * -0.10
                controls[eye.crease[index]] = opening * fold
            }
        }
        return controls
    }

    var brow: [Int: Point] {
        var controls = still(FaceTopology.eyes.flatMap(\.all) + mouthAndNose)
        guard mesh.cover.eyewear == .none else { return controls }
        for vertex in FaceTopology.eyebrows { controls[vertex] = mesh.frame.displacement(right: 0, down: -0.10) }
        for vertex in FaceTopology.eyes.flatMap(\.crease) {
            controls[vertex] = mesh.frame.displacement(right: 0, down: -0.02)
        }
        return controls
    }

    /// The inner ends of the brows go down and towards each other, the outer ones hardly.
    var frown: [Int: Point] {
        var controls = still(FaceTopology.eyes.flatMap(\.all) + mouthAndNose)
        guard mesh.cover.eyewear == .none else { return controls }
        let middle = (mesh.rest[FaceTopology.leftEye.innerCorner] + mesh.rest[FaceTopology.rightEye.innerCorner]) / 2
        for vertex in FaceTopology.eyebrows {
            let aside = mesh.frame.local(mesh.rest[vertex], from: middle).x
            let inner = min(max(1.3 - abs(aside) / 0.45, 0), 1)
            controls[vertex] = mesh.frame.displacement(right: (aside > 0 ? -0.035 : 0.035) * inner, down: 0.05 * inner)
        }
        return controls
    }

    private var mouthAndNose: [Int] {
        FaceTopology.nose + FaceTopology.upperInnerLip + FaceTopology.lowerInnerLip + FaceTopology.upperOuterLip
            + FaceTopology.lowerOuterLip
    }

    private func still(_ vertices: [Int]) -> [Int: Point] {
        let fixed = vertices + FaceTopology.oval + FaceMesh.outerRing
        return Dictionary(fixed.map { ($0, Point.zero) }) { first, _ in first }
    }
}
