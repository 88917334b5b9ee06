/// A text cut into what captions are set in: words, or characters where a script has no spaces.
package struct WrittenText: Sendable, Equatable {
    /// A word or a character, with the marks that belong to it.
    package struct Word: Sendable, Equatable {
        /// As it is written.
        package let text: String
        /// Whether a space or a line break stands before it.
        package let spaceBefore: Bool
        /// Whether a line break follows.
        package internal(set) var endsLine = false
        /// How it is spoken, in words of small letters; none of a mark by itself.
        let spoken: [String]

        /// Whether there is something to say in it, and not a mark alone.
        package var isSpoken: Bool { weight > 0 }

        /// How long it takes to say, compared to others.
        var weight: Int { text.unicodeScalars.count { $0.properties.isAlphabetic || $0.properties.numericType != nil } }
    }

    package let words: [Word]

    /// Longer texts are cut off: an hour of fast speech.
    private static let mostWords = 40_000

    package init(_ text: String) {
        var found: [Word] = []
        var current = ""
        var hasSpace = false
        func finish(_ word: inout String) {
            if !word.isEmpty {
                found.append(Word(text: word, spaceBefore: hasSpace, spoken: SpokenWords.words(of: word)))
                hasSpace = false
            }
            word = ""
        }
        for character in text {
            guard found.count < Self.mostWords else { break }
            if character.isWhitespace {
                finish(&current)
                hasSpace = !found.isEmpty
                if character.isNewline, let last = found.indices.last { found[last].endsLine = true }
                continue
            }
            if Self.isApart(current, from: character) { finish(&current) }
            current.append(character)
        }
        finish(&current)
        if let last = found.indices.last { found[last].endsLine = false }
        words = found
    }

    /// Whether a word that was begun ends before `character`, though there is no space.
    private static func isApart(_ word: String, from character: Character) -> Bool {
        guard let last = word.last(where: { !isMark($0) }) else { return false }
        if isMark(character) { return isOpening(character) && (isSpaceless(last) || isWide(character)) }
        if isSpaceless(character) || isSpaceless(last) { return true }
        return false
    }

    /// Punctuation, which stays with what it follows unless it opens something.
    private static func isMark(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first else { return false }
        switch scalar.properties.generalCategory {
        case .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation,
            .dashPunctuation, .connectorPunctuation:
            return true
        default: return false
        }
    }

    private static func isOpening(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first else { return false }
        return [.openPunctuation, .initialPunctuation].contains(scalar.properties.generalCategory)
    }

    /// The marks of Chinese and Japanese.
    private static func isWide(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first else { return false }
        return (0x3000...0x303F).contains(scalar.value) || (0xFF00...0xFFEF).contains(scalar.value)
    }

    /// Whether a script is written without spaces between words. Blocks of Unicode 15.
    private static func isSpaceless(_ character: Character) -> Bool {
        guard let value = character.unicodeScalars.first?.value else { return false }
        return spaceless.contains { $0.contains(value) }
    }

    private static let spaceless: [ClosedRange<UInt32>] = [
        0x0E00...0x0EFF, 0x0F00...0x0FFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0x2FDF, 0x3005...0x3007,
        0x3040...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF66...0xFF9F,
        0x20000...0x323AF,
    ]
}
