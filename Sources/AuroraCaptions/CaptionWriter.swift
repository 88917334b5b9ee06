/// Writes captions as files.
package enum CaptionWriter {
    /// SubRip: numbered, times with a comma, UTF-8 without a mark.
    package static func srt(_ cues: [Cue]) -> String {
        cues.enumerated().map { index, cue in
            let times = "\(time(cue.startMilliseconds, ",")) --> \(time(cue.endMilliseconds, ","))"
            return "\(index + 1)\n\(times)\n\(cue.lines.joined(separator: "\n"))\n"
        }.joined(separator: "\n")
    }

    /// WebVTT (W3C).
    package static func vtt(_ cues: [Cue]) -> String {
        "WEBVTT\n"
            + cues.map { cue in
                let times = "\(time(cue.startMilliseconds, ".")) --> \(time(cue.endMilliseconds, "."))"
                return "\n\(times)\n\(cue.lines.map(escaped).joined(separator: "\n"))\n"
            }.joined()
    }

    /// What would be markup. An arrow would be taken for times.
    private static func escaped(_ line: String) -> String {
        line.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
    }

    /// `00:01:02.345`.
    private static func time(_ milliseconds: Int, _ point: String) -> String {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let seconds = milliseconds / 1000
        return padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2) + point
            + padded(milliseconds % 1000, 3)
    }
}
