import RenderMedia

/// A curve that wanders smoothly about 0 with a spread near 1: random knots joined by Catmull-Rom pieces.
///
/// Any moment can be asked for at once, so nothing is kept for a long clip.
package struct SmoothNoise: Sendable {
    private let seed: UInt64
    private let stream: UInt64
    private let knotSeconds: Double

    /// `knotSeconds` is the time between turns. Different `stream`s of one seed are independent.
    package init(seed: UInt64, stream: UInt64, knotSeconds: Double) {
        precondition(knotSeconds > 0, "knots have a distance")
        self.seed = seed
        self.stream = stream
        self.knotSeconds = knotSeconds
    }

    package func value(atSeconds seconds: Double) -> Float {
        let position = max(seconds, 0) / knotSeconds
        let first = Int(position)
        let t = Float(position - Double(first))
        let (before, start, end, after) = (knot(first), knot(first + 1), knot(first + 2), knot(first + 3))
        let linear = (end - before) * t
        let square = (2 * before - 5 * start + 4 * end - after) * (t * t)
        let cube = (3 * start - before - 3 * end + after) * (t * t * t)
        return 0.5 * (2 * start + linear + square + cube)
    }

    /// Roughly normal with a spread of 1.25, so that the joined curve's is about 1; never beyond 2.5.
    private func knot(_ index: Int) -> Float {
        var random = SeededRandom(seed: seed, stream: stream &* 1_000_003 &+ UInt64(index))
        let sum = random.unit() + random.unit() + random.unit() - 1.5
        return Float(sum * 2.5)
    }
}
