import Glibc

/// Gaussian smoothing of curves; beyond its ends a curve goes on at its last value.
enum Smoothing {
    /// `sigma` in steps of the curve.
    static func gaussian(_ values: [Float], sigma: Float) -> [Float] {
        guard sigma > 0, !values.isEmpty else { return values }
        let reach = Int((sigma * 3).rounded(.up))
        let raw = (-reach...reach).map { exp(-0.5 * Float($0 * $0) / (sigma * sigma)) }
        let total = raw.reduce(0, +)
        let kernel = raw.map { $0 / total }
        return values.indices.map { index in
            var sum: Float = 0
            for (offset, weight) in kernel.enumerated() {
                sum += weight * values[min(max(index + offset - reach, 0), values.count - 1)]
            }
            return sum
        }
    }
}
