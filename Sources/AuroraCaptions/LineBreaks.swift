/// Divides the words of one cue into lines: as few as fit, broken where the sense breaks, and about as long as each
/// other, the upper one no longer than the lower.
struct LineBreaks {
    /// In columns.
    let lineLength: Int
    let lines: Int

    /// What it costs to break behind a word, by what stands there. Higher is worse.
    static func cost(after word: TimedWord, before next: TimedWord?) -> Double {
        if word.endsLine { return 0 }
        let bare = word.text.filter { !closing.contains($0) }
        if let last = bare.last {
            if sentenceEnds.contains(last) { return 0 }
            if clauseEnds.contains(last) { return 1 }
        }
        // In scripts without spaces any place will do that does not part a number or a word in other letters.
        if let next, !next.hasSpaceBefore { return 6 }
        return leaning.contains(bare.lowercased()) ? 12 : 5
    }

    static let sentenceEnds: Set<Character> = [".", "!", "?", "…", "。", "！", "？", "؟", "।", "۔", "։", "።"]
    static let clauseEnds: Set<Character> = [",", ";", ":", "—", "–", "、", "，", "；", "：", "،", "؛"]
    private static let closing: Set<Character> = ["\"", "'", "”", "’", "»", ")", "]", "」", "』", "）", "“"]
    /// Words that belong to the next one, in some languages: articles, prepositions and conjunctions.
    private static let leaning: Set<String> = [
        "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "with", "from", "and", "or", "but", "as", "that",
        "before", "after", "because", "when", "while", "if", "who", "which", "than", "into", "over", "under",
        "my", "your", "his", "her", "its", "our", "their", "der", "die", "das", "dem", "den", "des", "ein", "eine",
        "einen", "einem", "einer", "und", "oder", "aber", "mit", "von", "zu", "im", "am", "auf", "für", "le", "la",
        "les",
        "un", "une", "des", "du", "de", "et", "ou", "à", "au", "aux", "el", "los", "las", "una", "del", "y", "o", "con",
        "por", "para", "en", "il", "lo", "gli", "di", "da", "e", "che", "os", "um", "uma", "do", "dos", "com",
    ]

    /// The lines of some words; nil if they do not fit.
    func lines(of words: ArraySlice<TimedWord>) -> (texts: [String], cost: Double)? {
        let widths = words.map { TextWidth.columns(of: $0.text) }
        let spaces = words.enumerated().map { $0.offset > 0 && $0.element.hasSpaceBefore ? 1 : 0 }
        for count in 1...lines {
            if let best = divide(Array(words), widths, spaces, into: count) { return best }
        }
        return nil
    }

    private func divide(_ words: [TimedWord], _ widths: [Int], _ spaces: [Int], into count: Int) -> (
        texts: [String], cost: Double
    )? {
        guard count <= words.count else { return nil }
        var best: (breaks: [Int], cost: Double)?
        // There are at most three lines, of a cue of some dozen words: all divisions are tried.
        forEachDivision(of: words.count, into: count) { breaks in
            var cost = 0.0
            var longest = 0
            var above = 0
            for (line, range) in ranges(breaks, words.count).enumerated() {
                let width = range.reduce(0) { $0 + widths[$1] + ($1 == range.lowerBound ? 0 : spaces[$1]) }
                guard width <= lineLength else { return }
                if line > 0 { cost += Double(abs(above - width)) * (above > width ? 0.12 : 0.08) }
                if range.upperBound < words.count {
                    cost += Self.cost(after: words[range.upperBound - 1], before: words[range.upperBound])
                }
                above = width
                longest = max(longest, width)
            }
            if best.map({ cost < $0.cost }) ?? true { best = (breaks, cost) }
        }
        guard let best else { return nil }
        let texts = ranges(best.breaks, words.count).map { range in
            range.reduce(into: "") { text, index in
                text += (index > range.lowerBound && words[index].hasSpaceBefore ? " " : "") + words[index].text
            }
        }
        return (texts, best.cost)
    }

    private func ranges(_ breaks: [Int], _ count: Int) -> [Range<Int>] {
        zip([0] + breaks, breaks + [count]).map { $0..<$1 }
    }

    private func forEachDivision(of count: Int, into parts: Int, _ body: ([Int]) -> Void) {
        switch parts {
        case 1: body([])
        case 2: for first in 1..<max(count, 2) where first < count { body([first]) }
        default:
            for first in 1..<max(count, 2) {
                for second in (first + 1)..<max(count, first + 2) where second < count { body([first, second]) }
            }
        }
    }
}
