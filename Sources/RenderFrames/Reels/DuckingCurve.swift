import Glibc

/// How loud a sound is, 10 ms at a time, in dB of full scale.
struct SpeechLevels {
    /// Samples of each level.
    static let step = ReelSound.rateHz / 100

    private var levels: [Float] = []
    private var sum: Float = 0
    private var count = 0

    mutating func append(_ block: StereoBlock) {
        for index in 0..<block.count {
            sum += (block.left[index] * block.left[index] + block.right[index] * block.right[index]) / 2
            count += 1
            if count == Self.step { close() }
        }
    }

    private mutating func close() {
        levels.append(Float(Decibels.level(Double((sum / Float(count)).squareRoot()))))
        (sum, count) = (0, 0)
    }

    /// All of them; the last may be of less than 10 ms.
    mutating func finished() -> [Float] {
        if count > 0 { close() }
        return levels
    }
}

/// How much softer music is while somebody speaks: soft before the first word and until after the last, and not up and down between words.
struct DuckingCurve: Sendable {
    /// What the music is multiplied with at each 10 ms.
    let gains: [Float]

    /// What is so much softer than the loud parts is no speech, nor is what is softer than the second.
    private static let range: Float = 25
    private static let floor: Float = -50
    /// Shorter sounds are no speech; shorter pauses are part of it. In steps of 10 ms.
    private static let shortest = 5
    private static let pause = 60
    /// How long it takes to become softer, before somebody speaks, and louder again.
    private static let attack = 20
    private static let release = 60

    /// `levels` are of what is spoken, each of 10 ms.
    init(levels: [Float], decibels: Double) {
        let speech = Self.closed(Self.runs(levels))
        var depth = [Float](repeating: 0, count: levels.count)
        for run in speech {
            let first = max(run.lowerBound - Self.attack, 0)
            let last = min(run.upperBound + Self.release, levels.count)
            for index in first..<last {
                let before = Float(run.lowerBound - index) / Float(Self.attack)
                let after = Float(index - run.upperBound + 1) / Float(Self.release)
                depth[index] = max(depth[index], Self.smooth(1 - max(before, after, 0)))
            }
        }
        gains = depth.map { Float(Decibels.factor(-decibels * Double($0))) }
    }

    /// The gain at a sample of the reel, on a line between two steps.
    func gain(atSample sample: Int) -> Float {
        guard let last = gains.last else { return 1 }
        let step = sample / SpeechLevels.step
        guard step + 1 < gains.count else { return step < gains.count ? gains[step] : last }
        let share = Float(sample - step * SpeechLevels.step) / Float(SpeechLevels.step)
        return gains[step] + (gains[step + 1] - gains[step]) * share
    }

    /// Where something sounds, but for what is too short.
    private static func runs(_ levels: [Float]) -> [Range<Int>] {
        let heard = levels.filter { $0 > floor }.sorted()
        guard !heard.isEmpty else { return [] }
        let threshold = max(heard[heard.count * 95 / 100] - range, floor)
        var result: [Range<Int>] = []
        var start: Int?
        for index in 0...levels.count {
            let sounds = index < levels.count && levels[index] > threshold
            if sounds, start == nil { start = index }
            if !sounds, let first = start {
                if index - first >= shortest { result.append(first..<index) }
                start = nil
            }
        }
        return result
    }

    /// Without the pauses that are shorter than one between two sentences.
    private static func closed(_ runs: [Range<Int>]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        for run in runs {
            if let last = result.last, run.lowerBound - last.upperBound < pause {
                result[result.count - 1] = last.lowerBound..<run.upperBound
            } else {
                result.append(run)
            }
        }
        return result
    }

    /// From 0 to 1 without a corner.
    private static func smooth(_ value: Float) -> Float { 0.5 - 0.5 * cos(Float.pi * min(max(value, 0), 1)) }
}
