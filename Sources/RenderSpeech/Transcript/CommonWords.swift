/// How common English words are spoken within a sentence, where the network that reads words one by one does not know it.
///
/// Weak forms after Roach, "English Phonetics and Phonology" (4th ed.), chapter 12.
enum CommonWords {
    /// Other ways to say a small word, weaker than the dictionary has it: what is heard decides.
    static func weakForms(of word: String) -> [[String]] { phones(weak[word, default: []]) }

    /// The ways to say a word that the network reads by the rules of another language, or as the letter that it is; none
    /// for other words. They take the place of its reading: the recogniser makes the same mistakes, so it would choose that.
    static func rightForms(of word: String) -> [[String]] { phones(misread[word, default: []]) }

    /// Whether the words are English for sure. Some that are misread are words of other languages too, said otherwise there:
    /// the Italian "i", the Spanish "me", the German "video".
    static func areEnglish(_ words: [String]) -> Bool { words.contains(where: unmistakable.contains) }

    private static let unmistakable: Set = [
        "and", "are", "because", "been", "could", "from", "have", "his", "it", "my", "not", "should", "that", "the",
        "them",
        "this", "were", "what", "who", "with", "would", "you", "your",
    ]

    /// All words of both tables.
    static var words: [String] { (Array(weak.keys) + Array(misread.keys)).sorted() }

    /// Phones are apart by spaces.
    private static func phones(_ forms: [String]) -> [[String]] {
        forms.map { $0.split(separator: " ").map(String.init) }
    }

    private static let weak: [String: [String]] = [
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

    private static let misread: [String: [String]] = [
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
