import AuroraCaptions
import AuroraTesting
import Testing

@Suite struct CaptionFilesTests {
    private let cues = [
        Cue(startMilliseconds: 0, endMilliseconds: 1500, lines: ["Bread & butter", "a < b --> c"]),
        Cue(startMilliseconds: 3_723_004, endMilliseconds: 3_724_000, lines: ["صباح الخير"]),
    ]

    @Test func subRip() {
        #expect(
            CaptionWriter.srt(cues) == """
                1
                00:00:00,000 --> 00:00:01,500
                Bread & butter
                a < b --> c

                2
                01:02:03,004 --> 01:02:04,000
                صباح الخير

                """)
    }

    @Test func webVTT() {
        #expect(
            CaptionWriter.vtt(cues) == """
                WEBVTT

                00:00:00.000 --> 00:00:01.500
                Bread &amp; butter
                a &lt; b --&gt; c

                01:02:03.004 --> 01:02:04.000
                صباح الخير

                """)
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        #expect(try CaptionReader.cues(CaptionWriter.vtt(cues)) == cues)
        let plain = [cues[1]]
        #expect(try CaptionReader.cues(CaptionWriter.srt(plain)) == plain)
    }

    @Test func markupNotesAndPlacesAreLeftOut() throws {
        let text = """
            \u{FEFF}WEBVTT - a title

            NOTE nothing

            first
            00:01.000 --> 00:02.500 line:0 align:start
            <v Ada>Good <b>morning</b>{\\an8}</v>

            """
        #expect(
            try CaptionReader.cues(text) == [
                Cue(startMilliseconds: 1000, endMilliseconds: 2500, lines: ["Good morning"])
            ])
    }

    @Test(arguments: [
        ("", 1, "there are no captions in it"), ("1\n00:01,0 --> 00:02,000\nx\n", 2, "these are no times"),
        ("00:00:02,000 --> 00:00:01,000\nx\n", 1, "this caption ends before it begins"),
        (
            "00:00:01,000 --> 00:00:02,000\nx\n00:00:03,000 --> 00:00:04,000\ny\n", 3,
            "there is no empty line before this caption"
        ), ("\u{1}\u{2}", 1, "this is no text in UTF-8"),
    ])
    func mistakesAreToldByLine(_ text: String, _ line: Int, _ problem: String) {
        #expect {
            try CaptionReader.cues(text)
        } throws: { error in
            guard let error = error as? CaptionReader.Problem else { return false }
            return error.line == line && error.text == problem
        }
    }

    @Test(arguments: 0..<60) func junkIsRefusedOrRead(_ round: Int) {
        var random = SeededGenerator.fresh()
        let seed = random.seed
        let pieces = ["00:00:01,000", "-->", "\n", "\n\n", "x", "<b", "{\\", "&amp;", "WEBVTT", " ", "99:99", "\u{0}"]
        let text = (0..<Int.random(in: 0...60, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        guard let cues = try? CaptionReader.cues(text.joined()) else { return }
        #expect(cues.allSatisfy { $0.startMilliseconds < $0.endMilliseconds && !$0.lines.isEmpty }, "seed \(seed)")
    }
}
