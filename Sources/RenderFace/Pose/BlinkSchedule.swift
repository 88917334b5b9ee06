import RenderMedia

/// When the eyes blink, and how far they are shut in each frame.
///
/// People blink 8 to 30 times a minute at uneven distances (Bentivoglio et al., "Analysis of blink rate patterns in
/// normal subjects", 1997: 17 at rest, 26 in conversation). Every blink is shut fully on one frame.
package struct BlinkSchedule: Sendable, Equatable {
    /// For each frame, 0 for open eyes to 1 for shut ones.
    package let closure: [Float]

    /// How far the eyes are shut, every 40 ms from 120 ms before the fullest moment: they shut faster than they open.
    private static let profile: [Float] = [0, 0.35, 0.85, 1, 0.8, 0.45, 0.18, 0]
    private static let profileStepSeconds = 0.04
    private static let profilePeak = 3

    /// How many blinks a minute come of the pauses below.
    package static let usualPerMinute = 17.0

    /// `perMinute` is about how often the eyes blink; 0 for never.
    package init(frames: Int, framesPerSecond: Int, seed: UInt64, perMinute: Double = usualPerMinute) {
        var closure = [Float](repeating: 0, count: frames)
        guard perMinute > 0 else {
            self.closure = closure
            return
        }
        let pace = Self.usualPerMinute / perMinute
        var random = SeededRandom(seed: seed, stream: 11)
        let rate = Double(framesPerSecond)
        var seconds = 0.7 + 1.4 * random.unit() * max(pace, 0.5)
        while seconds * rate < Double(frames) {
            let peak = Int(seconds * rate)
            Self.add(peak: peak, rate: rate, to: &closure)
            // Most pauses are short, a few are long; one blink in ten comes as a pair.
            let pause = 2.2 + 2.8 * random.unit() + 1.6 * random.unit() * random.unit()
            seconds += random.unit() < 0.1 ? 0.42 : max(pause * pace, 0.5)
        }
        self.closure = closure
    }

    private static func add(peak: Int, rate: Double, to closure: inout [Float]) {
        let reach = Int((Double(profile.count) * profileStepSeconds * rate).rounded(.up))
        for frame in max(peak - reach, 0)..<min(peak + reach + 1, closure.count) {
            let position = Double(frame - peak) / rate / profileStepSeconds + Double(profilePeak)
            guard position > 0, position < Double(profile.count - 1) else { continue }
            let index = Int(position)
            let share = Float(position - Double(index))
            closure[frame] = max(closure[frame], profile[index] * (1 - share) + profile[index + 1] * share)
        }
    }
}
