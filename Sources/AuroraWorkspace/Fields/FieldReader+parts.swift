internal import AuroraCore

/// What a scene is made from or made into besides its video: speech, poster, variants.
extension FieldReader {
    static let speechKeys = ["text", "voice", "rate"]
    /// The voice that speaks when none is named.
    private static let usualVoice = "en-us"
    private static let rates = 50...200

    mutating func speech(_ node: SyntaxNode) -> SceneLayer.Asset? {
        let example = "speech: {text: \"Good morning.\", voice: en-us, rate: 1.0}"
        guard let entries = entries(node, of: "speech", example: example) else { return nil }
        var text = Stated<SceneLayer.TextSource>.absent
        var voice: Located<String>? = Located(Self.usualVoice)
        var rate: Int? = 100
        for entry in entries {
            switch entry.name {
            case "text": text = spoken(entry.value)
            case "voice": voice = self.voice(entry.value)
            case "rate": rate = self.rate(entry.value)
            default: unknownKey(entry, in: "`speech`", known: Self.speechKeys)
            }
        }
        if case .absent = text {
            report("`speech` has no `text`", at: node, hint: "write it as in `\(example)`")
            return nil
        }
        guard case .value = text, let voice, let rate else { return nil }
        return .speech(SceneLayer.SpeechSource(text: text, voice: voice, rateHundredths: rate))
    }

    private mutating func spoken(_ node: SyntaxNode) -> Stated<SceneLayer.TextSource> {
        let text = textSource(node, of: "text")
        if case .value(.text(let words), _) = text, let problem = Self.speechProblem(words) {
            report(problem.problem, at: node, hint: problem.hint)
            return .invalid
        }
        return text
    }

    /// Why a text cannot be spoken. Ten minutes are about nine thousand characters.
    static func speechProblem(_ text: String) -> Refusal? {
        let count = text.unicodeScalars.count
        if !text.unicodeScalars.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }) {
            return Refusal(problem: "there is nothing to say in this text", hint: "write some words")
        }
        guard count > 10_000 else { return nil }
        return Refusal(
            problem: "the text has \(Wording.count(count, "character")), 10000 are allowed",
            hint: "divide it among several scenes")
    }

    private mutating func voice(_ node: SyntaxNode) -> Located<String>? {
        guard let name = line(node, of: "voice", placeholder: "en-us") else { return nil }
        let isName =
            name.utf8.count <= 40 && name.first?.isLetter == true
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_+/".contains($0)) }
        guard isName else {
            report(
                "\(Words.quoted(name)) cannot be the name of a voice", at: node, hint: "write it as in `voice: en-us`")
            return nil
        }
        return Located(name, at: source.span(of: node))
    }

    private mutating func rate(_ node: SyntaxNode) -> Int? {
        guard let text = plainNumber(node, of: "rate") else { return nil }
        if let hundredths = NumberText.decimal(text, decimals: 2), Self.rates.contains(Int(hundredths)) {
            return Int(hundredths)
        }
        report(
            "`rate` must be a number from 0.5 to 2 in steps of 0.01, not \(Words.quoted(text))", at: node,
            hint: "1.0 is the voice's own pace")
        return nil
    }
}
