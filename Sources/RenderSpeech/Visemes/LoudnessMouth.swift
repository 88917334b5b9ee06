/// A mouth that opens as far as the sound is loud, whatever is said.
///
/// It is what the movement of sounds is measured against: a score that this mouth reaches too says nothing about sounds.
package enum LoudnessMouth {
    /// The shapes for a sound: jaw and lips follow its loudness, nothing closes on p, b, m.
    package static func timeline(of prosody: Prosody) -> VisemeTimeline {
        let openness = zip(prosody.loudness, prosody.activity).map { loudness, activity in min(loudness * activity, 1) }
        let shapes = openness.map { MouthShape(jaw: 0.9 * $0, upperLip: 0.2 * $0, lowerLip: 0.25 * $0) }
        let shares = openness.map { openness in
            var shares = VisemeShares()
            shares[.open] = openness
            shares[.silence] = 1 - openness
            return shares
        }
        return VisemeTimeline(shapes: shapes, shares: shares)
    }
}
