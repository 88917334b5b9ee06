/// Every way through a transcript: its words one after the other, each in one of its pronunciations, with or without
/// something between them. A word may be passed over, since not all that is written is said.
///
/// States are numbered so that each comes after those that lead to it.
struct AlignmentGraph: Sendable {
    enum Kind: Sendable, Equatable {
        /// Before, between and after words: silence, or what is said and not written.
        case between
        /// Inside a word, where the recogniser shows nothing.
        case gap
        /// A phone, by its place in `phones`.
        case phone(Int)
    }

    struct Step: Sendable {
        let state: Int
        /// What it adds to the score: 0, or less for a word passed over.
        let score: Float
    }

    /// What it costs to pass a word over, in natural logarithms: two sounds that are not there cost more.
    static let skipScore: Float = -9

    /// The distinct phones, as numbers of the recogniser's symbols.
    let phones: [Int]
    private(set) var kinds: [Kind] = []
    /// The word of each state; of `between`, the word behind it.
    private(set) var words: [Int] = []
    /// What leads to each state, besides itself.
    private(set) var predecessors: [[Step]] = []
    let wordCount: Int
    /// States in which a way may begin and end.
    private(set) var firsts: [Int] = []
    private(set) var lasts: [Int] = []
    /// The highest state that any state up to this one leads to.
    private(set) var reach: [Int] = []

    /// For each word its pronunciations, each as numbers of symbols. A word without any can only be passed over.
    init(_ pronunciations: [[[Int]]]) {
        phones = Array(Set(pronunciations.joined().joined())).sorted()
        wordCount = pronunciations.count
        let places = Dictionary(uniqueKeysWithValues: phones.enumerated().map { ($0.element, $0.offset) })
        var between = add(.between, word: 0, after: [])
        firsts = [between]
        var ends: [Int] = []
        for (word, alternatives) in pronunciations.enumerated() {
            let before = [between] + ends
            ends = []
            for pronunciation in alternatives where !pronunciation.isEmpty {
                ends.append(add(pronunciation.compactMap { places[$0] }, word: word, after: before))
            }
            between = add(
                .between, word: word + 1,
                after: ends.map { Step(state: $0, score: 0) } + [Step(state: between, score: Self.skipScore)])
        }
        lasts = [between] + ends
        reach = Array(kinds.indices)
        for (state, steps) in predecessors.enumerated() {
            for step in steps { reach[step.state] = max(reach[step.state], state) }
        }
        for state in reach.indices.dropFirst() { reach[state] = max(reach[state], reach[state - 1]) }
    }

    /// One pronunciation; its last state.
    private mutating func add(_ phones: [Int], word: Int, after before: [Int]) -> Int {
        var sources = before
        var last = 0
        for (index, phone) in phones.enumerated() {
            // The same phone twice needs a gap between, or it would be one.
            let steps = sources.filter { kinds[$0] != .phone(phone) }.map { Step(state: $0, score: 0) }
            last = add(.phone(phone), word: word, after: steps)
            if index == 0, word == 0 { firsts.append(last) }
            if index + 1 < phones.count {
                sources = [add(.gap, word: word, after: [Step(state: last, score: 0)]), last]
            }
        }
        return last
    }

    private mutating func add(_ kind: Kind, word: Int, after steps: [Step]) -> Int {
        kinds.append(kind)
        words.append(word)
        predecessors.append(steps)
        return kinds.count - 1
    }
}
