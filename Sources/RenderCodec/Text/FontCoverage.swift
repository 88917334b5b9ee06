/// Which characters a font file has, by its own table.
///
/// Source: "OpenType" 1.9, `OS/2`, and `cmap`, formats 4 and 12, and the head of collections (`ttcf`), of which the first font counts:
/// those of Noto Sans CJK have the same characters. Whatever a file claims, nothing beyond its end is read.
package struct FontCoverage: Sendable {
    private let ranges: [ClosedRange<UInt32>]
    /// From the highest to the lowest of its letters, in ems: what libass takes for a font's size.
    let lineOfEm: Double

    /// Nil for what is no font of characters.
    package init?(_ bytes: [UInt8]) {
        let file = FontBytes(bytes)
        var start = 0
        if file.tag(0) == "ttcf" { start = file.long(12) ?? 0 }
        let kinds: Set<String?> = ["\0\u{1}\0\0", "OTTO", "true"]
        guard kinds.contains(file.tag(start)), let count = file.short(start + 4) else { return nil }
        func table(_ name: String) -> Int? {
            (0..<min(count, 64)).first { file.tag(start + 12 + $0 * 16) == name }.flatMap {
                file.long(start + 12 + $0 * 16 + 8)
            }
        }
        guard let map = table("cmap"), let maps = file.short(map + 2), let head = table("head"),
            let unit = file.short(head + 18), unit > 0
        else { return nil }
        // `usWinAscent` and `usWinDescent`.
        let heights = table("OS/2").map { (file.short($0 + 74) ?? 0) + (file.short($0 + 76) ?? 0) } ?? 0
        lineOfEm = heights > 0 ? min(max(Double(heights) / Double(unit), 0.5), 4) : 1.2
        var found: [ClosedRange<UInt32>] = []
        for index in 0..<min(maps, 32) {
            guard let offset = file.long(map + 4 + index * 8 + 4) else { break }
            switch file.short(map + offset) {
            case 4: found += file.segments(map + offset)
            case 12: found += file.groups(map + offset)
            default: continue
            }
        }
        guard !found.isEmpty else { return nil }
        ranges = found
    }

    package func contains(_ character: Unicode.Scalar) -> Bool { ranges.contains { $0.contains(character.value) } }
}

/// Numbers of a font file, which are big-endian; nil beyond its end.
private struct FontBytes {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func short(_ at: Int) -> Int? {
        guard at >= 0, at + 2 <= bytes.count else { return nil }
        return Int(bytes[at]) << 8 | Int(bytes[at + 1])
    }

    func long(_ at: Int) -> Int? {
        guard let high = short(at), let low = short(at + 2) else { return nil }
        return high << 16 | low
    }

    func tag(_ at: Int) -> String? {
        guard at >= 0, at + 4 <= bytes.count else { return nil }
        return String(decoding: bytes[at..<at + 4], as: UTF8.self)
    }

    /// Of format 4: ends, then starts, of so many segments.
    func segments(_ at: Int) -> [ClosedRange<UInt32>] {
        guard let doubled = short(at + 6) else { return [] }
        return (0..<doubled / 2).compactMap { index in
            guard let end = short(at + 14 + index * 2), let start = short(at + 16 + doubled + index * 2),
                start <= end, start < 0xFFFF
            else { return nil }
            return UInt32(start)...UInt32(end)
        }
    }

    /// Of format 12.
    func groups(_ at: Int) -> [ClosedRange<UInt32>] {
        guard let count = long(at + 12) else { return [] }
        var found: [ClosedRange<UInt32>] = []
        for index in 0..<count {
            guard let start = long(at + 16 + index * 12), let end = long(at + 20 + index * 12) else { break }
            if start <= end { found.append(UInt32(start)...UInt32(end)) }
        }
        return found
    }
}
