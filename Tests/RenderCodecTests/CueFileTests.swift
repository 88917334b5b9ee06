import RenderCodec
import Testing

@Suite("Files of captions")
struct CueFileTests {
    private func cues(_ text: String) throws -> [Cue] { try CueFile.parse(Array(text.utf8)) }

    @Test func bothFormatsAreRead() throws {
        let expected = [
            Cue(startMilliseconds: 500, endMilliseconds: 2250, lines: ["One & two", "three"]),
            Cue(startMilliseconds: 3_723_004, endMilliseconds: 3_724_000, lines: ["Four"]),
        ]
        #expect(
            try cues(
                """
                \u{FEFF}WEBVTT - a title

                STYLE
                ::cue { color: red }

                NOTE 01:00 is nothing

                first
                00:00.500 --> 00:02.250 align:start line:0
                <v Ann>One &amp; <b>two</b>
                <00:01.000>three

                01:02:03.004 --> 01:02:04.000
                Four
                """) == expected)
        let srt = "1\r\n00:00:00,500 --> 00:00:02,250\r\n{\\an8}One & <i>two</i>\r\nthree\r\n\r\n2\r\n"
        #expect(try cues(srt + "01:02:03,004 --> 01:02:04,000\r\nFour\r\n") == expected)
    }

    @Test func cuesAreInTheOrderOfTheirTimes() throws {
        let found = try cues("00:05.000 --> 00:06.000\nb\n\n00:01.000 --> 00:02.000\na\n")
        #expect(found.map(\.lines) == [["a"], ["b"]])
    }

    @Test(arguments: [
        "", "WEBVTT\n", "no captions here", "00:05.000 --> 00:04.000\nback in time", "00:99.000 --> 01:00.000\nx",
        "--> \n--> --> -->\n", "1:2:3:4 --> 5\n",
    ]) func whatHoldsNoCaptionIsRefused(_ text: String) {
        #expect(throws: CodecError.self) { try cues(text) }
    }

    @Test func junkDoesNotCrash() {
        var numbers = SystemRandomNumberGenerator()
        let alphabet = Array("0123456789:.,->\n\r <>&{}\\ab".utf8)
        for _ in 0..<400 {
            let bytes = (0..<Int.random(in: 0...300, using: &numbers)).map { _ in
                Int.random(in: 0..<20, using: &numbers) == 0
                    ? UInt8.random(in: 0...255, using: &numbers) : alphabet.randomElement(using: &numbers) ?? 0
            }
            _ = try? CueFile.parse(bytes)  // Refused or read: it returns.
            _ = FontCoverage(bytes)
            _ = FontCoverage([0, 1, 0, 0, 0, 1, 0, 0] + bytes)
        }
    }
}
