/// Reads captions that somebody made. Markup is left out, settings of places too.
package enum CaptionReader {
    /// Why a file is no captions: a line of it, from 1, and what is wrong there.
    package struct Problem: Error, Equatable {
        package let line: Int
        package let text: String
    }

    /// More is no caption file.
    private static let mostCues = 20_000

    /// The cues of SubRip or WebVTT text, in the order of their starts.
    package static func cues(_ text: String) throws(Problem) -> [Cue] {
        let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        var cues: [Cue] = []
        var index = 0
        while index < lines.count {
            guard lines[index].contains("-->") else {
                try checkOutside(lines, index, cues.isEmpty)
                index += 1
                continue
            }
            let (start, end) = try times(lines[index], index + 1)
            var shown: [String] = []
            index += 1
            while index < lines.count, !lines[index].allSatisfy(\.isWhitespace) {
                if lines[index].contains("-->") {
                    throw Problem(line: index + 1, text: "there is no empty line before this caption")
                }
                let plain = plain(lines[index])
                if !plain.isEmpty { shown.append(plain) }
                index += 1
            }
            if !shown.isEmpty { cues.append(Cue(startMilliseconds: start, endMilliseconds: end, lines: shown)) }
            guard cues.count <= mostCues else {
                throw Problem(line: index, text: "there are more than \(mostCues) captions")
            }
        }
        guard !cues.isEmpty else { throw Problem(line: 1, text: "there are no captions in it") }
        return cues.sorted { $0.startMilliseconds < $1.startMilliseconds }
    }

    /// Between captions stand their names, and in WebVTT the header, notes and styles, each up to an empty line.
    private static func checkOutside(_ lines: [Substring], _ index: Int, _ isFirst: Bool) throws(Problem) {
        let line = lines[index]
        let control = line.unicodeScalars.first { $0.value < 0x20 && $0 != "\t" || $0 == "\u{FFFD}" }
        guard control == nil else { throw Problem(line: index + 1, text: "this is no text in UTF-8") }
    }

    private static func times(_ line: Substring, _ number: Int) throws(Problem) -> (Int, Int) {
        guard let arrow = line.firstRange(of: "-->") else { preconditionFailure("the line has times") }
        let after = line[arrow.upperBound...].split(whereSeparator: \.isWhitespace).first ?? ""
        let before = line[..<arrow.lowerBound].split(whereSeparator: \.isWhitespace)
        guard before.count == 1, let start = milliseconds(before[0]), let end = milliseconds(after) else {
            throw Problem(line: number, text: "these are no times")
        }
        guard end > start else { throw Problem(line: number, text: "this caption ends before it begins") }
        return (start, end)
    }

    /// `1:02:03,456`, `02:03.456`.
    private static func milliseconds(_ text: Substring) -> Int? {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "." }
        let clock = parts[0].split(separator: ":", omittingEmptySubsequences: false).map { number($0, most: 6) }
        guard parts.count == 2, parts[1].count == 3, let fraction = number(parts[1], most: 3),
            (2...3).contains(clock.count)
        else { return nil }
        var seconds = 0
        for (index, part) in clock.enumerated() {
            guard let part, index == 0 || part < 60 else { return nil }
            seconds = seconds * 60 + part
        }
        return seconds * 1000 + fraction
    }

    private static func number(_ text: Substring, most digits: Int) -> Int? {
        guard (1...digits).contains(text.count), text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int(text)
    }

    /// Without tags and with entities as what they stand for.
    private static func plain(_ line: Substring) -> String {
        var result = ""
        var rest = line
        while let character = rest.first {
            if character == "<" || character == "{", let close = rest.firstIndex(of: character == "<" ? ">" : "}"),
                character == "<" || rest.dropFirst().first == "\\"
            {
                rest = rest[rest.index(after: close)...]
            } else if character == "&",
                let entity = [
                    ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u{A0}"), ("&lrm;", ""), ("&rlm;", ""),
                ]
                .first(where: { rest.hasPrefix($0.0) })
            {
                result += entity.1
                rest = rest.dropFirst(entity.0.count)
            } else {
                result.append(character)
                rest = rest.dropFirst()
            }
        }
        while result.first?.isWhitespace == true { result.removeFirst() }
        while result.last?.isWhitespace == true { result.removeLast() }
        return result
    }
}
