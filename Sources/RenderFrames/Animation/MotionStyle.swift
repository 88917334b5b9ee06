/// How lively a face is: factors on what it does by itself, 1 is as usual.
package struct MotionStyle: Sendable, Equatable {
    /// Turns, nods and sways of the head.
    package var head: Float = 1
    /// Raised eyebrows.
    package var brows: Float = 1
    /// How wide the mouth opens. Closures are never touched.
    package var mouth: Float = 1

    package init() {}

    /// What the renderer understands of a prompt: the words below, and nothing else. Each multiplies the factors.
    ///
    /// | words | head | brows | mouth |
    /// |---|---|---|---|
    /// | still, motionless | 0.35 | 0.6 | 1 |
    /// | subtle, gentle, minimal, slight | 0.75 | 0.9 | 1 |
    /// | calm, relaxed, composed, thoughtful, serious | 0.85 | 0.85 | 1 |
    /// | enthusiasm, enthusiastic, lively, warm, warmly, friendly, cheerful | 1.15 | 1.2 | 1.03 |
    /// | expressive, animated, dramatic | 1.2 | 1.35 | 1.06 |
    /// | energetic, excited, dynamic, vigorous | 1.4 | 1.3 | 1.08 |
    private static let vocabulary: [(words: Set<String>, head: Float, brows: Float, mouth: Float)] = [
        (["still", "motionless"], 0.35, 0.6, 1),
        (["subtle", "gentle", "minimal", "slight"], 0.75, 0.9, 1),
        (["calm", "relaxed", "composed", "thoughtful", "serious"], 0.85, 0.85, 1),
        (["enthusiasm", "enthusiastic", "lively", "warm", "warmly", "friendly", "cheerful"], 1.15, 1.2, 1.03),
        (["expressive", "animated", "dramatic"], 1.2, 1.35, 1.06),
        (["energetic", "excited", "dynamic", "vigorous"], 1.4, 1.3, 1.08),
    ]

    /// Reads a prompt. `strength` is the guidance scale: 0 leaves everything as usual, 1 takes the table as it is, 2 and
    /// more twice as far. Each row counts once, however many of its words are there, and the factors stay within what
    /// looks natural.
    package init(prompt: String, strength: Float) {
        let words = Set(prompt.lowercased().split { !$0.isLetter }.map(String.init))
        let weight = min(max(strength, 0), 2)
        for row in Self.vocabulary where !row.words.isDisjoint(with: words) {
            head *= 1 + (row.head - 1) * weight
            brows *= 1 + (row.brows - 1) * weight
            mouth *= 1 + (row.mouth - 1) * weight
        }
        head = min(max(head, 0.2), 1.7)
        brows = min(max(brows, 0.3), 1.8)
        mouth = min(max(mouth, 0.85), 1.15)
    }
}
