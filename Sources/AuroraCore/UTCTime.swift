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
        let seconds = Self.days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
        let time = UTCTime(milliseconds: seconds * 1000 + fraction)
        guard time.description == text else { return nil }
        self = time
    }

    /// The start of its day.
    package var startOfDay: UTCTime {
        UTCTime(milliseconds: milliseconds - Self.remainder(milliseconds, 86_400_000))
    }

    /// The start of its month.
    package var startOfMonth: UTCTime {
        let (year, month, _) = date
        return UTCTime(milliseconds: Self.days(year, month, 1) * 86_400_000)
    }

    package var description: String {
        let (year, month, day) = date
        let rest = Self.remainder(milliseconds, 86_400_000)
        let date = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
        let hours = "\(Self.padded(rest / 3_600_000, 2)):\(Self.padded(rest / 60_000 % 60, 2))"
        return "\(date)T\(hours):\(Self.padded(rest / 1000 % 60, 2)).\(Self.padded(rest % 1000, 3))Z"
    }

    package static func < (left: UTCTime, right: UTCTime) -> Bool { left.milliseconds < right.milliseconds }

    /// Year, month and day of the Gregorian calendar. Years are counted from March here, so that a leap day is the last of
    /// its year, in eras of 400 years with 146,097 days.
    private var date: (year: Int64, month: Int64, day: Int64) {
        let day = (milliseconds - Self.remainder(milliseconds, 86_400_000)) / 86_400_000 + 719_468
        let inEra = Self.remainder(day, 146_097)
        let era = (day - inEra) / 146_097
        let yearOfEra = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365
        let dayOfYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// Days from 1970 to a date.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let yearOfEra = remainder(shiftedYear, 400)
        let era = (shiftedYear - yearOfEra) / 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Never negative.
    private static func remainder(_ number: Int64, _ divisor: Int64) -> Int64 {
        let rest = number % divisor
        return rest < 0 ? rest + divisor : rest
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
