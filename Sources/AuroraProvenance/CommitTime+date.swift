import AuroraCore

extension CommitTime {
    /// `2026-11-23`: the day where it was made.
    package var date: String { CivilDate(daysSince1970: localDay).description }

    /// `14:03`: the time of day where it was made.
    package var clock: String {
        let seconds = localSeconds - localDay * 86_400
        return "\(CivilDate.padded(seconds / 3600, 2)):\(CivilDate.padded(seconds / 60 % 60, 2))"
    }

    /// `2026-11-23T14:03:05+01:00`, as RFC 3339 has it.
    package var text: String {
        let seconds = localSeconds - localDay * 86_400
        let zone = Int64(offsetMinutes.magnitude)
        let sign = offsetMinutes < 0 ? "-" : "+"
        return "\(date)T\(clock):\(CivilDate.padded(seconds % 60, 2))\(sign)"
            + "\(CivilDate.padded(zone / 60, 2)):\(CivilDate.padded(zone % 60, 2))"
    }

    /// Anybody can write any time into a commit: far beyond the calendar it stays within it.
    private var localSeconds: Int64 {
        let year9999: Int64 = 253_402_300_799
        return min(max(secondsSince1970, 0), year9999 - 86_400) + Int64(offsetMinutes) * 60
    }

    private var localDay: Int64 { CivilDate.floorDivision(localSeconds, by: 86_400) }
}
