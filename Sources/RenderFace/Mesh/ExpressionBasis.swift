package import RenderMedia

/// What each movement does to each vertex of one face, worked out once a portrait.
package struct ExpressionBasis: Sendable {
    /// For each `Expression`, by its raw value, the displacement of every vertex in pixels.
    private let fields: [[Point]]
    private let rest: [Point]

    package init(mesh: FaceMesh) {
        let solver = HarmonicField(mesh: mesh)
        let mouth = MouthControls(mesh: mesh)
        let eyes = EyeControls(mesh: mesh)
        rest = mesh.rest
        fields = Expression.allCases.map { expression in
            switch expression {
            case .close: solver.spread(mouth.close)
            case .jaw: solver.spread(mouth.jaw)
            case .pucker: solver.spread(mouth.pucker)
            case .wide: solver.spread(mouth.wide)
            case .upperLip: solver.spread(mouth.upperLip)
            case .lowerLip: solver.spread(mouth.lowerLip)
            case .tuck: solver.spread(mouth.tuck)
            case .press: solver.spread(mouth.press)
            case .smile: solver.spread(mouth.smile)
            case .blink: solver.spread(eyes.blink)
            case .brow: solver.spread(eyes.brow)
            case .frown: solver.spread(eyes.frown)
            }
        }
    }

    /// Where the vertices are when the face makes these movements, in pixels of the portrait.
    package func posed(_ weights: ExpressionWeights) -> [Point] {
        var vertices = rest
        for expression in Expression.allCases {
            let weight = weights[expression]
            guard weight != 0 else { continue }
            let field = fields[expression.rawValue]
            for vertex in vertices.indices { vertices[vertex] += weight * field[vertex] }
        }
        return vertices
    }

    /// How far the jaw basis drops the lower lip, in units (IOD).
    package static let jawDrop: Float = 0.35

    package func displacement(of vertex: Int, by expression: Expression) -> Point {
        fields[expression.rawValue][vertex]
    }
}
