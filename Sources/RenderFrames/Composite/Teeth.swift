import Glibc

/// A row of teeth as one band of enamel with a scalloped edge.
///
/// Gaps between teeth are no more than a faint shading: drawn as dark lines they look like piano keys. Lengths pass
/// smoothly from tooth to tooth: at the size of a video a step between them looks like torn paper. Lengths and
/// widths are tables over the distance from the middle, so a pixel costs two look-ups.
struct TeethRow: Sendable {
    private static let steps = 256
    /// Length of the band, as a share of the longest tooth, and its brightness, from the middle to the last tooth.
    private let lengths: [Float]
    private let shades: [Float]

    static let upper = TeethRow(
        edges: [0, 0.26, 0.47, 0.66, 0.82, 1.0], lengths: [1, 0.965, 0.97, 0.93, 0.90], scallop: 0.03)
    static let lower = TeethRow(
        edges: [0, 0.17, 0.35, 0.54, 0.74, 1.0], lengths: [0.94, 0.97, 1, 0.92, 0.85], scallop: 0.03)

    private init(edges: [Float], lengths table: [Float], scallop: Float) {
        var lengths: [Float] = []
        var shades: [Float] = []
        for step in 0..<Self.steps {
            let place = Float(step) / Float(Self.steps - 1)
            let tooth = min(edges.lastIndex { $0 <= place } ?? 0, table.count - 1)
            let middle = (edges[tooth] + edges[tooth + 1]) / 2
            let offset = abs(place - middle) / ((edges[tooth + 1] - edges[tooth]) / 2)
            lengths.append(table[tooth] * (1 - scallop * pow(offset, 4)) * (1 - 0.22 * place * place))
            shades.append((1 - 0.05 * pow(offset, 8)) * (1 - 0.66 * pow(place, 1.7)))
        }
        self.lengths = Self.softened(Self.softened(Self.softened(lengths)))
        self.shades = Self.softened(shades)
    }

    private static func softened(_ values: [Float]) -> [Float] {
        values.indices.map { index in
            let around = values[max(0, index - 5)...min(values.count - 1, index + 5)]
            return around.reduce(0, +) / Float(around.count)
        }
    }

    /// Length and shade at `place`: 0 in the middle, ±1 at the last tooth; nil beyond.
    @inline(__always)
    func profile(at place: Float) -> (length: Float, shade: Float)? {
        let distance = abs(place)
        guard distance < 1 else { return nil }
        let step = Int(distance * Float(Self.steps - 1))
        return (lengths[step], shades[step])
    }
}
