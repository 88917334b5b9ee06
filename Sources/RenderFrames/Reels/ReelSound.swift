import RenderCodec
import RenderMedia

/// The sound of a reel: its parts' sounds and the music, 48 kHz, left and right. It is mixed anew each time that it is
/// read, so that memory does not grow with its length.
struct ReelSound {
    /// Where the sound of one part comes from.
    struct Source: Sendable {
        /// Nil where there is silence.
        let path: String?
        /// How much later than the pictures it begins.
        var delaySeconds = 0.0

        init(path: String?) { self.path = path }

        init(_ part: Reel.Part, _ facts: VideoFacts?) {
            guard case .clip(let path) = part, let facts, facts.audioCodec != nil else {
                self.init(path: nil)
                return
            }
            self.init(path: path)
            let delay = facts.audioStartSeconds - facts.videoStartSeconds
            // Less is what encoders put before the first sample, which decoders take away.
            if abs(delay) > Self.leastDelaySeconds { delaySeconds = delay }
        }

        private static let leastDelaySeconds = 0.03
    }

    let plan: ReelPlan
    /// One for each part of the plan.
    let sources: [Source]
    let music: ReelMusic?
    let loudness: Double?

    static let rateHz = VideoWriter.soundRateHz
    /// EBU R 128 (2020), recommendation m: no true peak above -1 dBTP.
    static let ceilingDecibels = -1.0
    /// Nearer to the target than this is near enough.
    private static let tolerance = 0.05
    private static let mostPasses = 5
    /// A sound that is to be far louder than its peaks allow is not pressed any flatter.
    private static let mostGain = 40.0

    /// The sound as it goes into the video, at the loudness that is asked for and without a peak that would be cut off.
    func mastered() throws(ReelError) -> MasteredSound {
        let duck = try ducking()
        // Where nothing is added to anything, nothing gets louder than it was.
        let isSafe = music == nil && loudness == nil && plan.places.allSatisfy { $0.fadeOut == 0 }
        var gain = 0.0
        var limits = !isSafe
        if let loudness {
            let plain = try measured(duck, gain: 0, limits: false)
            // Silence stays what it is.
            if let integrated = plain.loudness {
                gain = min(loudness - integrated, Self.mostGain)
                limits = plain.peakDecibels + gain > Self.ceilingDecibels
                for _ in 0..<(limits ? Self.mostPasses : 0) {
                    guard let now = try measured(duck, gain: gain, limits: true).loudness else { break }
                    if abs(loudness - now) < Self.tolerance || gain >= Self.mostGain { break }
                    gain = min(gain + loudness - now, Self.mostGain)
                }
            }
        }
        return MasteredSound(mix(duck), gainDecibels: gain, limits: limits)
    }

    private func mix(_ duck: DuckingCurve?) -> ReelMix {
        ReelMix(plan: plan, sources: sources, music: music, duck: duck)
    }

    /// How much softer the music is when, by what the parts sound like; nil without music.
    private func ducking() throws(ReelError) -> DuckingCurve? {
        guard let music else { return nil }
        var levels = SpeechLevels()
        let speech = ReelMix(plan: plan, sources: sources, music: nil, duck: nil)
        while let block = try speech.next() { levels.append(block) }
        return DuckingCurve(levels: levels.finished(), decibels: music.duckDecibels)
    }

    private func measured(
        _ duck: DuckingCurve?, gain: Double, limits: Bool
    ) throws(ReelError) -> (loudness: Double?, peakDecibels: Double) {
        let sound = MasteredSound(mix(duck), gainDecibels: gain, limits: limits)
        var meter = LoudnessMeter()
        var peak = TruePeak()
        while let block = try sound.next() {
            meter.append(left: block.left, right: block.right)
            peak.append(block)
        }
        return (meter.integrated, peak.decibels)
    }
}
