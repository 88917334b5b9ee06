/// A font that captions and labels are drawn with.
package struct CaptionFont: Sendable, Equatable {
    /// The name that the font gives itself.
    package let family: String
    /// Where Debian has it.
    package let path: String
    /// The Debian package that it comes with.
    package let package: String
    /// The characters it is chosen for, as ranges of Unicode; none for the font that draws everything else.
    package let ranges: [ClosedRange<UInt32>]
}

/// The fonts that captions and labels are drawn with: these files and no others, whatever else a machine has, so that the
/// same text looks the same everywhere. A character is drawn with the font that its script has here.
package enum CaptionFonts {
    /// For all scripts but those below: Latin, Greek, Cyrillic and signs.
    package static let usual = core("NotoSans", [])

    /// One for each script, after the blocks of Unicode 15.
    package static let scripts: [CaptionFont] = [
        core("NotoSansArmenian", [0x0530...0x058F, 0xFB13...0xFB17]),
        core("NotoSansHebrew", [0x0590...0x05FF, 0xFB1D...0xFB4F]),
        core("NotoSansArabic", [0x0600...0x06FF, 0x0750...0x077F, 0x0870...0x08FF, 0xFB50...0xFDFF, 0xFE70...0xFEFC]),
        core("NotoSansThaana", [0x0780...0x07BF]),
        core("NotoSansDevanagari", [0x0900...0x097F, 0xA8E0...0xA8FF]),
        core("NotoSansBengali", [0x0980...0x09FF]),
        core("NotoSansGurmukhi", [0x0A00...0x0A7F]),
        core("NotoSansGujarati", [0x0A80...0x0AFF]),
        core("NotoSansOriya", [0x0B00...0x0B7F]),
        core("NotoSansTamil", [0x0B80...0x0BFF]),
        core("NotoSansTelugu", [0x0C00...0x0C7F]),
        core("NotoSansKannada", [0x0C80...0x0CFF]),
        core("NotoSansMalayalam", [0x0D00...0x0D7F]),
        core("NotoSansSinhala", [0x0D80...0x0DFF]),
        core("NotoSansThai", [0x0E00...0x0E7F]),
        core("NotoSansLao", [0x0E80...0x0EFF]),
        core("NotoSerifTibetan", [0x0F00...0x0FFF]),
        core("NotoSansMyanmar", [0x1000...0x109F, 0xA9E0...0xA9FF, 0xAA60...0xAA7F]),
        core("NotoSansGeorgian", [0x10A0...0x10FF, 0x1C90...0x1CBF, 0x2D00...0x2D2F]),
        core("NotoSansEthiopic", [0x1200...0x139F, 0x2D80...0x2DDF, 0xAB00...0xAB2F]),
        core("NotoSansCherokee", [0x13A0...0x13FF, 0xAB70...0xABBF]),
        core("NotoSansKhmer", [0x1780...0x17FF, 0x19E0...0x19FF]),
        core("NotoSansSymbols2", [0x25A0...0x25FF, 0x2700...0x27BF, 0x1F300...0x1FAFF]),
        core("NotoSansSymbols", [0x2600...0x26FF]),
        core("NotoSansMath", [0x2190...0x22FF, 0x27C0...0x27EF, 0x2900...0x2AFF]),
        chinese("KR", [0x1100...0x11FF, 0x3130...0x318F, 0xA960...0xA97F, 0xAC00...0xD7FF]),
        chinese(
            "JP",
            [
                0x2E80...0x312F, 0x3190...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFFEF,
                0x20000...0x323AF,
            ]),
    ]

    /// The font for a character. Chinese characters look as they are written in `language`, if it is one that has them.
    package static func font(for character: Unicode.Scalar, language: String?) -> CaptionFont {
        guard let found = scripts.first(where: { $0.ranges.contains { $0.contains(character.value) } }) else {
            return usual
        }
        guard found.package == chinesePackage, let place = place(of: language) else { return found }
        return chinese(place, found.ranges)
    }

    /// The font files that `text` needs, each once and in order; those that are not there are named as well.
    package static func files(for text: String, language: String?) -> [String] {
        var files: Set<String> = [usual.path]
        for character in text.unicodeScalars { files.insert(font(for: character, language: language).path) }
        return files.sorted()
    }

    /// Where all of them are.
    package static let folders = ["/usr/share/fonts/truetype/noto", "/usr/share/fonts/opentype/noto"]

    private static let chinesePackage = "fonts-noto-cjk"

    /// Of one weight: bold letters are read more easily from a small screen.
    private static func core(_ name: String, _ ranges: [ClosedRange<UInt32>]) -> CaptionFont {
        let weight = ["NotoSansSymbols2", "NotoSansMath"].contains(name) ? "Regular" : "Bold"
        return CaptionFont(
            family: names[name] ?? name, path: "/usr/share/fonts/truetype/noto/\(name)-\(weight).ttf",
            package: "fonts-noto-core", ranges: ranges)
    }

    /// "NotoSansArabic" calls itself "Noto Sans Arabic".
    private static let names: [String: String] = [
        "NotoSans": "Noto Sans", "NotoSansArmenian": "Noto Sans Armenian", "NotoSansHebrew": "Noto Sans Hebrew",
        "NotoSansArabic": "Noto Sans Arabic", "NotoSansThaana": "Noto Sans Thaana",
        "NotoSansDevanagari": "Noto Sans Devanagari", "NotoSansBengali": "Noto Sans Bengali",
        "NotoSansGurmukhi": "Noto Sans Gurmukhi", "NotoSansGujarati": "Noto Sans Gujarati",
        "NotoSansOriya": "Noto Sans Oriya", "NotoSansTamil": "Noto Sans Tamil", "NotoSansTelugu": "Noto Sans Telugu",
        "NotoSansKannada": "Noto Sans Kannada", "NotoSansMalayalam": "Noto Sans Malayalam",
        "NotoSansSinhala": "Noto Sans Sinhala", "NotoSansThai": "Noto Sans Thai", "NotoSansLao": "Noto Sans Lao",
        "NotoSerifTibetan": "Noto Serif Tibetan", "NotoSansMyanmar": "Noto Sans Myanmar",
        "NotoSansGeorgian": "Noto Sans Georgian", "NotoSansEthiopic": "Noto Sans Ethiopic",
        "NotoSansCherokee": "Noto Sans Cherokee", "NotoSansKhmer": "Noto Sans Khmer",
        "NotoSansSymbols2": "Noto Sans Symbols2", "NotoSansSymbols": "Noto Sans Symbols",
        "NotoSansMath": "Noto Sans Math",
    ]

    private static func chinese(_ place: String, _ ranges: [ClosedRange<UInt32>]) -> CaptionFont {
        CaptionFont(
            family: "Noto Sans CJK \(place)", path: "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
            package: chinesePackage, ranges: ranges)
    }

    private static func place(of language: String?) -> String? {
        guard let tag = language?.lowercased() else { return nil }
        let parts = tag.split(separator: "-").map(String.init)
        switch parts.first {
        case "ja": return "JP"
        case "ko": return "KR"
        case "zh", "yue":
            if parts.contains("hk") || parts.first == "yue" { return "HK" }
            return parts.contains("tw") || parts.contains("hant") ? "TC" : "SC"
        default: return nil
        }
    }
}
