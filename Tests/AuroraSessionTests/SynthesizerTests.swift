import Testing

@testable import AuroraSession

/// What is understood of the words of eSpeak NG.
@Suite struct SynthesizerTests {
    @Test func theVersionIsFoundInWhatItSays() {
        #expect(Synthesizer.version(in: "eSpeak NG text-to-speech: 1.51  Data at: /usr/lib/espeak-ng-data\n") == "1.51")
        #expect(Synthesizer.version(in: "") == "")
    }

    @Test func voicesAreReadLineByLine() {
        let text = """
            Pty Language       Age/Gender VoiceName          File                 Other Languages
             5  af              --/M      Afrikaans          gmw/af               
             2  en-us           --/M      English_(America)  gmw/en-US            (en 3)
            """
        #expect(
            Synthesizer.voices(in: text) == [
                .init(language: "af", name: "Afrikaans", file: "gmw/af"),
                .init(language: "en-us", name: "English_(America)", file: "gmw/en-US"),
            ])
        #expect(Synthesizer.voices(in: "") == [])
    }
}
