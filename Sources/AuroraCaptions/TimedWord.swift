/// A word of a transcript, and when it is said.
package struct TimedWord: Hashable, Sendable {
    /// As it is written, with the punctuation that belongs to it. In scripts without spaces one character.
    package let text: String
    /// Whether a space, or the start of the text, comes before it.
    package let hasSpaceBefore: Bool
    package let startMilliseconds: Int
    package let endMilliseconds: Int
    /// Whether a line of the transcript ends here.
    package let endsLine: Bool

    package init(
        _ text: String, hasSpaceBefore: Bool = true, startMilliseconds: Int, endMilliseconds: Int,
        endsLine: Bool = false
    ) {
        self.text = text
        self.hasSpaceBefore = hasSpaceBefore
        self.startMilliseconds = startMilliseconds
        self.endMilliseconds = endMilliseconds
        self.endsLine = endsLine
    }
}

/// What is shown at a time.
package struct Cue: Hashable, Sendable {
    package var startMilliseconds: Int
    package var endMilliseconds: Int
    /// From top to bottom; at least one, none of them empty.
    package var lines: [String]

    package init(startMilliseconds: Int, endMilliseconds: Int, lines: [String]) {
        self.startMilliseconds = startMilliseconds
        self.endMilliseconds = endMilliseconds
        self.lines = lines
    }
}
