/// Texts as libass takes them: a head with their styles, and an event for each.
struct TextScript {
    struct Event {
        let startMilliseconds: Int
        let endMilliseconds: Int
        let text: String
    }

    let head: String
    let events: [Event]

    init(_ texts: [TimedText], width: Int, height: Int, shelf: inout FontShelf) {
        var styles: [TextStyle] = []
        var events: [Event] = []
        for (number, text) in texts.enumerated() {
            let index = styles.firstIndex(of: text.style) ?? styles.count
            if index == styles.count { styles.append(text.style) }
            let room = width - text.style.margins.left - text.style.margins.right
            let lines = LineBreaks.fitted(
                text.cue.lines, ems: Double(room) / text.style.size, isUpright: height > width)
            let words = lines.map { Self.marked($0, text.style.size, &shelf) }.joined(separator: "\\N")
            events.append(
                Event(
                    startMilliseconds: text.cue.startMilliseconds, endMilliseconds: text.cue.endMilliseconds,
                    text: "\(number),0,S\(index),,0,0,0,,\(words)"))
        }
        self.events = events
        head = """
            [Script Info]
            ScriptType: v4.00+
            PlayResX: \(width)
            PlayResY: \(height)
            WrapStyle: 0
            ScaledBorderAndShadow: yes
            YCbCr Matrix: None

            [V4+ Styles]
            \(TextStyle.format)
            \(styles.enumerated().map { $1.line("S\($0)", family: FontShelf.given) }.joined(separator: "\n"))

            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

            """
    }

    /// A line with the font of each run before it, at a size that gives all of them the same em. What libass takes for orders is kept from it: a brace is written as
    /// such, and after a backslash stands a character that is not seen.
    private static func marked(_ line: String, _ size: Double, _ shelf: inout FontShelf) -> String {
        var text = ""
        var current: String?
        for character in line {
            for scalar in character.unicodeScalars {
                if let face = shelf.face(of: scalar, in: character), face.family != current {
                    text += "{\\fn\(face.family)\\fs\(TextStyle.number(size * face.lineOfEm))}"
                    current = face.family
                }
                switch scalar {
                case "{": text += "\\{"
                case "}": text += "\\}"
                case "\\": text += "\\\u{2060}"
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
        return text
    }
}

/// Where lines are broken that libass would not break: it knows of spaces alone.
enum LineBreaks {
    /// `lines` for a room of so many ems. In an upright picture lines that were made for a wide one are joined first:
    /// broken once more, each would leave a word or two on a line of its own.
    static func fitted(_ lines: [String], ems: Double, isUpright: Bool) -> [String] {
        var joined = lines
        if isUpright, lines.count > 1 {
            joined = [
                lines.dropFirst().reduce(lines[0]) { text, line in
                    text + (isWide(text.last) && isWide(line.first) ? "" : " ") + line
                }
            ]
        }
        return joined.flatMap { broken($0, ems: ems) }
    }

    /// A line of wide characters, in as many parts as it needs, of about one length.
    private static func broken(_ line: String, ems: Double) -> [String] {
        guard line.contains(where: { isWide($0) }) else { return [line] }
        let total = line.reduce(0) { $0 + width($1) }
        let parts = max(Int((total / max(ems - 1, 1)).rounded(.up)), 1)
        guard parts > 1 else { return [line] }
        var found: [String] = []
        var current = ""
        var filled = 0.0
        for character in line {
            let isFull = filled + width(character) > total / Double(parts) + 0.5
            if isFull, isWide(character) || isWide(current.last), !staysWithFormer(character),
                !staysWithNext(current.last), found.count + 1 < parts
            {
                found.append(current)
                (current, filled) = ("", 0)
            }
            if current.isEmpty, character == " " { continue }
            current.append(character)
            filled += width(character)
        }
        return found + (current.isEmpty ? [] : [current])
    }

    private static func width(_ character: Character) -> Double { isWide(character) ? 1 : 0.55 }

    private static func isWide(_ character: Character?) -> Bool {
        guard let value = character?.unicodeScalars.first?.value else { return false }
        return (0x2E80...0x9FFF).contains(value) || (0xF900...0xFAFF).contains(value)
            || (0xFF00...0xFF60).contains(value) || (0x20000...0x323AF).contains(value)
    }

    /// What does not begin a line in Japanese and Chinese. Source: JIS X 4051, 7.3, in short.
    private static func staysWithFormer(_ character: Character) -> Bool {
        "、。，．・：；？！」』）］｝〉》】〕”’…ー々ゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ".contains(character)
    }

    private static func staysWithNext(_ character: Character?) -> Bool {
        character.map { "「『（［｛〈《【〔“‘".contains($0) } ?? false
    }
}
