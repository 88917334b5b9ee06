/// How common English words are spoken within a sentence. The network reads every word by itself, as in a dictionary; in
/// speech most small ones are weaker, and some common ones it reads by the rules of other languages, or as the letters that
/// they are. Each is another way to say the word: what is heard decides.
///
/// Weak forms after Roach, "English Phonetics and Phonology" (4th ed.), chapter 12.
enum WeakForms {
    /// Phones apart by spaces.
    static func forms(of word: String) -> [[String]] {
        table[word, default: []].map { $0.split(separator: " ").map(String.init) }
    }

    /// All words that have forms.
    static var words: [String] { table.keys.sorted() }

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
        "i": ["aɪ"], "i'm": ["aɪ m"], "i'll": ["aɪ l"], "i've": ["aɪ v"], "i'd": ["aɪ d"], "me": ["m i"],
        "we": ["w i"], "we'll": ["w i l"], "we've": ["w i v"], "we're": ["w ɪ ɹ"], "you're": ["j ɔ ɹ"],
        "you'll": ["j u l"], "you've": ["j u v"], "he's": ["h i z"], "she's": ["ʃ i z"], "it's": ["ɪ t s"],
        "that's": ["ð æ t s"], "there's": ["ð ɛ ɹ z"], "what's": ["w ʌ t s"], "let's": ["l ɛ t s"],
        "they're": ["ð ɛ ɹ"], "don't": ["d oʊ n t"], "won't": ["w oʊ n t"], "can't": ["k æ n t"],
        "isn't": ["ɪ z n t"], "wasn't": ["w ʌ z n t"], "didn't": ["d ɪ d n t"], "doesn't": ["d ʌ z n t"],
        "these": ["ð i z"], "those": ["ð oʊ z"], "one": ["w ʌ n"], "two": ["t u"], "into": ["ɪ n t u"],
        "give": ["g ɪ v"], "come": ["k ʌ m"], "says": ["s ɛ z"], "said": ["s ɛ d"], "shall": ["ʃ æ l"],
        "own": ["oʊ n"], "only": ["oʊ n l i"], "also": ["ɔ l s oʊ"], "over": ["oʊ v ɝ"], "able": ["eɪ b ə l"],
        "area": ["ɛ ɹ i ə"], "government": ["g ʌ v ɝ m ə n t"], "video": ["v ɪ d i oʊ"],
    ]
}
