import Testing

@testable import RenderSpeech

@Suite("How common words are spoken")
struct CommonWordsTests {
    @Test(arguments: [("i", "aɪ"), ("i'm", "aɪ m"), ("one", "w ʌ n"), ("video", "v ɪ d i oʊ")])
    func whatTheNetworkMisreadsIsReadRight(word: String, phones: String) {
        #expect(CommonWords.rightForms(of: word).map { $0.joined(separator: " ") } == [phones])
    }

    @Test func smallWordsHaveWeakForms() {
        #expect(CommonWords.weakForms(of: "the") == [["ð", "ə"], ["ð", "i"]])
        #expect(CommonWords.weakForms(of: "umbrella").isEmpty && CommonWords.rightForms(of: "umbrella").isEmpty)
    }

    @Test func otherLanguagesKeepTheirWords() {
        #expect(CommonWords.areEnglish(["every", "morning", "i", "make", "the", "bread"]))
        #expect(!CommonWords.areEnglish(["come", "i", "ragazzi"]))
        #expect(!CommonWords.areEnglish(["das", "video", "was", "ich", "am", "her"]))
    }

    @Test func everyPhoneIsASound() {
        #expect(CommonWords.words.count > 80)
        for word in CommonWords.words {
            for phone in (CommonWords.weakForms(of: word) + CommonWords.rightForms(of: word)).joined() {
                #expect(Phoneme(phone) != nil, "\(word): \(phone)")
            }
        }
    }
}
