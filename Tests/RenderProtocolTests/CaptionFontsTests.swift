import RenderProtocol
import Testing

@Suite("The fonts of captions")
struct CaptionFontsTests {
    @Test func aCharacterIsDrawnWithTheFontOfItsScript() {
        #expect(CaptionFonts.font(for: "a", language: nil).family == "Noto Sans")
        #expect(CaptionFonts.font(for: "م", language: "ar").family == "Noto Sans Arabic")
        #expect(CaptionFonts.font(for: "か", language: nil).family == "Noto Sans CJK JP")
    }

    @Test func chineseCharactersLookAsInTheirLanguage() {
        for (language, family) in [
            "ja": "JP", "ko-KR": "KR", "zh": "SC", "zh-Hant": "TC", "zh-TW": "TC", "zh-HK": "HK", "en": "JP",
        ] {
            #expect(CaptionFonts.font(for: "骨", language: language).family == "Noto Sans CJK \(family)")
        }
    }

    @Test func noScriptHasTwoFonts() {
        let ranges = CaptionFonts.scripts.flatMap(\.ranges).sorted { $0.lowerBound < $1.lowerBound }
        for (range, next) in zip(ranges, ranges.dropFirst()) { #expect(range.upperBound < next.lowerBound) }
    }

    @Test func aTextNeedsTheFilesOfItsScriptsAlone() {
        let files = CaptionFonts.files(for: "Hello, عالم", language: nil)
        #expect(files == files.sorted() && files.count == 2)
    }
}
