/// One sound of a language, in the International Phonetic Alphabet.
package struct Phoneme: Sendable, Equatable, Hashable {
    package let symbol: String
    package let viseme: Viseme

    /// Nil for what is no sound of its own: tones, marks of length and of breath, digits, spaces.
    package init?(_ symbol: String) {
        guard let found = Self.viseme(of: symbol) else { return nil }
        self.symbol = symbol
        viseme = found
    }

    private static func viseme(of symbol: String) -> Viseme? {
        let scalars = symbol.unicodeScalars
        // A longer symbol is of the class of its longest known beginning: `pʰ` is a kind of `p`.
        for length in stride(from: scalars.count, to: 0, by: -1) {
            if let found = table[String(String.UnicodeScalarView(scalars.prefix(length)))] { return found }
        }
        guard let first = scalars.first else { return nil }
        return first.properties.generalCategory == .lowercaseLetter ? .inner : nil
    }

    private static let table: [String: Viseme] = {
        let rows: [(Viseme, String)] = [
            (.bilabial, "p b m ɓ ʙ"),
            (.labiodental, "f v ɱ ʋ"),
            (.rounded, "u ʊ o oʊ ɔ ɔɪ w ø œ y ʏ ɥ ɵ ʉ ɹ ʃ ʒ t͡ʃ d͡ʒ õ ũ wa we wi wʌ jo ju ɸ β"),
            (.open, "a aɪ aʊ ɑ æ ʌ ɐ ɒ ã à ä å ja"),
            (.mid, "e eɪ eə ɛ ə ɚ ɜ ɝ ɘ ɤ ẽ ᵊ je jʌ"),
            (.front, "i ɪ ɪə j ɨ ɯ ɯi ĩ ì ǐ ɰ"),
            (.inner, "t d n l s z θ ð k g ɡ h ŋ ɾ ʔ x ç r c ɕ ʐ ʑ ɣ ɟ ʝ ɲ ʎ ɖ ɗ ɦ ħ ɫ ɮ ɴ ɻ ɽ ʀ ʁ ʂ ʈ χ ñ ẑ t͡ɕ"),
        ]
        return rows.reduce(into: [:]) { table, row in
            for symbol in row.1.split(separator: " ") { table[String(symbol)] = row.0 }
        }
    }()
}

/// A sound of speech and when it is heard.
package struct TimedPhoneme: Sendable, Equatable {
    package let phoneme: Phoneme
    /// Seconds from the start of the sound.
    package var start: Double
    package var end: Double

    package init(phoneme: Phoneme, start: Double, end: Double) {
        self.phoneme = phoneme
        self.start = start
        self.end = end
    }
}
