import AuroraCore

/// The header by which a server says when to come again (RFC 9110, section 10.2.3): seconds, or a moment.
package enum RetryAfter {
    /// No server is waited for longer, whatever it says.
    package static let maximumSeconds = 3600

    /// The seconds from `now` (seconds since 1970) on, from 0 to `maximumSeconds`; nil if the value says nothing.
    package static func seconds(_ value: String, now: Int64) -> Int? {
        let text = value.trimmed
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            // What is too long to be read is too long to be waited for.
            return min(Int(text) ?? maximumSeconds, maximumSeconds)
        }
        guard let moment = HTTPDate.secondsSince1970(String(text)) else { return nil }
        return Int(max(0, min(moment - now, Int64(maximumSeconds))))
    }
}

/// The form of dates that HTTP prescribes (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`. The two obsolete
/// ones are not read.
enum HTTPDate {
    static func secondsSince1970(_ text: String) -> Int64? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 6, words[0].count == 4, words[0].hasSuffix(","), words[5] == "GMT",
            let day = number(words[1], digits: 2), let month = months.firstIndex(of: words[2]),
            let year = number(words[3], digits: 4)
        else { return nil }
        let clock = words[4].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 3, let hour = number(clock[0], digits: 2), let minute = number(clock[1], digits: 2),
            let second = number(clock[2], digits: 2), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        let date = CivilDate(year: year, month: Int64(month) + 1, day: day)
        return date.daysSince1970 * 86400 + hour * 3600 + minute * 60 + second
    }

    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func number(_ text: Substring, digits: Int) -> Int64? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(text)
    }
}

extension String {
    fileprivate var trimmed: Substring {
        let start = drop { $0 == " " || $0 == "\t" }
        return start.lastIndex { $0 != " " && $0 != "\t" }.map { start[...$0] } ?? ""
    }
}
