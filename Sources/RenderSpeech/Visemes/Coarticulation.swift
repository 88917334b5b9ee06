import Glibc

/// Turns sounds into the movement of a mouth.
///
/// Each sound pulls the mouth towards its shape with a dominance that rises and falls about its middle (Cohen and
/// Massaro, "Modeling Coarticulation in Synthetic Visual Speech", 1993). What the eye insists on is put in after the
/// smoothing, so that nothing can blur it: lips shut on p, b, m, and the lip under the teeth on f, v.
package struct Coarticulation: Sendable {
    /// Lips round for u, o and w this much before they do anything else for them.
    private static let roundingLeadSeconds = 0.05
    /// A closure is whole for this long; longer than a frame at 25 frames a second, so one frame shows it.
    private static let wholeClosureSeconds = 0.05
    /// How long the lips take to shut and to part.
    private static let shuttingSeconds = 0.045
    private static let partingSeconds = 0.04
    /// The most that the jaw opens or shuts in 10 ms, as a share of its way: all of it takes 65 ms.
    private static let jawStep: Float = 0.155
    /// How much harder an open vowel pulls the jaw than its neighbours do: even a short one between consonants is seen
    /// to be open. Chosen on the sentences of `quality/shapes.sh --dev`.
    private static let openJawStrength: Float = 2
    /// From this on the lips count as shut.
    static let shutPress: Float = 0.98

    /// What the sounds ask for at one moment.
    private struct Blend {
        let shape: MouthShape
        /// How much any sound is there at all, 0…1.
        let presence: Float
        let shares: VisemeShares
    }

    private let phonemes: [TimedPhoneme]
    private let prosody: Prosody
    private let count: Int

    package static func timeline(of phonemes: [TimedPhoneme], prosody: Prosody) -> VisemeTimeline {
        Coarticulation(phonemes, prosody).timeline()
    }

    private init(_ phonemes: [TimedPhoneme], _ prosody: Prosody) {
        count = prosody.activity.count
        self.prosody = prosody
        self.phonemes = SoundSpans(prosody).fitted(phonemes)
    }

    private func timeline() -> VisemeTimeline {
        let closures = envelope(of: .bilabial)
        let tucks = envelope(of: .labiodental)
        let blended = blended()
        let gate = gate(of: blended)
        var shapes = smooth(gated(blended, by: gate))
        for step in shapes.indices { Self.impose(closure: closures[step], tuck: tucks[step], on: &shapes[step]) }
        Self.limitSpeed(of: &shapes)
        let shares = blended.indices.map { step in
            Self.shares(blended[step].shares, gate: gate[step], closure: closures[step], tuck: tucks[step])
        }
        return VisemeTimeline(shapes: shapes, shares: shares)
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
    /// The shapes that the sounds ask for, before loudness.
    private func blended() -> [Blend] {
        var sums = [MouthShape](repeating: .rest, count: count)
        var weights = [Float](repeating: 0, count: count)
        var pucker = weights
        var puckerWeights = weights
        var jaw = weights
        var jawWeights = weights
        var shares = [VisemeShares](repeating: VisemeShares(), count: count)
        for sound in phonemes {
            let shape = VisemeTable.shape(for: sound.phoneme)
            let middle = (sound.start + sound.end) / 2
            let half = max((sound.end - sound.start) / 2, 0.03) * 1.05
            let strength = Self.strength(of: sound.phoneme.viseme)
            let jawStrength = sound.phoneme.viseme == .open ? Self.openJawStrength : strength
            let lead = shape.pucker > 0.5 ? Self.roundingLeadSeconds : 0
            for step in steps(from: middle - 3 * half - lead, to: middle + 3 * half) {
                let time = Double(step) / 100
                let dominance = Self.dominance(time - middle, half)
                let weight = strength * dominance
                sums[step] = sums[step] + shape * weight
                weights[step] += weight
                jaw[step] += shape.jaw * jawStrength * dominance
                jawWeights[step] += jawStrength * dominance
                shares[step][sound.phoneme.viseme] += dominance
                let rounding = strength * Self.dominance(time - middle + lead / 2, half + lead / 2)
                pucker[step] += shape.pucker * rounding
                puckerWeights[step] += rounding
            }
        }
        return sums.indices.map { step in
            var shape = sums[step] * (1 / (weights[step] + 0.08))
            shape.jaw = jaw[step] / (jawWeights[step] + 0.08)
            shape.pucker = pucker[step] / (puckerWeights[step] + 0.08)
            return Blend(shape: shape, presence: min(weights[step] * 2, 1), shares: shares[step].normalized)
        }
    }

    /// 1 where somebody speaks, 0 where the mouth rests.
    private func gate(of blended: [Blend]) -> [Float] {
        Smoothing.gaussian(
            blended.indices.map {
                max(prosody.activity[$0], blended[$0].presence * 0.7) * min(1, blended[$0].presence)
            },
            sigma: 4)
    }

    /// Scales the jaw by loudness, and rests the mouth where nobody speaks.
    private func gated(_ blended: [Blend], by gate: [Float]) -> [MouthShape] {
        blended.indices.map { step in
            var shape = blended[step].shape * gate[step]
            shape.jaw *= 0.62 + 0.52 * prosody.loudness[step]
            return shape
        }
    }

    /// The shares of what is drawn: silence has what the gate keeps back, and what the lips insist on has all.
    private static func shares(_ blended: VisemeShares, gate: Float, closure: Float, tuck: Float) -> VisemeShares {
        if closure > 0.5 { return .only(.bilabial) }
        if tuck > 0.5 { return .only(.labiodental) }
        var shares = blended * gate
        shares[.bilabial] = 0
        shares[.labiodental] = 0
        shares[.silence] = max(1 - gate, 0.001)
        return shares
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
    private func envelope(of wanted: Viseme) -> [Float] {
        var curve = [Float](repeating: 0, count: count)
        for sound in phonemes where sound.phoneme.viseme == wanted {
            let middle = (sound.start + sound.end) / 2
            let half = max(Self.wholeClosureSeconds, sound.end - sound.start - Self.shuttingSeconds) / 2
            let (start, end) = (middle - half, middle + half)
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

    private func steps(from start: Double, to end: Double) -> Range<Int> {
        let first = min(max(Int(start * 100), 0), count)
        return first..<min(max(Int(end * 100) + 1, first), count)
    }

    /// How strongly a class pulls: lips that must shut most, tongue sounds least.
    private static func strength(of viseme: Viseme) -> Float {
        switch viseme {
        case .bilabial, .labiodental: 1.6
        case .rounded, .open, .mid, .front: 1
        case .inner, .silence: 0.55
        }
    }

    private static func dominance(_ distance: Double, _ half: Double) -> Float {
        Float(exp(-pow(abs(distance) / half, 2.2)))
    }
}
