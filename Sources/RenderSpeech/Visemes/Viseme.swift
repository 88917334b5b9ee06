/// What a viewer can tell apart on a mouth: the shapes that the sounds of speech fall into.
package enum Viseme: String, Sendable, CaseIterable {
    /// Nobody speaks: the mouth rests closed.
    case silence = "SIL"
    /// p, b, m: the lips are shut.
    case bilabial = "PBM"
    /// f, v: the lower lip is under the upper teeth.
    case labiodental = "FV"
    /// u, o, w, and the rounded consonants.
    case rounded = "RND"
    /// a and its kin: the jaw is down.
    case open = "AA"
    /// e and its kin.
    case mid = "EH"
    /// i and its kin: the lips are drawn apart.
    case front = "IY"
    /// Everything made inside the mouth, the lips a little apart.
    case inner = "TT"

    package var isVowel: Bool { self == .rounded || self == .open || self == .mid || self == .front }
}
