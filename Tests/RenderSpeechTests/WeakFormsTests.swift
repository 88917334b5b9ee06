import Testing

@testable import RenderSpeech

@Suite("How common words are spoken")
struct WeakFormsTests {
    @Test(arguments: [
        ("i", ["aɪ"]), ("i'm", ["aɪ m"]), ("one", ["w ʌ n"]), ("video", ["v ɪ d i oʊ"]), ("the", ["ð ə", "ð i"]),
        ("umbrella", []),
    ])
    func wordsHaveTheFormsOfSpeech(word: String, forms: [String]) {
        #expect(WeakForms.forms(of: word).map { $0.joined(separator: " ") } == forms)
    }

    @Test func everyPhoneIsASound() {
        #expect(WeakForms.words.count > 80)
        for word in WeakForms.words {
            for phone in WeakForms.forms(of: word).joined() { #expect(Phoneme(phone) != nil, "\(word): \(phone)") }
        }
    }
}
