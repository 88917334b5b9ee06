import AuroraTesting
import Foundation
import Testing

@testable import AuroraGallery

/// Texts that mean harm stay texts.
@Suite struct GalleryScriptTests {
    @Test func thePageIsHandedItsData() throws {
        let text = String(decoding: GalleryScript.page(GallerySamples.page()), as: UTF8.self)
        let readable = text.replacing(",\"", with: ",\n\"").replacing("},{", with: "},\n{")
        #expect(try Golden.difference(readable, from: "data.js.txt") == nil)
    }

    @Test(arguments: GallerySamples.hostile) func noTextEndsTheScriptOrItsElement(text: String) throws {
        let script = String(decoding: GalleryScript.page(GallerySamples.page(name: text)), as: UTF8.self)
        #expect(!script.contains("<") && !script.contains(">") && !script.contains("&"))
        #expect(!script.unicodeScalars.contains { [0x2028, 0x2029, 0x202E, 0x0B].contains($0.value) })
        #expect(script.filter { $0 == "\n" }.count == 1)
        let json = script.dropFirst("window.auroraGallery = ".count).dropLast(";\n".count)
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        #expect(object?["workspace"] as? String == GalleryText.line(text))
    }

    @Test func whatOverridesTheDirectionIsSpelledOut() {
        #expect(GalleryText.line("a\u{202E}b\u{1B}[2J") == "a\\u{202e}b\\u{1b}[2J")
        #expect(GalleryText.lines("one\ntwo\r\nthree\u{7}") == "one\ntwo\nthree\\u{7}")
        #expect(GalleryText.line("مرحبا 日本語") == "مرحبا 日本語")
    }

    @Test func captionsAreHandedOverWithTheirName() {
        let script = GalleryScript.captions("WEBVTT\n\n</script>", digest: "0f")
        #expect(
            String(decoding: script, as: UTF8.self)
                == "window.auroraCaptions(\"0f\",\"WEBVTT\\n\\n\\u003c/script\\u003e\");\n")
    }

    @Test func addressesLeadToTheFileWhateverItsName() {
        #expect(
            GalleryAddress.relative(to: "/w/out/draft/a b/ü?#%.mp4", from: "/w/out/.gallery")
                == "../draft/a%20b/%C3%BC%3F%23%25.mp4")
        #expect(GalleryAddress.relative(to: "/w/g/media/x.mp4", from: "/w/g") == "media/x.mp4")
        #expect(GalleryAddress.relative(to: "/a/javascript:x.mp4", from: "/b") == "../a/javascript%3Ax.mp4")
    }
}
