import Glibc

/// The pitch of a voice, every 10 ms. `PitchTracker` finds it.
struct PitchTrack: Sendable, Equatable {
    /// Hertz at each step; 0 where there is no voice.
    let hertz: [Float]

    init(hertz: [Float]) { self.hertz = hertz }

    /// Semitones above the speaker's median pitch, smoothed; through stretches without voice it goes on in a straight
    /// line. 0 everywhere for a sound without voice.
    var semitones: [Float] {
        let voiced = hertz.indices.filter { hertz[$0] > 0 }
        guard !voiced.isEmpty else { return [Float](repeating: 0, count: hertz.count) }
        let sorted = voiced.map { hertz[$0] }.sorted()
        let median = sorted[sorted.count / 2]
        var curve = hertz.map { $0 > 0 ? 12 * log2($0 / median) : 0 }
        for (left, right) in zip(voiced, voiced.dropFirst()) where right - left > 1 {
            for step in left + 1..<right {
                curve[step] = curve[left] + (curve[right] - curve[left]) * Float(step - left) / Float(right - left)
            }
        }
        for step in 0..<voiced[0] { curve[step] = curve[voiced[0]] }
        for step in voiced[voiced.count - 1]..<curve.count { curve[step] = curve[voiced[voiced.count - 1]] }
        return Smoothing.gaussian(curve, sigma: 3)
    }
}
