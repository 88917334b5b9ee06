import Testing

@testable import RenderSpeech

@Suite("How words are spelt")
struct SpellingTests {
    @Test(arguments: [
        (Spelling.german, "schwarzbrot", "ʃ v a ɹ t s b ɹ o t"), (.german, "vielleicht", "f i l aɪ x t"),
        (.german, "spät", "ʃ p ɛ t"), (.french, "chambre", "ʃ ɑ b ʁ"), (.french, "beaucoup", "b o k u"),
        (.french, "femme", "f ə m"), (.spanish, "vamos", "b a m o s"), (.spanish, "queso", "k ɛ s o"),
        (.italian, "famiglia", "f a m i ʎ i a"), (.italian, "bocca", "b o k a"),
        (.portuguese, "bom", "b o"), (.portuguese, "falando", "f a l ɐ d u"), (.polish, "wódka", "v u d k a"),
        (.dutch, "goed", "x u d"),
    ])
    func lettersStandForTheSoundsOfTheirLanguage(spelling: Spelling, word: String, phones: String) {
        #expect(spelling.phones(of: word).joined(separator: " ") == phones)
    }

    @Test func everyPhoneIsASound() {
        for spelling in Spelling.all {
            for phone in "abcdefghijklmnopqrstuvwxyzäöüßéèçñãõłśż".flatMap({ spelling.phones(of: "\($0)a") }) {
                #expect(Phoneme(phone) != nil, "\(phone)")
            }
        }
    }

    @Test func noWordIsRefused() {
        for word in ["", "'", "日本", "свобода", "xyz'q", "aaaa"] {
            for spelling in Spelling.all { #expect(spelling.phones(of: word).count <= 2 * word.count) }
        }
    }
}
