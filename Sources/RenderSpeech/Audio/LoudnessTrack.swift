import Glibc

/// How loud a sound is, every 10 ms. It comes in pieces; how it is cut changes nothing.
struct LoudnessTrack: Sendable {
    /// Loudness of 25 ms round every step, in decibels of full scale; -100 for digital silence.
    private(set) var decibels: [Float] = []
    private var tail = SampleTail()

    private static let step = SpeechWindows.sampleRateHz / Prosody.stepsPerSecond
    private static let reach = SpeechWindows.sampleRateHz / 80

    /// Samples at 16 kHz.
    mutating func append(_ piece: [Float]) {
        tail.append(piece)
        while decibels.count * Self.step + Self.reach <= tail.end { measure() }
        tail.drop(before: decibels.count * Self.step - Self.reach)
    }

    /// Once, after the last piece.
    mutating func finish() {
        while decibels.count * Self.step < max(tail.end, 1) { measure() }
    }

    private mutating func measure() {
        let centre = decibels.count * Self.step
        let range = max(0, centre - Self.reach)..<min(tail.end, centre + Self.reach)
        var power: Float = 0
        for sample in tail[range] { power += sample * sample }
        decibels.append(20 * log10((power / Float(max(range.count, 1))).squareRoot() + 1e-5))
    }
}
