/// Divides what is said into captions, by the rules of the craft (as in the BBC's subtitle guidelines and Netflix's
/// timed text style guide): whole clauses, no more lines than asked for, time enough to read, and no flicker.
package struct CaptionLayout: Sendable {
    /// In columns: 10…80.
    package let lineLength: Int
    /// 1…3.
    package let lines: Int

    /// The least time that a caption stands, if the next one lets it.
    static let leastMilliseconds = 1000
    /// The most time that one stands.
    static let mostMilliseconds = 7000
    /// Between captions that follow each other closely: two frames at 25 a second.
    static let gapMilliseconds = 80
    /// How long one stands on behind its last word, if the next lets it and it is not read yet.
    static let lingerMilliseconds = 1500
    /// Columns that people read in a second.
    static let columnsPerSecond = 17.0
    /// A pause this long always ends a caption.
    static let pauseMilliseconds = 1200
    /// The most words that can be one caption: three lines of one-letter words.
    private static let mostWords = 120

    package init(lineLength: Int = 42, lines: Int = 2) {
        self.lineLength = lineLength
        self.lines = lines
    }

    /// The captions of words that are said one after the other. A word longer than a line is broken.
    package func cues(of words: [TimedWord]) -> [Cue] {
        let words = words.flatMap { fitting($0) }
        guard !words.isEmpty else { return [] }
        // The cheapest way to divide the first n words, for each n.
        var costs: [Double] = [0] + [Double](repeating: .infinity, count: words.count)
        var starts = [Int](repeating: 0, count: words.count + 1)
        let breaks = LineBreaks(lineLength: lineLength, lines: lines)
        for end in 1...words.count {
            for start in stride(from: end - 1, through: max(0, end - Self.mostWords), by: -1) {
                if start < end - 1, isTorn(words[start], words[start + 1]) { break }
                guard let layout = breaks.lines(of: words[start..<end]) else { break }
                let cost = costs[start] + layout.cost + self.cost(of: words[start..<end], before: words[safe: end])
                if cost < costs[end] {
                    costs[end] = cost
                    starts[end] = start
                }
            }
        }
        var ranges: [Range<Int>] = []
        var end = words.count
        while end > 0 {
            ranges.append(starts[end]..<end)
            end = starts[end]
        }
        return timed(ranges.reversed(), words, breaks)
    }

    private func isTorn(_ word: TimedWord, _ next: TimedWord) -> Bool {
        next.startMilliseconds - word.endMilliseconds >= Self.pauseMilliseconds
    }

    /// What makes a caption worse, besides how its lines break.
    private func cost(of words: ArraySlice<TimedWord>, before next: TimedWord?) -> Double {
        guard let first = words.first, let last = words.last else { return 0 }
        let room = max(last.endMilliseconds, (next?.startMilliseconds ?? .max / 2) - Self.gapMilliseconds)
        let available = min(room, last.endMilliseconds + Self.lingerMilliseconds) - first.startMilliseconds
        let columns = words.reduce(0) { $0 + TextWidth.columns(of: $1.text) + ($1.hasSpaceBefore ? 1 : 0) }
        // Each caption costs something, so that there are no more than needed.
        var cost = 6.0
        if let next { cost += 2 * LineBreaks.cost(after: last, before: next) }
        if available < Self.leastMilliseconds { cost += Double(Self.leastMilliseconds - available) / 50 }
        if available > Self.mostMilliseconds { cost += Double(available - Self.mostMilliseconds) / 50 }
        let speed = Double(columns) * 1000 / Double(max(available, 1))
        if speed > Self.columnsPerSecond { cost += min(30, (speed - Self.columnsPerSecond) * 1.5) }
        return cost
    }

    private func timed(_ ranges: [Range<Int>], _ words: [TimedWord], _ breaks: LineBreaks) -> [Cue] {
        var cues: [Cue] = []
        for range in ranges {
            guard let layout = breaks.lines(of: words[range]) else { preconditionFailure("it was found to fit") }
            let start = max(words[range.lowerBound].startMilliseconds, cues.last?.endMilliseconds ?? 0)
            let spoken = max(words[range.upperBound - 1].endMilliseconds, start + 1)
            let columns = layout.texts.reduce(0) { $0 + TextWidth.columns(of: $1) }
            let read = start + max(Self.leastMilliseconds, Int(Double(columns) / Self.columnsPerSecond * 1000))
            let wanted = max(spoken, min(read, spoken + Self.lingerMilliseconds))
            let next = words[safe: range.upperBound].map { max($0.startMilliseconds, spoken) }
            // Where the next follows at once, this one ends a little before it.
            let end = next.map { next in
                next - wanted < Self.gapMilliseconds ? max(start + 1, next - Self.gapMilliseconds) : wanted
            }
            cues.append(Cue(startMilliseconds: start, endMilliseconds: end ?? wanted, lines: layout.texts))
        }
        return cues
    }

    /// A word, or parts of it that fit into a line, which share its time.
    private func fitting(_ word: TimedWord) -> [TimedWord] {
        guard TextWidth.columns(of: word.text) > lineLength else { return [word] }
        var parts: [String] = [""]
        for character in word.text {
            if TextWidth.columns(of: parts[parts.count - 1] + String(character)) > lineLength { parts.append("") }
            parts[parts.count - 1].append(character)
        }
        let length = word.endMilliseconds - word.startMilliseconds
        return parts.enumerated().map { index, part in
            TimedWord(
                part, hasSpaceBefore: index == 0 && word.hasSpaceBefore,
                startMilliseconds: word.startMilliseconds + length * index / parts.count,
                endMilliseconds: word.startMilliseconds + length * (index + 1) / parts.count,
                endsLine: index == parts.count - 1 && word.endsLine)
        }
    }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
