import Glibc
import RenderFace
import RenderMedia
import RenderSpeech

/// How the head moves with what is said, worked out once a clip.
///
/// It begins and ends as the portrait holds it. In between it turns to say something, settles where a phrase ends before
/// a pause, is raised and tilted while a question waits for its answer, nods on syllables that stand out, and never is
/// quite still: speakers' heads follow the rhythm of their voice (Hadar, Steiner, Grant and Rose, "Kinematics of head
/// movements accompanying speech during conversation", 1983).
///
/// What is larger takes longer, so that no place of the head goes further than 0.08 units from one frame to the next
/// (at 25 frames a second), however lively it is.
struct HeadMotion: Sendable {
    private let turns: [Turn]
    private let nods: [Accent]
    private let breaths: [Breath]
    /// The ends of questions, in seconds.
    private let questions: [Double]
    private let noises: [SmoothNoise]
    private let seconds: Double
    /// A factor on all that the head does by itself.
    private let liveliness: Float
    /// How long the head takes to come from the portrait's posture, and to go back to it.
    private let restSeconds: Double

    /// A change of posture.
    private struct Turn: Sendable {
        let start: Double
        let duration: Double
        let posture: SIMD4<Float>
    }

    /// A syllable that stands out.
    private struct Accent: Sendable {
        let time: Double
        /// 0…1.
        let strength: Float
        /// How deep the head nods with it, in radians, and how many times slower than a small nod.
        let depth: Float
        let slowness: Double
        /// Whether the head nods with it, and whether the brows rise.
        let isNod: Bool
        let isBrow: Bool
    }

    /// An intake of breath.
    private struct Breath: Sendable {
        let start: Double
        /// How full the chest is when it begins, 0…1.
        let level: Float
    }

    /// How far the head is turned for a posture: yaw, pitch and roll in radians, and a shift in units (IOD).
    private static let posture = SIMD4<Float>(0.046, 0.013, 0.020, 0.012)
    /// Spread of the small movements that never stop, likewise.
    private static let restlessness = SIMD4<Float>(0.011, 0.006, 0.005, 0.004)
    /// How far, in units, the furthest place of a head goes for each of them.
    private static let reach = SIMD4<Float>(1.75, 1.7, 1.9, 1)
    /// The most that a change of posture, and a nod, may move a head from frame to frame, in units.
    private static let turnStep: Float = 0.030
    private static let nodStep: Float = 0.026

    /// `seconds` is the clip's length; `liveliness` is a factor on all that the head does by itself, 0…2.
    init(prosody: Prosody, seconds: Double, seed: UInt64, liveliness: Float = 1) {
        self.seconds = seconds
        self.liveliness = liveliness
        restSeconds = 0.55 * Double(max(liveliness, 1))
        // What has no voice is breath or rustle.
        let voiced = prosody.phrases.filter { $0.voicedShare > 0.1 }
        let phrases = (voiced.isEmpty ? prosody.phrases : voiced).map(Phrase.init)
        turns = Self.turns(phrases, seconds, seed, liveliness)
        nods = Self.accents(prosody.emphasis, seed, liveliness)
        breaths = Self.breaths(phrases.map(\.span), seconds)
        questions = phrases.filter(\.isQuestion).map(\.span.upperBound)
        noises = [0.85, 0.7, 1.0, 0.9].enumerated().map {
            SmoothNoise(seed: seed, stream: UInt64($0.offset + 1), knotSeconds: $0.element)
        }
    }

    /// The head at a moment.
    func pose(atSeconds time: Double) -> HeadPose {
        var sum = SIMD4<Float>.zero
        for index in noises.indices { sum[index] = noises[index].value(atSeconds: time) }
        sum = (sum * Self.restlessness + posture(atSeconds: time)) * liveliness
        for nod in nods where nod.isNod { sum.y += Self.nod((time - nod.time) / nod.slowness) * nod.depth }
        sum *= envelope(time)
        var pose = HeadPose()
        (pose.yaw, pose.pitch, pose.roll, pose.shiftRight) = (sum.x, sum.y, sum.z, sum.w)
        pose.breath = 0.018 * breath(atSeconds: time) * envelope(time)
        pose.shiftDown = -0.4 * pose.breath
        return pose
    }

    /// How far the brows are raised by what is said, 0…1.
    func brow(atSeconds time: Double) -> Float {
        var most: Float = 0
        for accent in nods where accent.isBrow {
            let distance = Float((time - accent.time + 0.04) / 0.24)
            most = max(most, (0.35 + 0.65 * accent.strength) * exp(-distance * distance))
        }
        // They rise with a question's last word, and stay up for a moment.
        for end in questions {
            most = max(most, 0.8 * Self.eased((time - end + 0.35) / 0.3) * Self.eased((end + 0.8 - time) / 0.4))
        }
        return most * envelope(time)
    }

    /// 0 at the clip's first and last frame, 1 between.
    func envelope(_ time: Double) -> Float {
        Self.eased(time / restSeconds) * Self.eased((seconds - time) / restSeconds)
    }

    /// A nod: a little up before, down with the syllable, and back. 1 at its deepest.
    private static func nod(_ time: Double) -> Float {
        guard abs(time) < 0.8 else { return 0 }
        let (down, up) = (Float((time - 0.05) / 0.14), Float((time + 0.23) / 0.15))
        return exp(-down * down) - 0.3 * exp(-up * up)
    }

    private func posture(atSeconds time: Double) -> SIMD4<Float> {
        guard let index = turns.lastIndex(where: { $0.start <= time }) else { return .zero }
        let before = index > 0 ? turns[index - 1].posture : .zero
        let turn = turns[index]
        return before + (turn.posture - before) * Self.jerkless((time - turn.start) / turn.duration)
    }

    /// How full the chest is, 0…1: filled in less than half a second, emptied over a phrase.
    private func breath(atSeconds time: Double) -> Float {
        guard let last = breaths.last(where: { $0.start <= time }) else { return 0 }
        return Self.breath(time - last.start, from: last.level)
    }

    private static func breath(_ time: Double, from level: Float) -> Float {
        let filled = level + (1 - level) * eased(time / 0.5)
        return filled * (1 - eased((time - 0.5) / 3.4))
    }
}

extension HeadMotion {
    /// What is said in one breath.
    private struct Phrase {
        /// In seconds.
        let span: Range<Double>
        /// Whether the voice rises at its end by more than speech wavers.
        let isQuestion: Bool

        init(_ phrase: Prosody.Phrase) {
            let rate = Double(Prosody.stepsPerSecond)
            span = Double(phrase.steps.lowerBound) / rate..<Double(phrase.steps.upperBound) / rate
            isQuestion = phrase.finalRise > 2.5 && phrase.voicedShare > 0.3
        }
    }

    /// A new posture with each phrase, and within long ones; to one side and to the other, and less often to the same
    /// side again. Where a pause follows, the head settles, or waits for the answer.
    private static func turns(
        _ phrases: [Phrase], _ seconds: Double, _ seed: UInt64, _ liveliness: Float
    ) -> [Turn] {
        var random = SeededRandom(seed: seed, stream: 31)
        var side: Float = random.unit() < 0.5 ? -1 : 1
        var turns: [Turn] = []
        func turn(at wanted: Double, to posture: SIMD4<Float>) {
            let (before, end) = (turns.last?.posture ?? .zero, turns.last.map { $0.start + $0.duration } ?? 0)
            let start = max(wanted, end)
            guard start - wanted < 0.5 else { return }
            let apart = posture - before
            let way = liveliness * (SIMD4(abs(apart.x), abs(apart.y), abs(apart.z), abs(apart.w)) * reach).sum()
            // The fastest moment of a jerkless way is 15/8 times as fast as its mean.
            let least = Double(way / turnStep) * 0.04 * 15 / 8
            turns.append(Turn(start: start, duration: max(0.55 + 0.4 * random.unit(), least), posture: posture))
        }
        func address(at start: Double) {
            guard start - (turns.last?.start ?? -2) > 0.9 else { return }
            if random.unit() < 0.75 { side = -side }
            let amounts = (0..<4).map { _ in Float(random.unit()) }
            let posture = SIMD4(
                side * (0.35 + 0.65 * amounts[0]), 2 * amounts[1] - 1, side * (1.6 * amounts[2] - 0.6),
                side * (0.3 + 0.7 * amounts[3]))
            turn(at: start, to: posture * Self.posture)
        }
        for (index, phrase) in phrases.enumerated() {
            let (start, end) = (phrase.span.lowerBound, phrase.span.upperBound)
            address(at: max(start - 0.1, 0))
            var next = start + 1.6 + 1.4 * random.unit()
            while next < end - 0.9 {
                address(at: next)
                next += 1.8 + 1.8 * random.unit()
            }
            let pause = (index + 1 < phrases.count ? phrases[index + 1].span.lowerBound : seconds) - end
            if phrase.isQuestion {
                turn(at: end - 0.3, to: SIMD4(0.25 * side, -1.3, 1.1 * side, 0.2 * side) * Self.posture)
            } else if pause > 0.35 {
                turn(at: end - 0.25, to: SIMD4(0.25 * side, 0.6, 0.2 * side, 0.3 * side) * Self.posture)
            } else {
                address(at: end - 0.2)
            }
        }
        return turns
    }

    /// The syllables that stand out, at least 0.4 s apart. Not each has its nod.
    private static func accents(_ emphasis: [Float], _ seed: UInt64, _ liveliness: Float) -> [Accent] {
        var random = SeededRandom(seed: seed, stream: 32)
        var accents: [Accent] = []
        for step in emphasis.indices.dropFirst().dropLast() {
            let value = emphasis[step]
            guard value > 0.16, value > emphasis[step - 1], value >= emphasis[step + 1] else { continue }
            let time = Double(step) / Double(Prosody.stepsPerSecond)
            guard time - (accents.last?.time ?? -1) > 0.4 else { continue }
            let (nod, brow) = (random.unit(), random.unit())
            let strength = min(value * 1.5, 1)
            let depth = liveliness * (0.020 + 0.034 * strength)
            // A nod goes down fastest by 0.25 of its depth in a frame.
            let slowness = Double(max(0.25 * depth * reach.y / nodStep, 1))
            accents.append(
                Accent(
                    time: time, strength: strength, depth: depth, slowness: slowness, isNod: nod < 0.5 + Double(value),
                    isBrow: brow < 0.3 + 0.8 * Double(value)))
        }
        return accents
    }

    /// Who speaks breathes in before a phrase; in long phrases and pauses about every four seconds.
    private static func breaths(_ phrases: [Range<Double>], _ seconds: Double) -> [Breath] {
        var breaths: [Breath] = []
        func add(_ start: Double) {
            let level = breaths.last.map { breath(start - $0.start, from: $0.level) } ?? 0
            breaths.append(Breath(start: start, level: level))
        }
        for start in phrases.map({ max($0.lowerBound - 0.45, 0) }) + [seconds] {
            while let last = breaths.last, start - last.start > 5.2 { add(last.start + 4.1) }
            if start - (breaths.last?.start ?? -3) > 1.6 { add(start) }
        }
        return breaths
    }

    private static func eased(_ value: Double) -> Float {
        let clamped = Float(min(max(value, 0), 1))
        return clamped * clamped * (3 - 2 * clamped)
    }

    /// The smoothest way from one place to another, at rest at both ends (Flash and Hogan, 1985).
    private static func jerkless(_ value: Double) -> Float {
        let t = Float(min(max(value, 0), 1))
        return t * t * t * (10 - 15 * t + 6 * t * t)
    }
}
