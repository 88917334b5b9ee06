import Glibc

/// Measures how loud a sound of 48 kHz is to people, left and right.
///
/// Source: Rec. ITU-R BS.1770-4, annex 1, as EBU R 128 uses it: K weighting, blocks of 400 ms that overlap by three
/// quarters, those below -70 LUFS left out, then those 10 LU below the mean of the rest.
package struct LoudnessMeter: Sendable {
    private var left = KWeighting()
    private var right = KWeighting()
    private var sum = 0.0
    private var count = 0
    /// The mean square of both channels together, for each 100 ms.
    private var quarters: [Double] = []

    private static let quarter = 4800
    private static let absoluteGate = -70.0
    private static let relativeGate = -10.0
    /// So that a sine of 997 Hz at 0 dBFS in one channel has -3.01 LUFS.
    private static let offset = -0.691

    package init() {}

    /// Both equally long.
    package mutating func append(left samples: [Float], right others: [Float]) {
        for index in samples.indices {
            let (one, other) = (left.next(Double(samples[index])), right.next(Double(others[index])))
            sum += one * one + other * other
            count += 1
            if count == Self.quarter {
                quarters.append(sum / Double(Self.quarter))
                (sum, count) = (0, 0)
            }
        }
    }

    /// The integrated loudness in LUFS; nil where there is no block above -70 LUFS.
    package var integrated: Double? {
        guard quarters.count >= 4 else { return nil }
        let blocks = (3..<quarters.count).map { quarters[$0 - 3...$0].reduce(0, +) / 4 }
        let heard = blocks.filter { Self.loudness($0) > Self.absoluteGate }
        guard !heard.isEmpty else { return nil }
        let gate = Self.loudness(Self.mean(heard)) + Self.relativeGate
        return Self.loudness(Self.mean(heard.filter { Self.loudness($0) > gate }))
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    private static func loudness(_ power: Double) -> Double { offset + 10 * log10(max(power, 1e-20)) }
}

/// The two filters that stand for a head and for how ears hear low tones. Coefficients for 48 kHz: tables 1 and 2 of annex 1.
private struct KWeighting: Sendable {
    private var shelf = Biquad(
        b: (1.53512485958697, -2.69169618940638, 1.19839281085285), a: (-1.69065929318241, 0.73248077421585))
    private var highPass = Biquad(b: (1, -2, 1), a: (-1.99004745483398, 0.99007225036621))

    mutating func next(_ sample: Double) -> Double { highPass.next(shelf.next(sample)) }
}

/// A filter of second order, transposed direct form II.
private struct Biquad: Sendable {
    let b: (Double, Double, Double)
    let a: (Double, Double)
    private var first = 0.0
    private var second = 0.0

    init(b: (Double, Double, Double), a: (Double, Double)) {
        self.b = b
        self.a = a
    }

    mutating func next(_ sample: Double) -> Double {
        let result = b.0 * sample + first
        first = b.1 * sample - a.0 * result + second
        second = b.2 * sample - a.1 * result
        return result
    }
}
