/// A moment, as people write it: `2026-11-23T16:43:07.250Z`.
package struct UTCTime: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Since 1970, without leap seconds.
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Reads what `description` writes; `nil` for anything else.
    package init?(_ text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 24 else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            digits[range].allSatisfy { (0x30...0x39).contains($0) }
                ? Int64(String(decoding: digits[range], as: UTF8.self)) : nil
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), let fraction = number(20..<23),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second
        let time = UTCTime(milliseconds: seconds * 1000 + fraction)
        guard time.description == text else { return nil }
        self = time
    }

    /// The start of its day.
    package var startOfDay: UTCTime { UTCTime(milliseconds: day * Self.dayMilliseconds) }

    /// The start of its month.
    package var startOfMonth: UTCTime {
        let date = CivilDate(daysSince1970: day)
        let first = CivilDate(year: date.year, month: date.month, day: 1)
        return UTCTime(milliseconds: first.daysSince1970 * Self.dayMilliseconds)
    }

    package var description: String {
        let rest = milliseconds - startOfDay.milliseconds
        func padded(_ number: Int64, _ width: Int = 2) -> String { CivilDate.padded(number, width) }
        let clock = "\(padded(rest / 3_600_000)):\(padded(rest / 60_000 % 60)):\(padded(rest / 1000 % 60))"
        return "\(CivilDate(daysSince1970: day))T\(clock).\(padded(rest % 1000, 3))Z"
    }

    package static func < (left: UTCTime, right: UTCTime) -> Bool { left.milliseconds < right.milliseconds }

    package static let dayMilliseconds: Int64 = 86_400_000

    private var day: Int64 { CivilDate.floorDivision(milliseconds, by: Self.dayMilliseconds) }
}
