import Glibc

/// Finds the pitch of a voice in a sound that comes in pieces; how it is cut changes nothing.
///
/// Peaks of the normalised cross-correlation are candidates, and the smoothest way through them is the pitch: dynamic
/// programming over candidates, with a state for no voice (Talkin, "A Robust Algorithm for Pitch Tracking (RAPT)", 1995).
/// The sound is looked at in 4 kHz, which has all that pitch needs.
struct PitchTracker: Sendable {
    private var tail = SampleTail()
    private var decimated = SampleTail()
    private var paths = PitchPaths()

    private static let rateHz = 4000
    private static let decimation = 4
    private static let decimationReach = 6
    /// From 60 Hz to 500 Hz.
    private static let shortestLag = 8
    private static let longestLag = 66
    private static let windowSamples = 120
    private static let candidatesPerStep = PitchPaths.most - 1
    /// Weaker correlations are no candidates.
    private static let leastCorrelation: Float = 0.4
    /// What no voice costs a step, against 1 less the correlation of a candidate.
    private static let unvoicedCost: Float = 0.45
    /// A preference for short lags, since a multiple of the period fits as well.
    private static let lagCost: Float = 0.15

    /// Samples at 16 kHz.
    mutating func append(_ piece: [Float]) {
        tail.append(piece)
        while nextCentre + Self.decimationReach < tail.end { decimate() }
        tail.drop(before: nextCentre - Self.decimationReach)
        while nextStart + Self.windowSamples + Self.longestLag < decimated.end { look() }
        decimated.drop(before: nextStart)
    }

    /// The pitch of all of it, for so many steps. Once, after the last piece.
    mutating func finish(stepCount: Int) -> PitchTrack {
        while nextCentre < tail.end { decimate() }
        while paths.stepCount < stepCount { look() }
        return PitchTrack(hertz: Array(paths.smoothest().prefix(stepCount)))
    }

    /// Where the next sample of 4 kHz lies in the sound.
    private var nextCentre: Int { decimated.end * Self.decimation }

    /// Where the next step's window begins in the sound of 4 kHz.
    private var nextStart: Int {
        paths.stepCount * Self.rateHz / Prosody.stepsPerSecond - (Self.windowSamples + Self.longestLag) / 2
    }

    /// Takes every fourth sample of the sound below 1 kHz: two moving averages.
    private mutating func decimate() {
        let centre = nextCentre
        var sum: Float = 0
        for offset in -Self.decimationReach...Self.decimationReach {
            guard centre + offset >= 0, centre + offset < tail.end else { continue }
            sum += tail[centre + offset] * Float(Self.decimationReach + 1 - abs(offset))
        }
        decimated.append(sum / 49)
    }

    private mutating func look() {
        let none = PitchPaths.Candidate(hertz: 0, cost: Self.unvoicedCost)
        let first = nextStart
        guard first >= 1, first + Self.windowSamples + Self.longestLag < decimated.end else {
            paths.append([none])
            return
        }
        let correlations = Self.correlations(decimated[first..<first + Self.windowSamples + Self.longestLag])
        var found: [PitchPaths.Candidate] = []
        for lag in Self.shortestLag + 1..<Self.longestLag {
            let (before, here, after) = (
                correlations[lag - 1 - Self.shortestLag], correlations[lag - Self.shortestLag],
                correlations[lag + 1 - Self.shortestLag]
            )
            guard here > Self.leastCorrelation, here >= before, here > after else { continue }
            let curvature = before - 2 * here + after
            let shift = curvature < 0 ? 0.5 * (before - after) / curvature : 0
            let peak = here - 0.25 * (before - after) * shift
            found.append(
                PitchPaths.Candidate(
                    hertz: Float(Self.rateHz) / (Float(lag) + shift),
                    cost: 1 - peak + Self.lagCost * Float(lag) / Float(Self.longestLag)))
        }
        found.sort { $0.cost < $1.cost }
        paths.append([none] + found.prefix(Self.candidatesPerStep))
    }

    /// Of the beginning of a sound with itself later, for each lag: -1…1.
    private static func correlations(_ sound: ArraySlice<Float>) -> [Float] {
        sound.withUnsafeBufferPointer { sound in
            var mean: Float = 0
            for index in 0..<windowSamples + longestLag { mean += sound[index] }
            mean /= Float(windowSamples + longestLag)
            var own: Float = 0
            for index in 0..<windowSamples { own += (sound[index] - mean) * (sound[index] - mean) }
            return (shortestLag...longestLag).map { lag in
                var (product, later): (Float, Float) = (0, 0)
                for index in 0..<windowSamples {
                    let shifted = sound[index + lag] - mean
                    product += (sound[index] - mean) * shifted
                    later += shifted * shifted
                }
                // A little more than nothing, so that digital silence has no pitch.
                return product / (own * later + 1e-7).squareRoot()
            }
        }
    }
}
