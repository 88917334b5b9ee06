/// The words of a transcript as they are spoken: small letters, numbers written out, marks left out.
enum SpokenWords {
    /// At most this many are read of a transcript: an hour of fast speech.
    private static let most = 20_000

    static func words(of text: String) -> [String] {
        var words: [String] = []
        // An apostrophe belongs to its word, whichever way it is typed.
        for piece in text.lowercased().split(whereSeparator: { !isPart($0) }) {
            let word = String(piece.map { $0 == "’" ? "'" : $0 })
            let isNumber = word.allSatisfy { $0.isASCII && $0.isNumber }
            if isNumber {
                words += NumberWords.words(of: word)
            } else if word.contains(where: \.isLetter) {
                words.append(word)
            }
            if words.count >= most { break }
        }
        return words
    }

    private static func isPart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "'" || character == "’"
    }
}

/// Numbers in English words. Who speaks another language says them otherwise: then they fit nothing and are passed over.
enum NumberWords {
    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

    /// `digits` are decimal digits. Years of the second millennium are read by pairs, what has more than nine digits or
    /// begins with 0 digit by digit.
    static func words(of digits: String) -> [String] {
        guard let number = Int(digits), digits.count <= 9, digits.count == 1 || digits.first != "0" else {
            return digits.compactMap { $0.wholeNumberValue.map { small[$0] } }
        }
        if (1100...1999).contains(number), number % 100 >= 10 {
            return words(of: number / 100) + words(of: number % 100)
        }
        return number == 0 ? [small[0]] : words(of: number)
    }

    private static func words(of number: Int) -> [String] {
        switch number {
        case ..<1: []
        case ..<20: [small[number]]
        case ..<100: [tens[number / 10 - 2]] + words(of: number % 10)
        case ..<1000: [small[number / 100], "hundred"] + words(of: number % 100)
        case ..<1_000_000: words(of: number / 1000) + ["thousand"] + words(of: number % 1000)
        default: words(of: number / 1_000_000) + ["million"] + words(of: number % 1_000_000)
        }
    }
}
