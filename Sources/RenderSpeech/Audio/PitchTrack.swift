import Glibc

/// The pitch of a voice, every 10 ms.
///
/// Peaks of the normalised cross-correlation are candidates, and the smoothest way through them is the pitch: dynamic
/// programming over candidates, with a state for no voice (Talkin, "A Robust Algorithm for Pitch Tracking (RAPT)", 1995).
/// The sound is looked at in 4 kHz, which has all that pitch needs.
struct PitchTrack: Sendable, Equatable {
    /// Hertz at each step; 0 where there is no voice.
    let hertz: [Float]

    private static let rateHz = 4000
    private static let decimation = 4
    /// From 60 Hz to 500 Hz.
    private static let shortestLag = 8
    private static let longestLag = 66
    private static let windowSamples = 120
    private static let candidatesPerStep = 4
    /// Weaker correlations are no candidates.
    private static let leastCorrelation: Float = 0.4
    /// What no voice costs a step, against 1 less the correlation of a candidate.
    private static let unvoicedCost: Float = 0.45
    /// What it costs that a voice begins or ends, and that its pitch moves by an octave.
    private static let changeCost: Float = 0.35
    private static let octaveCost: Float = 1.2
    /// A preference for short lags, since a multiple of the period fits as well.
    private static let lagCost: Float = 0.15

    private struct Candidate {
        /// 0 for no voice.
        let hertz: Float
        let cost: Float
    }

    /// `samples` at 16 kHz.
    init(samples: [Float], stepCount: Int) {
        let sound = Self.decimated(samples)
        let candidates = (0..<stepCount).map {
            Self.candidates(in: sound, at: $0 * Self.rateHz / Prosody.stepsPerSecond)
        }
        hertz = Self.smoothest(candidates)
    }

    /// Every fourth sample of the sound below 1 kHz: two moving averages.
    private static func decimated(_ samples: [Float]) -> [Float] {
        stride(from: 0, to: samples.count, by: decimation).map { centre in
            var sum: Float = 0
            for offset in -6...6 where samples.indices.contains(centre + offset) {
                sum += samples[centre + offset] * Float(7 - abs(offset))
            }
            return sum / 49
        }
    }

    private static func candidates(in sound: [Float], at centre: Int) -> [Candidate] {
        let none = Candidate(hertz: 0, cost: unvoicedCost)
        let first = centre - (windowSamples + longestLag) / 2
        guard first >= 1, first + windowSamples + longestLag < sound.count else { return [none] }
        let correlations = correlations(sound, first)
        var found: [Candidate] = []
        for lag in shortestLag + 1..<longestLag {
            let (before, here, after) = (
                correlations[lag - 1 - shortestLag], correlations[lag - shortestLag],
                correlations[lag + 1 - shortestLag]
            )
            guard here > leastCorrelation, here >= before, here > after else { continue }
            let curvature = before - 2 * here + after
            let shift = curvature < 0 ? 0.5 * (before - after) / curvature : 0
            let peak = here - 0.25 * (before - after) * shift
            found.append(
                Candidate(
                    hertz: Float(rateHz) / (Float(lag) + shift),
                    cost: 1 - peak + lagCost * Float(lag) / Float(longestLag)))
        }
        found.sort { $0.cost < $1.cost }
        return [none] + found.prefix(candidatesPerStep)
    }

    /// Of the window with itself later, for each lag: -1…1.
    private static func correlations(_ sound: [Float], _ first: Int) -> [Float] {
        var mean: Float = 0
        for index in 0..<windowSamples + longestLag { mean += sound[first + index] }
        mean /= Float(windowSamples + longestLag)
        var own: Float = 0
        for index in 0..<windowSamples { own += (sound[first + index] - mean) * (sound[first + index] - mean) }
        return (shortestLag...longestLag).map { lag in
            var (product, later): (Float, Float) = (0, 0)
            for index in first..<first + windowSamples {
                let shifted = sound[index + lag] - mean
                product += (sound[index] - mean) * shifted
                later += shifted * shifted
            }
            // A little more than nothing, so that digital silence has no pitch.
            return product / (own * later + 1e-7).squareRoot()
        }
    }

    private static func smoothest(_ candidates: [[Candidate]]) -> [Float] {
        guard let first = candidates.first else { return [] }
        var costs = first.map(\.cost)
        var choices: [[Int]] = [[]]
        for step in candidates.indices.dropFirst() {
            var (next, choice): ([Float], [Int]) = ([], [])
            for candidate in candidates[step] {
                var (best, from) = (Float.infinity, 0)
                for (index, before) in candidates[step - 1].enumerated() {
                    let cost = costs[index] + transition(before.hertz, candidate.hertz)
                    if cost < best { (best, from) = (cost, index) }
                }
                next.append(best + candidate.cost)
                choice.append(from)
            }
            costs = next
            choices.append(choice)
        }
        var index = costs.indices.min { costs[$0] < costs[$1] } ?? 0
        var hertz = [Float](repeating: 0, count: candidates.count)
        for step in candidates.indices.reversed() {
            hertz[step] = candidates[step][index].hertz
            if step > 0 { index = choices[step][index] }
        }
        return hertz
    }

    private static func transition(_ before: Float, _ after: Float) -> Float {
        if before == 0, after == 0 { return 0 }
        if before == 0 || after == 0 { return changeCost }
        return octaveCost * abs(log2(after / before))
    }

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
