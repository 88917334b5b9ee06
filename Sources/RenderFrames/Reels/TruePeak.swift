import Glibc

/// Finds how high the curve between the samples goes: at four times their rate, as Rec. ITU-R BS.1770-4, annex 2 has it,
/// by a windowed sinc of twelve taps for each of the three points between two samples.
struct TruePeak {
    private var left: [Float]
    private var right: [Float]
    private var highest: Float = 0

    static let taps = 12
    /// How many samples lie before the point that is looked at, and after it.
    static let before = taps / 2 - 1
    static let after = taps / 2

    init() {
        left = [Float](repeating: 0, count: Self.before)
        right = left
    }

    mutating func append(_ block: StereoBlock) {
        left += block.left
        right += block.right
        let ready = left.count - Self.taps + 1
        guard ready > 0 else { return }
        for index in 0..<ready {
            highest = max(highest, Self.peak(left, at: index), Self.peak(right, at: index))
        }
        left.removeFirst(ready)
        right.removeFirst(ready)
    }

    /// In dB of full scale.
    var decibels: Double { Decibels.level(Double(highest)) }

    /// The highest point from sample `first + before` up to the next one.
    static func peak(_ samples: [Float], at first: Int) -> Float {
        samples.withUnsafeBufferPointer { samples in
            var highest = abs(samples[first + before])
            for phase in kernels {
                var sum: Float = 0
                for tap in 0..<taps { sum += samples[first + tap] * phase[tap] }
                highest = max(highest, abs(sum))
            }
            return highest
        }
    }

    /// For a quarter, a half and three quarters of the way from one sample to the next; each adds up to 1.
    private static let kernels: [[Float]] = [0.25, 0.5, 0.75].map { share in
        let values = (0..<taps).map { tap in
            let distance = Double(tap - before) - share
            let window = 0.5 + 0.5 * cos(Double.pi * distance / Double(after + 1))
            return sin(Double.pi * distance) / (Double.pi * distance) * window
        }
        let sum = values.reduce(0, +)
        return values.map { Float($0 / sum) }
    }
}
