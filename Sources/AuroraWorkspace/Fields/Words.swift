internal import AuroraCore

/// Why a value is refused, and what to write instead.
struct Refusal: Error {
    let problem: String
    let hint: String
}

/// Phrases that several messages share.
enum Words {
    /// In backticks, and cut to what a message can hold.
    static func quoted(_ text: String) -> String {
        let limit = 80
        let start = text.unicodeScalars.prefix(limit)
        return start.endIndex == text.unicodeScalars.endIndex ? "`\(text)`" : "`\(String(start))…`"
    }

    /// Refuses a word that is none of `choices`.
    static func refusal(_ text: String, of name: String, among choices: [String]) -> Refusal {
        let nearest = Wording.nearest(to: String(text.prefix(40)), among: choices)
        return Refusal(
            problem: "\(quoted(name)) must be \(Wording.ticked(choices, conjunction: "or")), not \(quoted(text))",
            hint: nearest.map { "did you mean `\($0)`?" } ?? "choose one of them")
    }
}
