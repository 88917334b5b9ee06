import AuroraWorkspace
import Testing

@testable import AuroraSession

@Suite struct CommandResultTests {
    @Test func aContainerIsKnownByItsFirstBytes() {
        let start: (String) -> [UInt8] = { [0, 0, 0, 24] + Array($0.utf8) }
        let matroska: (String) -> [UInt8] = { [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x84] + Array($0.utf8) }
        let examples: [(bytes: [UInt8], formats: [VideoFormat])] = [
            (start("ftypisom"), [.mp4]), (start("ftypqt  "), [.mov]), (start("moov\0\0"), [.mov]),
            (matroska("webm"), [.webm]), (matroska("matroska"), []), (Array("<html>ftyp".utf8), []), ([], []),
            (start("ftyp"), []),
        ]
        for example in examples {
            for format in VideoFormat.allCases {
                #expect(
                    CommandResult.isContainer(format, example.bytes) == example.formats.contains(format),
                    "\(format) \(example.bytes)")
            }
        }
    }
}
