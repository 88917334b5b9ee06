import RenderCodec
import Testing

/// Finished videos in other codecs.
@Suite struct TranscoderTests {
    /// As the suffix of `output` says. Returns what was told of the progress.
    @discardableResult
    private static func transcode(_ name: String, to output: String, in folder: Folder) throws -> [Int] {
        let container = try #require(VideoContainer(rawValue: String(output.split(separator: ".")[1])))
        let facts = try VideoInspector.inspect(folder.path(name))
        var told: [Int] = []
        try Transcoder.transcode(folder.path(name), facts, to: folder.path(output), container: container) {
            done, total in
            #expect(total == facts.frameCount)
            told.append(done)
        }
        return told
    }

    @Test func everyFrameIsTold() throws {
        let folder = try Folder()
        try VideoWriterTests.write(folder.path("in.mp4"), frames: 30, seconds: 1.2)
        #expect(try Self.transcode("in.mp4", to: "out.webm", in: folder) == Array(1...30))
    }

    @Test(arguments: ["mp4", "mov"]) func aWebMIsMadeWhatPlayersOfTheOthersTake(suffix: String) throws {
        let folder = try Folder()
        try VideoWriterTests.write(folder.path("in.webm"), frames: 30, seconds: 1.2)
        let container = try #require(VideoContainer(rawValue: suffix))
        #expect(try !container.takes(VideoInspector.inspect(folder.path("in.webm"))))
        try Self.transcode("in.webm", to: "out.\(suffix)", in: folder)
        let facts = try VideoInspector.inspect(folder.path("out.\(suffix)"))
        #expect(facts.videoCodec == "h264" && facts.audioCodec == "aac")
        #expect(facts.frameCount == 30 && facts.framesPerSecond == 25)
        #expect(container.takes(facts))
    }

    @Test(arguments: [1, 2]) func theVideoIsTheSameInOtherCodecs(channels: Int) throws {
        let folder = try Folder()
        try VideoWriterTests.write(folder.path("in.mp4"), frames: 30, seconds: 1.2, channels: channels)
        try Self.transcode("in.mp4", to: "out.webm", in: folder)
        let facts = try VideoInspector.inspect(folder.path("out.webm"))
        #expect(facts.videoCodec == "vp9" && facts.audioCodec == "opus")
        #expect(facts.width == 160 && facts.height == 96 && facts.framesPerSecond == 25 && facts.frameCount == 30)
        #expect(facts.videoStartSeconds == 0, "\(facts)")
        #expect(abs(facts.videoDurationSeconds - 1.2) < 0.002, "\(facts)")
        // A block of Opus is 20 ms, and the last is whole.
        #expect(abs(facts.audioDurationSeconds - 1.2) < 0.041, "\(facts)")
        #expect(Array(try folder.bytes("out.webm").prefix(4)) == [0x1A, 0x45, 0xDF, 0xA3])
        #expect(try folder.names().sorted() == ["in.mp4", "out.webm"])
    }

    @Test func theSameVideoGivesTheSameBytes() throws {
        let folder = try Folder()
        try VideoWriterTests.write(folder.path("in.mp4"), frames: 30, seconds: 1.2)
        try Self.transcode("in.mp4", to: "a.webm", in: folder)
        try Self.transcode("in.mp4", to: "b.webm", in: folder)
        #expect(try folder.bytes("a.webm") == folder.bytes("b.webm"))
    }

    @Test func whatIsSeenAndHeardIsWhatItWas() throws {
        let folder = try Folder()
        try VideoWriterTests.write(folder.path("in.mp4"), frames: 30, seconds: 1.2)
        try Self.transcode("in.mp4", to: "out.webm", in: folder)
        for seconds in [0, 0.4, 1.16] {
            let before = try #require(try VideoDecoder.frame(at: seconds, of: folder.path("in.mp4")))
            let after = try #require(try VideoDecoder.frame(at: seconds, of: folder.path("out.webm")))
            let error = zip(before.luma, after.luma).reduce(0.0) { sum, pair in
                let difference = Double(pair.0) - Double(pair.1)
                return sum + difference * difference
            }
            #expect(error / Double(before.luma.count) < 25, "at \(seconds) s: less than 5 of 255 for each pixel")
        }
        let rate = 48_000
        let old = try AudioDecoder.decode(folder.path("in.mp4"), sampleRateHz: rate).samples
        let new = try AudioDecoder.decode(folder.path("out.webm"), sampleRateHz: rate).samples
        let range = rate / 2..<rate / 2 + 4_800
        let product = range.reduce(Float(0)) { $0 + old[$1] * new[$1] }
        let energy = range.reduce(Float(0)) { $0 + old[$1] * old[$1] }
        #expect(product > energy * 0.8, "the sound is where it was, and as loud")
    }

    @Test func whatIsNoVideoIsTold() throws {
        let folder = try Folder()
        _ = try folder.write(Array("no video".utf8), to: "in.mp4")
        #expect(throws: CodecError.self) {
            try Self.transcode("in.mp4", to: "out.webm", in: folder)
        }
        #expect(try folder.names() == ["in.mp4"])
    }
}
