extension CommitTime {
    /// `2026-11-23`: the day where it was made.
    package var date: String {
        let (year, month, day) = Self.civil(day: Self.floorDivision(localSeconds, by: 86_400))
        return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    }

    /// `14:03`: the time of day where it was made.
    package var clock: String {
        let seconds = localSeconds - Self.floorDivision(localSeconds, by: 86_400) * 86_400
        return "\(Self.padded(seconds / 3600, 2)):\(Self.padded(seconds / 60 % 60, 2))"
    }

    /// `2026-11-23T14:03:05+01:00`, as RFC 3339 has it.
    package var text: String {
        let seconds = localSeconds - Self.floorDivision(localSeconds, by: 86_400) * 86_400
        let zone = Int64(offsetMinutes.magnitude)
        let sign = offsetMinutes < 0 ? "-" : "+"
        return "\(date)T\(clock):\(Self.padded(seconds % 60, 2))\(sign)"
            + "\(Self.padded(zone / 60, 2)):\(Self.padded(zone % 60, 2))"
    }

    /// Anybody can write any time into a commit: far beyond the calendar it stays within it.
    private var localSeconds: Int64 {
        let year9999: Int64 = 253_402_300_799
        return min(max(secondsSince1970, 0), year9999 - 86_400) + Int64(offsetMinutes) * 60
    }

    /// The date of a day counted from 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
    /// `civil_from_days`).
    private static func civil(day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = floorDivision(shifted, by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }

    private static func floorDivision(_ value: Int64, by divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
    }

    private static func padded(_ value: Int64, _ digits: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
