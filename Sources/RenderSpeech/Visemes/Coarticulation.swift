import Glibc

/// Turns sounds into the movement of a mouth.
///
/// Each sound pulls the mouth towards its shape with a dominance that rises and falls about its middle (Cohen and
/// Massaro, "Modeling Coarticulation in Synthetic Visual Speech", 1993). What the eye insists on is put in after the
/// smoothing, so that nothing can blur it: lips shut on p, b, m, and the lip under the teeth on f, v.
package struct Coarticulation: Sendable {
    /// Lips move this much before the sound is heard.
    private static let leadSeconds = 0.02
    /// Lips round for u, o and w this much before they do anything else for them.
    private static let roundingLeadSeconds = 0.05
    /// A closure is whole for at least this long; longer than a frame at 25 frames a second, so one frame shows it.
    private static let wholeClosureSeconds = 0.05
    /// How long a closure is with its edges, reached by starting it earlier.
    private static let closureSeconds = 0.08
    /// How long the lips take to shut and to part.
    private static let shuttingSeconds = 0.045
    private static let partingSeconds = 0.04
    /// The most that the jaw opens or shuts in 10 ms, as a share of its way: all of it takes 65 ms.
    private static let jawStep: Float = 0.155
    /// From this on the lips count as shut.
    static let shutPress: Float = 0.98

    private let phonemes: [TimedPhoneme]
    private let prosody: Prosody
    private let count: Int

    package static func timeline(of phonemes: [TimedPhoneme], prosody: Prosody) -> VisemeTimeline {
        Coarticulation(phonemes, prosody).timeline()
    }

    /// Sounds heard where there is no energy are the recogniser's fancy: they are left out.
    private init(_ phonemes: [TimedPhoneme], _ prosody: Prosody) {
        let steps = prosody.activity.count
        count = steps
        self.prosody = prosody
        self.phonemes = phonemes.filter { sound in
            let first = min(max(Int((sound.start - 0.05) * 100), 0), steps - 1)
            let last = min(max(Int((sound.end + 0.05) * 100), first), steps - 1)
            return (prosody.activity[first...last].max() ?? 0) > 0.1
        }.map { TimedPhoneme(phoneme: $0.phoneme, start: $0.start - Self.leadSeconds, end: $0.end - Self.leadSeconds) }
    }

    private func timeline() -> VisemeTimeline {
        let closures = envelope(of: .bilabial)
        let tucks = envelope(of: .labiodental)
        var shapes = smooth(gated(blended()))
        for step in shapes.indices { Self.impose(closure: closures[step], tuck: tucks[step], on: &shapes[step]) }
        Self.limitSpeed(of: &shapes)
        return VisemeTimeline(shapes: shapes, classes: classes(closures, tucks))
    }

    /// A jaw has mass: between two closures there is no time to open it wide. Only lowers, so closures stay whole.
    private static func limitSpeed(of shapes: inout [MouthShape]) {
        func limit(_ step: Int, by neighbour: Int) {
            shapes[step].jaw = min(shapes[step].jaw, shapes[neighbour].jaw + jawStep)
            shapes[step].upperLip = min(shapes[step].upperLip, shapes[neighbour].upperLip + jawStep)
            shapes[step].lowerLip = min(shapes[step].lowerLip, shapes[neighbour].lowerLip + jawStep)
        }
        for step in shapes.indices.dropFirst() { limit(step, by: step - 1) }
        for step in shapes.indices.dropLast().reversed() { limit(step, by: step + 1) }
    }

    private static func impose(closure: Float, tuck: Float, on shape: inout MouthShape) {
        let parted = 1 - closure
        shape.jaw *= (1 - 0.75 * tuck) * parted
        shape.wide *= 1 - 0.4 * closure
        shape.upperLip *= parted
        shape.lowerLip *= (1 - tuck) * parted
        shape.tuck = max(shape.tuck * 0.4, tuck) * parted
        shape.press = max(shape.press * 0.4, closure)
    }
}

extension Coarticulation {
    /// The shapes that the sounds ask for, before loudness; the weight says how much any sound is there at all.
    private func blended() -> [(shape: MouthShape, presence: Float)] {
        var sums = [MouthShape](repeating: .rest, count: count)
        var weights = [Float](repeating: 0, count: count)
        var pucker = [Float](repeating: 0, count: count)
        var puckerWeights = weights
        for sound in phonemes {
            let shape = VisemeTable.shape(for: sound.phoneme)
            let middle = (sound.start + sound.end) / 2
            let half = max((sound.end - sound.start) / 2, 0.03) * 1.05
            let strength = Self.strength(of: sound.phoneme.phonemeClass)
            let lead = shape.pucker > 0.5 ? Self.roundingLeadSeconds : 0
            for step in steps(from: middle - 3 * half - lead, to: middle + 3 * half) {
                let time = Double(step) / 100
                let weight = strength * Self.dominance(time - middle, half)
                sums[step] = sums[step] + shape * weight
                weights[step] += weight
                let rounding = strength * Self.dominance(time - middle + lead / 2, half + lead / 2)
                pucker[step] += shape.pucker * rounding
                puckerWeights[step] += rounding
            }
        }
        return sums.indices.map { step in
            var shape = sums[step] * (1 / (weights[step] + 0.08))
            shape.pucker = pucker[step] / (puckerWeights[step] + 0.08)
            return (shape, min(weights[step] * 2, 1))
        }
    }

    /// Scales the jaw by loudness, and rests the mouth where nobody speaks.
    private func gated(_ blended: [(shape: MouthShape, presence: Float)]) -> [MouthShape] {
        let gate = Smoothing.gaussian(
            blended.indices.map {
                max(prosody.activity[$0], blended[$0].presence * 0.7) * min(1, blended[$0].presence)
            },
            sigma: 4)
        return blended.indices.map { step in
            var shape = blended[step].shape * gate[step]
            shape.jaw *= 0.62 + 0.52 * prosody.loudness[step]
            return shape
        }
    }

    private func smooth(_ shapes: [MouthShape]) -> [MouthShape] {
        var result = shapes
        for channel in 0..<MouthShape.channelCount {
            let curve = Smoothing.gaussian(shapes.map { $0[channel: channel] }, sigma: 2.6)
            for step in result.indices { result[step][channel: channel] = curve[step] }
        }
        return result
    }

    /// 1 while the lips do what `wanted` demands, with soft edges.
    private func envelope(of wanted: PhonemeClass) -> [Float] {
        var curve = [Float](repeating: 0, count: count)
        for (index, sound) in phonemes.enumerated() where sound.phoneme.phonemeClass == wanted {
            let before = index > 0 ? phonemes[index - 1] : nil
            let (start, end) = Self.whole(sound, after: before)
            for step in steps(from: start - Self.shuttingSeconds, to: end + Self.partingSeconds) {
                let time = Double(step) / 100
                let distance =
                    time < start
                    ? (start - time) / Self.shuttingSeconds : max(time - end, 0) / Self.partingSeconds
                curve[step] = max(curve[step], Float(0.5 + 0.5 * cos(.pi * min(distance, 1))))
            }
        }
        return curve
    }

    /// When the lips are wholly shut: it ends with the sound's burst, and begins earlier if that is too short, but not
    /// before the middle of the sound before.
    private static func whole(_ sound: TimedPhoneme, after before: TimedPhoneme?) -> (start: Double, end: Double) {
        let end = min(sound.end, sound.start + 0.09)
        let edges = (shuttingSeconds + partingSeconds) / 2
        let limit = before.map { ($0.start + min($0.end, sound.start)) / 2 } ?? -1
        let start = min(sound.start + edges / 2, max(end - closureSeconds, limit))
        return (min(start, end - wholeClosureSeconds), end)
    }

    private func classes(_ closures: [Float], _ tucks: [Float]) -> [PhonemeClass] {
        var shown = [PhonemeClass](repeating: .silence, count: count)
        var strongest = [Float](repeating: 0.15, count: count)
        for sound in phonemes {
            let middle = (sound.start + sound.end) / 2
            let half = max((sound.end - sound.start) / 2, 0.03) * 1.05
            for step in steps(from: middle - 2 * half, to: middle + 2 * half) {
                let weight =
                    Self.strength(of: sound.phoneme.phonemeClass)
                    * Self.dominance(Double(step) / 100 - middle, half)
                if weight > strongest[step] { (shown[step], strongest[step]) = (sound.phoneme.phonemeClass, weight) }
            }
        }
        for step in shown.indices {
            if closures[step] > 0.5 { shown[step] = .bilabial } else if tucks[step] > 0.5 { shown[step] = .labiodental }
        }
        return shown
    }

    private func steps(from start: Double, to end: Double) -> Range<Int> {
        let first = min(max(Int(start * 100), 0), count)
        return first..<min(max(Int(end * 100) + 1, first), count)
    }

    /// How strongly a class pulls: lips that must shut most, tongue sounds least.
    private static func strength(of phonemeClass: PhonemeClass) -> Float {
        switch phonemeClass {
        case .bilabial, .labiodental: 1.6
        case .rounded, .open, .mid, .front: 1
        case .inner, .silence: 0.55
        }
    }

    private static func dominance(_ distance: Double, _ half: Double) -> Float {
        Float(exp(-pow(abs(distance) / half, 2.2)))
    }
}
