import RenderMedia
import RenderSpeech
import Testing

@Suite("Windows over a long sound")
struct SpeechWindowsTests {
    @Test(arguments: [0, 1, 319, 128_000, 128_001, 1_000_000])
    func everySampleIsKeptOnce(count: Int) {
        let windows = SpeechWindows(sampleCount: count).windows
        #expect(windows.flatMap { Array($0.kept) } == Array(0..<count))
    }

    @Test func aWindowHearsASecondMoreOnEachSideAndHalfASecondOfSilenceAtTheEnds() {
        let windows = SpeechWindows(sampleCount: 300_000).windows
        #expect(windows.map(\.heard) == [-8_000..<144_000, 112_000..<272_000, 240_000..<308_000])
        let clip = AudioClip(samples: [Float](repeating: 1, count: 300_000), sampleRateHz: 16_000)
        let (first, last) = (windows[0].samples(of: clip), windows[2].samples(of: clip))
        #expect(first.count == 152_000 && first[7_999] == 0 && first[8_000] == 1)
        #expect(last.count == 68_000 && last[59_999] == 1 && last[60_000] == 0)
    }
}
