import RenderInference

/// When the words of a text are spoken.
package struct WordTiming: Sendable, Equatable {
    /// Seconds from the start of the sound, one for each word of the text; in order, and none ends before it starts.
    package let spans: [Range<Double>]
    /// The share of all sounds, written and heard, that agree, 0…1; nil where the text's script says nothing of how it
    /// sounds, and words have their times by their length alone.
    package let fit: Float?

    /// A text with this fit or more is what is said.
    package static let leastFit = TranscriptReader.leastFit
}

/// Finds the edges of words between the sounds that were placed, and gives times to words that were not.
struct WordEdges {
    /// What is known of a word: when its first and its last sound begin.
    struct Heard: Equatable {
        var first: Double
        var last: Double
    }

    /// Below this activity nobody speaks.
    private static let leastActivity: Float = 0.25
    /// Less than this is the silence inside p, t and k, not a pause.
    private static let shortestPauseSteps = 14
    /// A last sound is heard so long, if nothing else ends it.
    private static let longestLastSeconds = 0.45
    /// One that is followed by what cannot be placed.
    private static let usualLastSeconds = 0.12
    private static let shortestSeconds = 0.04

    private let activity: [Float]
    private let durationSeconds: Double
    private let pauses: [Range<Double>]
    private static let rate = Double(Prosody.stepsPerSecond)

    init(_ prosody: Prosody, durationSeconds: Double) {
        activity = prosody.activity
        self.durationSeconds = durationSeconds
        var found: [Range<Double>] = []
        var start: Int?
        for step in 0...activity.count {
            let isQuiet = step < activity.count && activity[step] < Self.leastActivity
            if isQuiet, start == nil { start = step }
            if !isQuiet, let first = start {
                if step - first >= Self.shortestPauseSteps {
                    found.append(Double(first) / Self.rate..<Double(step) / Self.rate)
                }
                start = nil
            }
        }
        pauses = found
    }

    /// The spans of all words. `heard` has nil for a word that was not placed, and `weights` what each takes to say.
    func spans(_ heard: [Heard?], weights: [Int]) -> [Range<Double>] {
        var spans = [Range<Double>?](repeating: nil, count: heard.count)
        let placed = heard.indices.filter { heard[$0] != nil }
        var floor = 0.0
        for (place, index) in placed.enumerated() {
            guard let word = heard[index] else { continue }
            let next = place + 1 < placed.count ? placed[place + 1] : nil
            let following = next.flatMap { heard[$0]?.first } ?? durationSeconds
            let leavesOut = weights[(index + 1)..<(next ?? heard.count)].contains { $0 > 0 }
            let start = min(max(onset(word.first), floor), durationSeconds)
            let last = max(word.last, start)
            var end = min(last + (leavesOut ? Self.usualLastSeconds : Self.longestLastSeconds), following)
            if let pause = pauses.first(where: { $0.lowerBound >= last - 0.02 && $0.lowerBound < end }) {
                end = pause.lowerBound
            }
            end = min(max(end, start + Self.shortestSeconds), durationSeconds)
            spans[index] = start..<max(start, end)
            floor = max(start, end)
        }
        fill(&spans, weights)
        return spans.map { $0 ?? 0..<0 }
    }

    /// A word does not begin within a pause, but at its end.
    private func onset(_ seconds: Double) -> Double {
        guard let pause = pauses.first(where: { $0.contains(seconds) }) else { return seconds }
        return pause.upperBound - seconds < 0.25 ? pause.upperBound : seconds
    }

    /// Gives each stretch of words without times what is spoken between their neighbours, by their weights.
    private func fill(_ spans: inout [Range<Double>?], _ weights: [Int]) {
        var index = 0
        while index < spans.count {
            guard spans[index] == nil else {
                index += 1
                continue
            }
            var end = index
            while end < spans.count, spans[end] == nil { end += 1 }
            let from = index > 0 ? spans[index - 1]?.upperBound ?? 0 : 0
            let to = end < spans.count ? spans[end]?.lowerBound ?? durationSeconds : durationSeconds
            let stretch = Stretch(from: from, to: to, active: active(between: from, and: to))
            let total = weights[index..<end].reduce(0, +)
            var sum = 0
            for word in index..<end {
                let start = stretch.moment(Double(sum) / Double(max(total, 1)), isEnd: false)
                sum += weights[word]
                // A mark by itself takes no time.
                let share = Double(sum) / Double(max(total, 1))
                let stop = weights[word] == 0 ? start : stretch.moment(share, isEnd: true)
                spans[word] = start..<max(start, stop)
            }
            index = end
        }
    }

    /// The steps between two moments in which somebody speaks.
    private func active(between from: Double, and to: Double) -> [Int] {
        let first = Int(from * Self.rate)
        return (first..<max(Int((to * Self.rate).rounded(.up)), first + 1)).filter {
            activity.indices.contains($0) && activity[$0] >= Self.leastActivity
        }
    }

    /// Where words lie that were not placed.
    private struct Stretch {
        let from: Double
        let to: Double
        let active: [Int]

        /// The moment by which a share of what is spoken here was said: a word begins with the first step that is its
        /// own, and ends with its last.
        func moment(_ share: Double, isEnd: Bool) -> Double {
            guard to > from else { return from }
            guard !active.isEmpty else { return from + (to - from) * share }
            let place = share * Double(active.count)
            let whole = min(max(isEnd ? Int(place.rounded(.up)) - 1 : Int(place), 0), active.count - 1)
            return min(max((Double(active[whole]) + min(place - Double(whole), 1)) / rate, from), to)
        }
    }
}
