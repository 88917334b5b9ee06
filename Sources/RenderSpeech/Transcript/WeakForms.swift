/// How small English words are spoken within a sentence. The network reads every word by itself, as in a dictionary; in
/// speech most of these are weaker. Each is another way to say the word: what is heard decides.
///
/// After Roach, "English Phonetics and Phonology" (4th ed.), chapter 12.
enum WeakForms {
    /// Phones apart by spaces.
    static func forms(of word: String) -> [[String]] {
        table[word, default: []].map { $0.split(separator: " ").map(String.init) }
    }

    private static let table: [String: [String]] = [
        "a": ["ə"], "an": ["ə n"], "the": ["ð ə", "ð i"], "and": ["ə n d", "ə n"], "but": ["b ə t", "b ʌ t"],
        "of": ["ʌ v", "ə v"], "to": ["t ə", "t u"], "for": ["f ɝ"], "from": ["f ɹ ʌ m", "f ɹ ə m"], "at": ["ə t"],
        "as": ["ə z"], "than": ["ð ə n"], "that": ["ð ə t"], "or": ["ɝ"], "was": ["w ə z", "w ʌ z"], "were": ["w ɝ"],
        "are": ["ɝ"], "is": ["ɪ z"], "have": ["h æ v", "ə v"], "has": ["h ə z"], "had": ["h ə d"],
        "do": ["d u", "d ə"],
        "does": ["d ʌ z"], "can": ["k ə n"], "could": ["k ə d"], "would": ["w ə d"], "should": ["ʃ ə d"],
        "must": ["m ə s t"], "you": ["j u", "j ə"], "your": ["j ɝ"], "his": ["h ɪ z", "ɪ z"], "him": ["h ɪ m", "ɪ m"],
        "her": ["h ɝ", "ɝ"], "them": ["ð ə m", "ð ɛ m"], "us": ["ə s", "ʌ s"], "some": ["s ə m", "s ʌ m"],
        "what": ["w ʌ t"], "been": ["b ɪ n"], "even": ["i v ə n"], "because": ["b ɪ k ʌ z"], "who": ["h u"],
    ]
}
