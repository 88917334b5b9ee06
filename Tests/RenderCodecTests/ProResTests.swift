import RenderCodec
import RenderMedia
import Testing

/// Videos for editing: 10-bit ProRes with sound as it is.
@Suite struct ProResTests {
    private static func write(_ name: String, in folder: Folder, quality: Int = 95) throws {
        try VideoWriterTests.write(
            folder.path(name), frames: 12, seconds: 0.47, channels: 2, quality: quality, codec: .prores)
    }

    @Test func theVideoIsProResWithEverySampleOfItsSound() throws {
        let folder = try Folder()
        try Self.write("out.mov", in: folder)
        let facts = try VideoInspector.inspect(folder.path("out.mov"))
        #expect(facts.videoCodec == "prores" && facts.audioCodec == "pcm_s24le" && facts.frameCount == 12)
        #expect(facts.videoStartSeconds == 0 && facts.audioStartSeconds == 0)
        let sound = try AudioDecoder.decodeTrack(folder.path("out.mov"), sampleRateHz: 48_000)
        let sine = Samples.sine(hertz: 440, seconds: 0.47, sampleRateHz: 48_000)
        #expect(sound.sampleCount == sine.count)
        #expect(zip(sound.channels[1], sine).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    /// Through 10 bits, another place of chroma, the codec, and back.
    @Test func theFramesAreTheirOwn() throws {
        let folder = try Folder()
        try Self.write("out.mov", in: folder)
        for index in [0, 11] {
            let frame = VideoWriterTests.frame(index)
            let shown = try #require(
                try VideoDecoder.frame(at: Double(index) / 25, of: folder.path("out.mov")))
            for plane in [\VideoFrame.luma, \.blueChroma, \.redChroma] {
                let differences = zip(shown[keyPath: plane], frame[keyPath: plane]).map { abs(Int($0) - Int($1)) }
                #expect(Double(differences.reduce(0, +)) / Double(differences.count) < 1, "frame \(index)")
            }
        }
    }

    @Test func higherQualityIsLarger() throws {
        let folder = try Folder()
        let sizes = try [20, 40, 60, 80].map { quality in
            try Self.write("\(quality).mov", in: folder, quality: quality)
            return try folder.bytes("\(quality).mov").count
        }
        #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 < $1 }, "\(sizes)")
    }

    @Test func theSameFramesGiveTheSameBytes() throws {
        let folder = try Folder()
        for name in ["a.mov", "b.mov"] { try Self.write(name, in: folder) }
        #expect(try folder.bytes("a.mov") == folder.bytes("b.mov"))
    }

    /// Players of MP4 and WebM do not take it: it is encoded again.
    @Test(arguments: [VideoContainer.mp4, .webm]) func itIsMadeWhatOthersTake(_ container: VideoContainer) throws {
        let folder = try Folder()
        try Self.write("in.mov", in: folder)
        let facts = try VideoInspector.inspect(folder.path("in.mov"))
        #expect(VideoContainer.mov.takes(facts) && !container.takes(facts))
        let output = folder.path("out.\(container.rawValue)")
        try Transcoder.transcode(folder.path("in.mov"), facts, to: output, container: container) { _, _ in }
        let made = try VideoInspector.inspect(output)
        #expect(made.videoCodec == (container == .mp4 ? "h264" : "vp9") && made.frameCount == 12)
    }
}
