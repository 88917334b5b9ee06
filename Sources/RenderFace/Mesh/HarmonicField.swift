import RenderMedia

/// Spreads the displacements of a few vertices smoothly over a whole mesh: the discrete Laplace equation with edges
/// weighted by the inverse of their length, solved by conjugate gradients.
///
/// The solution never leaves the range of what was given, so no vertex swings out. (Joshi et al., "Harmonic
/// Coordinates for Character Articulation", 2007, use the same equation on a lattice.) Sums run in vertex order on one
/// thread, so the result is the same on every run.
struct HarmonicField {
    private let neighbours: [[Int]]
    private let weights: [[Double]]

    init(mesh: FaceMesh) {
        neighbours = mesh.neighbours
        weights = mesh.neighbours.enumerated().map { vertex, around in
            around.map { 1 / Double(max((mesh.rest[$0] - mesh.rest[vertex]).length, 0.5)) }
        }
    }

    /// The displacement of every vertex in pixels, given those of some; at least one must be given.
    func spread(_ given: [Int: Point]) -> [Point] {
        precondition(!given.isEmpty, "a field needs a vertex that is told where to go")
        let xs = solve(given.mapValues { Double($0.x) })
        let ys = solve(given.mapValues { Double($0.y) })
        return zip(xs, ys).map { Point(Float($0), Float($1)) }
    }

    /// One coordinate. Stops when the residual is a millionth of its start, or after a bounded number of rounds.
    private func solve(_ given: [Int: Double]) -> [Double] {
        let count = neighbours.count
        let isFree = (0..<count).map { given[$0] == nil && !neighbours[$0].isEmpty }
        var solution = (0..<count).map { given[$0] ?? 0 }
        let diagonal = weights.map { max($0.reduce(0, +), 1e-9) }
        var residual = (0..<count).map { isFree[$0] ? -laplacian(solution, at: $0, diagonal) : 0 }
        var direction = (0..<count).map { residual[$0] / diagonal[$0] }
        var energy = dot(residual, direction)
        let goal = energy * 1e-12
        var rounds = 0
        while energy > goal, energy > 0, rounds < 2 * count {
            let image = (0..<count).map { isFree[$0] ? laplacian(direction, at: $0, diagonal) : 0 }
            let step = energy / dot(direction, image)
            for vertex in 0..<count {
                solution[vertex] += step * direction[vertex]
                residual[vertex] -= step * image[vertex]
            }
            let preconditioned = (0..<count).map { residual[$0] / diagonal[$0] }
            let nextEnergy = dot(residual, preconditioned)
            let keep = nextEnergy / energy
            for vertex in 0..<count { direction[vertex] = preconditioned[vertex] + keep * direction[vertex] }
            energy = nextEnergy
            rounds += 1
        }
        return solution
    }

    private func laplacian(_ values: [Double], at vertex: Int, _ diagonal: [Double]) -> Double {
        var sum = diagonal[vertex] * values[vertex]
        for (index, neighbour) in neighbours[vertex].enumerated() { sum -= weights[vertex][index] * values[neighbour] }
        return sum
    }

    private func dot(_ left: [Double], _ right: [Double]) -> Double {
        var sum = 0.0
        for index in left.indices { sum += left[index] * right[index] }
        return sum
    }
}
