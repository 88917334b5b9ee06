import RenderFace
import RenderMedia

/// The gap between the lips in one frame, in the skull's own axes: x to the right and y down from the middle of the
/// closed lips, in units (IOD).
struct MouthOpening {
    /// Left and right end of the gap.
    let left: Float
    let right: Float
    /// Tallest gap; negative if the lips overlap everywhere.
    let height: Float
    let top: Float
    let bottom: Float
    /// Top and bottom of the gap on `steps` places from left to right.
    private let tops: [Float]
    private let bottoms: [Float]
    private static let steps = 160

    /// The inner rims of the lips, each from left to right.
    init(upper: [SIMD2<Float>], lower: [SIMD2<Float>]) {
        let left = min(upper[0].x, lower[0].x)
        let right = max(max(upper[upper.count - 1].x, lower[lower.count - 1].x), left + 1e-3)
        self.left = left
        self.right = right
        tops = Self.table(upper, left, right)
        bottoms = Self.table(lower, left, right)
        height = zip(tops, bottoms).map { $1 - $0 }.max() ?? 0
        top = tops.min() ?? 0
        bottom = bottoms.max() ?? 0
    }

    /// Where a place lies across the gap: 0 in the face's middle, -1 and 1 at the gap's ends.
    @inline(__always)
    func across(_ x: Float) -> Float {
        x < 0 ? x / max(-left, 0.2 * right) : x / max(right, -0.2 * left)
    }

    /// Bottom of the gap in its middle.
    var lowerLip: Float { bottoms[Self.steps / 2] }

    /// Top and bottom of the gap at a place across it; nil outside.
    @inline(__always)
    func gap(at x: Float) -> (top: Float, bottom: Float)? {
        let position = (x - left) / (right - left) * Float(Self.steps - 1)
        guard position >= 0, position < Float(Self.steps - 1) else { return nil }
        let step = Int(position)
        let share = position - Float(step)
        return (
            tops[step] * (1 - share) + tops[step + 1] * share, bottoms[step] * (1 - share) + bottoms[step + 1] * share
        )
    }

    /// A rim as heights on a grid; where it runs back on itself the first piece counts.
    private static func table(_ rim: [SIMD2<Float>], _ left: Float, _ right: Float) -> [Float] {
        var piece = 0
        return (0..<steps).map { step in
            let x = left + (right - left) * Float(step) / Float(steps - 1)
            while piece < rim.count - 2, rim[piece + 1].x <= x { piece += 1 }
            let (start, end) = (rim[piece], rim[piece + 1])
            let share = min(max((x - start.x) / max(end.x - start.x, 1e-4), 0), 1)
            return start.y * (1 - share) + end.y * share
        }
    }
}
