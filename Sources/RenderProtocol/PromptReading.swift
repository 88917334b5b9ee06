/// Something that a prompt asks for, and the words that ask for it.
package struct PromptWish: Sendable, Equatable {
    /// What is asked for, as it is at a scale of 1.
    package enum Effect: Sendable, Equatable {
        case motion(Int)
        case smile(Int)
        case calm(Int)
        case earnest(Int)
        case enthusiastic(Int)
        case blinks(Int)
        case camera(CameraMove)
        case warmth(Int)
        case backgroundBlur(Int)
    }

    package let words: String
    package let effect: Effect
}

/// What a prompt asks for, by the vocabulary of `PromptVocabulary`; everything else in it is passed over.
///
/// A prompt is read clause by clause (commas, full stops, "and", "but" end one). A clause has one thing that it is about
/// and words of degree before or after it: "very subtle head movement", "smiles slightly", "does not blink". What is said
/// later counts.
package struct PromptReading: Sendable, Equatable {
    package let wishes: [PromptWish]

    package init(_ prompt: String) {
        wishes = Self.clauses(prompt.lowercased()).flatMap { clause in Clause(words: clause).wishes }
    }

    private static func clauses(_ text: String) -> [[String]] {
        var clauses: [[String]] = [[]]
        var word = ""
        func finishWord() {
            guard !word.isEmpty else { return }
            if PromptVocabulary.joints.contains(word) {
                clauses.append([])
            } else {
                clauses[clauses.count - 1].append(word)
            }
            word = ""
        }
        for character in text {
            if character.isLetter || character == "'" || character == "’" {
                word.append(character == "’" ? "'" : character)
            } else {
                finishWord()
                if !(character.isWhitespace || character == "-" || character.isNumber) { clauses.append([]) }
            }
        }
        finishWord()
        return clauses.filter { !$0.isEmpty }
    }
}

/// One clause of a prompt.
private struct Clause {
    let words: [String]

    var wishes: [PromptWish] {
        var wishes: [PromptWish] = []
        var first = 0
        var wasNegated = false
        for index in words.indices {
            guard let topic = PromptVocabulary.topic(of: words, at: index) else { continue }
            // Words of degree belong to the topic that they stand before; those behind the last one, to the last one.
            let isLast = !words.indices.dropFirst(index + 1).contains {
                PromptVocabulary.topic(of: words, at: $0) != nil
            }
            let reach = first...(isLast ? words.count - 1 : index)
            let company = reach.filter { $0 != index }.map { words[$0] }
            var degree = PromptDegree(company)
            // "No smile or blinking": the "no" goes for both.
            if wasNegated, company.contains(where: PromptVocabulary.carriers.contains) { degree.isNegated = true }
            wasNegated = degree.isNegated
            if let effect = topic.effect(degree) {
                wishes.append(PromptWish(words: told(reach), effect: effect))
            }
            first = index + 1
        }
        return wishes
    }

    /// The words of a stretch from the first to the last that mean something.
    private func told(_ reach: ClosedRange<Int>) -> String {
        let known = reach.filter { PromptVocabulary.knows(words[$0]) }
        guard let first = known.first, let last = known.last else { return words[reach].joined(separator: " ") }
        return words[first...last].joined(separator: " ")
    }
}

/// How much of something a clause asks for.
struct PromptDegree: Equatable {
    /// None at all.
    var isNegated = false
    /// In hundredths of the plain word: 50 for "slightly", 150 for "very".
    var amount = 100
    /// Words of size: -2 for "minimal", -1 for "subtle", 1 for "strong".
    var size = 0

    init(_ words: some Sequence<String>) {
        for word in words {
            if PromptVocabulary.negations.contains(word) || word.hasSuffix("n't") { isNegated.toggle() }
            if PromptVocabulary.more.contains(word) { amount = amount * 3 / 2 }
            if PromptVocabulary.less.contains(word) { amount = amount / 2 }
            if PromptVocabulary.tiny.contains(word) { size = -2 }
            let isSmall = PromptVocabulary.small.contains(word) || PromptVocabulary.calm.contains(word)
            if isSmall, size == 0 { size = -1 }
            if PromptVocabulary.large.contains(word) || PromptVocabulary.enthusiastic.contains(word) { size = 1 }
        }
        amount = min(amount, 225)
    }
}
