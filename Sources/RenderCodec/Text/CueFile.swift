/// A caption: what is shown, and when.
package struct Cue: Sendable, Equatable {
    package var startMilliseconds: Int
    package var endMilliseconds: Int
    /// Its lines, without any marks of a format.
    package var lines: [String]

    package init(startMilliseconds: Int, endMilliseconds: Int, lines: [String]) {
        self.startMilliseconds = startMilliseconds
        self.endMilliseconds = endMilliseconds
        self.lines = lines
    }
}

/// Reads files of captions: WebVTT (W3C Candidate Recommendation, April 2019) and SRT. Of both the texts and their times
/// count; where a file wants a text, and in which colours, does not.
package enum CueFile {
    private static let operation = "read the captions"
    /// The longest file, in bytes, and the most cues.
    private static let fileLimit = 4 << 20
    private static let mostCues = 20_000
    private static let mostCharacters = 2_000

    /// The cues of the file at `path`, by their times. Throws `.unreadable`, `.tooLarge` or `.unsupported`.
    package static func read(_ path: String) throws(CodecError) -> [Cue] {
        try parse(MediaFile.read(path, limit: fileLimit, operation: operation))
    }

    /// The cues of a whole file.
    package static func parse(_ bytes: [UInt8]) throws(CodecError) -> [Cue] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CodecError(.unsupported, operation: operation, message: "it is not UTF-8 text")
        }
        // A scalar at a time: CR LF is one character.
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            defer { previous = scalar }
            if scalar == "\u{FEFF}", lines.isEmpty, line.isEmpty { continue }
            if scalar == "\n", previous == "\r" { continue }
            if scalar == "\n" || scalar == "\r" {
                lines.append(String(line))
                line = .init()
            } else {
                line.append(scalar)
            }
        }
        lines.append(String(line))
        let cues = cues(in: lines)
        guard !cues.isEmpty else {
            throw CodecError(.unsupported, operation: operation, message: "there is no caption in it")
        }
        return cues.enumerated().sorted {
            ($0.element.startMilliseconds, $0.offset) < ($1.element.startMilliseconds, $1.offset)
        }.map(\.element)
    }

    private static func cues(in lines: [String]) -> [Cue] {
        var found: [Cue] = []
        var index = 0
        while index < lines.count, found.count < mostCues {
            guard let times = times(of: lines[index]) else {
                index += 1
                continue
            }
            index += 1
            var text: [String] = []
            while index < lines.count, !lines[index].allSatisfy(\.isWhitespace), Self.times(of: lines[index]) == nil {
                let plain = plain(String(lines[index].prefix(mostCharacters)))
                if !plain.isEmpty { text.append(plain) }
                index += 1
            }
            guard times.end > times.start, !text.isEmpty else { continue }
            found.append(Cue(startMilliseconds: times.start, endMilliseconds: times.end, lines: text))
        }
        return found
    }

    /// `00:01.000 --> 00:02.500 align:start`, with a comma in SRT.
    private static func times(of line: String) -> (start: Int, end: Int)? {
        guard let arrow = line.range(of: "-->") else { return nil }
        let after = line[arrow.upperBound...].split(whereSeparator: \.isWhitespace)
        guard let first = after.first, let start = milliseconds(line[..<arrow.lowerBound]),
            let end = milliseconds(first)
        else { return nil }
        return (start, end)
    }

    private static func milliseconds(_ text: Substring) -> Int? {
        let parts = text.filter { !$0.isWhitespace }.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let last = parts.last else { return nil }
        let seconds = last.split(whereSeparator: { $0 == "." || $0 == "," })
        guard (1...2).contains(seconds.count) else { return nil }
        let fraction = seconds.count == 2 ? (String(seconds[1]) + "000").prefix(3) : "000"
        let numbers = parts.dropLast().map { number($0, most: 999) }
        guard let whole = number(seconds[0], most: 59), let rest = number(Substring(fraction), most: 999),
            !numbers.contains(where: { $0 == nil })
        else { return nil }
        return numbers.reduce(0) { $0 * 60 + ($1 ?? 0) } * 60_000 + whole * 1000 + rest
    }

    private static func number(_ text: Substring, most: Int) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 3, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text).flatMap { $0 <= most ? $0 : nil }
    }

    /// Without tags, settings of SubStation Alpha, control characters, and with entities resolved.
    private static func plain(_ line: String) -> String {
        var text = ""
        var rest = Substring(line)
        while let character = rest.first {
            if character == "<", let end = rest.firstIndex(of: ">") {
                rest = rest[rest.index(after: end)...]
            } else if rest.hasPrefix("{\\"), let end = rest.firstIndex(of: "}") {
                rest = rest[rest.index(after: end)...]
            } else if let entity = entities.first(where: { rest.hasPrefix($0.name) }) {
                text += entity.text
                rest = rest.dropFirst(entity.name.count)
            } else {
                text.append(character)
                rest = rest.dropFirst()
            }
        }
        let scalars = text.unicodeScalars.filter { $0.properties.generalCategory != .control || $0 == "\t" }
        return String(String.UnicodeScalarView(scalars)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static let entities: [(name: String, text: String)] = [
        ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u{A0}"), ("&lrm;", "\u{200E}"),
        ("&rlm;", "\u{200F}"),
    ]
}

extension String {
    /// Where `text` first is.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
