import RenderSpeech
import Testing

@Suite("Windows over a long sound")
struct SpeechWindowsTests {
    @Test(arguments: [0, 1, 319, 128_000, 128_001, 1_000_000])
    func everySampleIsKeptOnce(count: Int) {
        let windows = SpeechWindows(sampleCount: count).windows
        #expect(windows.flatMap { Array($0.kept) } == Array(0..<count))
    }

    @Test func aWindowHearsASecondMoreOnEachSideButNoMoreThanThereIs() {
        let windows = SpeechWindows(sampleCount: 300_000).windows
        #expect(windows.map(\.heard) == [0..<144_000, 112_000..<272_000, 240_000..<300_000])
    }
}
