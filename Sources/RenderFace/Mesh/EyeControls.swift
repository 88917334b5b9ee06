import RenderMedia

/// Where a blink and raised eyebrows put the lids and brows; the rest of the face follows smoothly.
struct EyeControls {
    private let mesh: FaceMesh

    init(mesh: FaceMesh) { self.mesh = mesh }

    /// The upper lid comes down over the eye and meets the lower one. The fold above follows most of the way, so that
    /// clean skin is drawn down and the lashes are not smeared over the lid.
    var blink: [Int: Point] {
        var controls = still(FaceTopology.eyebrows + mouthAndNose)
        for eye in FaceTopology.eyes {
            controls[eye.outerCorner] = .zero
            controls[eye.innerCorner] = .zero
            for index in eye.upperLid.indices {
                let (upper, lower) = (eye.upperLid[index], eye.lowerLid[index])
                let opening = mesh.rest[lower] - mesh.rest[upper]
                controls[upper] = opening * 0.93
                controls[lower] = opening * -0.09
                controls[eye.crease[index]] = opening * 0.62
                controls[eye.aboveCrease[index]] = opening * 0.16
            }
        }
        return controls
    }

    var brow: [Int: Point] {
        var controls = still(FaceTopology.eyes.flatMap(\.all) + mouthAndNose)
        for vertex in FaceTopology.eyebrows { controls[vertex] = mesh.frame.displacement(right: 0, down: -0.10) }
        for vertex in FaceTopology.eyes.flatMap(\.crease) {
            controls[vertex] = mesh.frame.displacement(right: 0, down: -0.02)
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
