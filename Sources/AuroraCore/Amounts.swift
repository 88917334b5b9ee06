/// Quantities as people read them.
package enum Amounts {
    /// `0.8 s`, `14 s`, `2 min 5 s`.
    package static func seconds(_ seconds: Double) -> String {
        if seconds < 9.95 { return "\(tenths(seconds)) s" }
        // Nobody waits that long, and a time worked out from next to no progress may be beyond any integer.
        guard seconds < 100 * 3600 else { return "over 99 h" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }

    /// `6.1 s` of sound or video.
    package static func length(milliseconds: Int) -> String {
        milliseconds < 59_950 ? "\(tenths(Double(milliseconds) / 1000)) s" : seconds(Double(milliseconds) / 1000)
    }

    /// `812 bytes`, `4.2 kB`, `1.3 GB`: powers of a thousand, as disks are sold.
    package static func bytes(_ bytes: Int64) -> String {
        if bytes < 1000 { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
        var value = Double(bytes) / 1000
        var units = ["kB", "MB", "GB", "TB"][...]
        // Rounded up, 999.96 kB would be 1000.0 kB.
        while value >= 999.95, units.count > 1 {
            value /= 1000
            units.removeFirst()
        }
        return "\(tenths(value)) \(units.first ?? "TB")"
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
