import RenderCodec
import RenderMedia
import Testing

/// Stills and other containers of finished videos.
@Suite struct VideoDecoderTests {
    /// Where the bright bar of `VideoWriterTests.frame` begins, by its brightest column of the row that it is in.
    private func bar(_ frame: VideoFrame) -> Int {
        let row = Array(frame.luma[40 * 160..<41 * 160])
        let starts = row.indices.map { start in (0..<20).reduce(0) { $0 + Int(row[(start + $1) % 160]) } }
        return starts.indices.max { starts[$0] < starts[$1] } ?? -1
    }

    @Test func theFrameOfAMomentIsTheOneThatIsShownThen() throws {
        let folder = try Folder()
        try VideoWriterTests.write(folder.path("in.mp4"), frames: 25, seconds: 1)
        for (seconds, index) in [(0.0, 0), (0.039, 0), (0.04, 1), (0.5, 12), (0.96, 24), (0.999, 24)] {
            let frame = try #require(try VideoDecoder.frame(at: seconds, of: folder.path("in.mp4")))
            #expect(frame.width == 160 && frame.height == 96)
            #expect(abs(bar(frame) - index * 3) <= 1, "at \(seconds) s")
        }
        #expect(try VideoDecoder.frame(at: 1, of: folder.path("in.mp4")) == nil)
        #expect(try VideoDecoder.frame(at: 60, of: folder.path("in.mp4")) == nil)
    }

    @Test func anotherContainerHoldsTheSameFramesAndTheSameBytesEveryTime() throws {
        let folder = try Folder()
        try VideoWriterTests.write(folder.path("in.mp4"), frames: 30, seconds: 1.2, channels: 2)
        for name in ["a.mov", "b.mov"] {
            try Remuxer.remux(folder.path("in.mp4"), to: folder.path(name), container: .mov)
        }
        #expect(try folder.bytes("a.mov") == folder.bytes("b.mov"))
        #expect(Array(try folder.bytes("a.mov")[4..<12]) == Array("ftypqt  ".utf8))
        let (before, after) = (
            try VideoInspector.inspect(folder.path("in.mp4")), try VideoInspector.inspect(folder.path("a.mov"))
        )
        #expect(after.frameCount == before.frameCount && after.framesPerSecond == before.framesPerSecond)
        #expect(after.videoCodec == "h264" && after.audioCodec == "aac")
        #expect(abs(after.videoDurationSeconds - before.videoDurationSeconds) < 1e-3)
        let moments = try ["in.mp4", "a.mov"].map { try VideoDecoder.frame(at: 0.8, of: folder.path($0)) }
        #expect(moments[0] == moments[1], "no picture is encoded again")
    }

    @Test func whatIsNoVideoIsRefusedAndNothingIsLeft() throws {
        let folder = try Folder()
        _ = try folder.write(Array("no video".utf8), to: "in.mp4")
        #expect(throws: CodecError.self) { try VideoDecoder.frame(at: 0, of: folder.path("in.mp4")) }
        #expect(throws: CodecError.self) {
            try Remuxer.remux(folder.path("in.mp4"), to: folder.path("out.mov"), container: .mov)
        }
        #expect(try folder.names() == ["in.mp4"])
    }
}
