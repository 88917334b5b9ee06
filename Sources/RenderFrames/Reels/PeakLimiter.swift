import Glibc

/// Makes a sound softer around each peak that would be too high, and gives it back `delay` samples later.
///
/// The gain that each sample needs is held for the look-ahead, recovers slowly, and is smoothed by a mean over the look-ahead: it is down in
/// time for every peak and has no corner.
struct PeakLimiter {
    private let ceiling: Float
    private var left: [Float]
    private var right: [Float]
    /// Needed gains that may still be the lowest of the look-ahead, rising, with their samples.
    private var lowest: [(sample: Int, gain: Float)] = []
    private var recovered: Float = 1
    private var window = [Float](repeating: 1, count: ahead)
    private var sum = Double(ahead)
    private var position = 0

    /// 5 ms.
    private static let ahead = ReelSound.rateHz / 200
    /// Samples between the entry of one and its exit.
    static let delay = ahead - 1 + TruePeak.after
    /// How much of what is missing comes back at each sample: two thirds in 100 ms.
    private static let recovery: Float = 1 - exp(-1 / (0.1 * Float(ReelSound.rateHz)))

    /// `ceiling` is a part of full scale.
    init(ceiling: Float) {
        self.ceiling = ceiling
        left = [Float](repeating: 0, count: Self.delay)
        right = left
    }

    /// Replaces the block by as many samples, which entered `delay` earlier.
    mutating func limit(_ block: inout StereoBlock) {
        left += block.left
        right += block.right
        // Twelve samples for the point that is looked at, of which the block's is the last.
        let first = left.count - block.count - TruePeak.taps + 1
        for index in 0..<block.count {
            let peak = max(TruePeak.peak(left, at: first + index), TruePeak.peak(right, at: first + index))
            let gain = smoothed(peak > ceiling ? ceiling / peak : 1)
            block.left[index] = left[index] * gain
            block.right[index] = right[index] * gain
        }
        left.removeFirst(block.count)
        right.removeFirst(block.count)
    }

    private mutating func smoothed(_ needed: Float) -> Float {
        while let last = lowest.last, last.gain >= needed { lowest.removeLast() }
        lowest.append((position, needed))
        // One sample longer than the mean: what is high between two samples is held for both.
        if lowest[0].sample < position - Self.ahead { lowest.removeFirst() }
        recovered = min(lowest[0].gain, recovered + (1 - recovered) * Self.recovery)
        let place = position % Self.ahead
        sum += Double(recovered) - Double(window[place])
        window[place] = recovered
        position += 1
        return Float(sum / Double(Self.ahead))
    }
}
