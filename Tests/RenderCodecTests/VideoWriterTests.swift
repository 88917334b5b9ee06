import Foundation
import RenderCodec
import RenderMedia
import Testing

@Suite struct VideoWriterTests {
    static let settings = VideoSettings(width: 160, height: 96, framesPerSecond: 25, quality: 76)

    static func frame(_ index: Int) -> VideoFrame {
        var frame = VideoFrame(Samples.gradient(width: 160, height: 96))
        for x in 0..<20 { frame.luma[40 * 160 + (x + index * 3) % 160] = 200 }
        return frame
    }

    static func write(
        _ path: String, frames: Int, seconds: Double, channels: Int = 1, quality: Int = settings.quality,
        codec: VideoCodec? = nil
    ) throws {
        let sine = Samples.sine(hertz: 440, seconds: seconds, sampleRateHz: 48_000)
        let sound = SoundTrack(channels: Array(repeating: sine, count: channels), sampleRateHz: 48_000)
        let container = try #require(VideoContainer(rawValue: String(path.split(separator: ".").last ?? "")))
        let settings = VideoSettings(
            width: settings.width, height: settings.height, framesPerSecond: settings.framesPerSecond,
            quality: quality, container: container, codec: codec)
        let writer = try VideoWriter(path, settings: settings, sound: sound)
        for index in 0..<frames { try writer.append(frame(index)) }
        try writer.finish()
    }

    @Test(arguments: [1, 25, 73]) func theVideoLastsAsLongAsItsFramesAndItsSound(frames: Int) throws {
        let folder = try Folder()
        let seconds = Double(frames) / 25
        try Self.write(folder.path("out.mp4"), frames: frames, seconds: seconds, channels: 2)
        let facts = try VideoInspector.inspect(folder.path("out.mp4"))
        #expect(facts.frameCount == frames)
        #expect(facts.framesPerSecond == 25 && facts.width == 160 && facts.height == 96)
        #expect(facts.videoCodec == "h264" && facts.audioCodec == "aac")
        #expect(facts.videoStartSeconds == 0 && facts.audioStartSeconds == 0)
        #expect(abs(facts.videoDurationSeconds - seconds) < 1e-9)
        #expect(abs(facts.audioDurationSeconds - seconds) <= 1024.0 / 48_000)
    }

    @Test(arguments: VideoContainer.allCases) func theSameFramesGiveTheSameBytes(_ container: VideoContainer) throws {
        let folder = try Folder()
        for name in ["first", "second"] {
            try Self.write(folder.path("\(name).\(container.rawValue)"), frames: 60, seconds: 2.4)
        }
        let bytes = try folder.bytes("first.\(container.rawValue)")
        #expect(try folder.bytes("second.\(container.rawValue)") == bytes)
    }

    @Test(arguments: [
        (VideoContainer.mp4, "h264", "aac"), (.mov, "h264", "aac"), (.webm, "vp9", "opus"),
    ])
    func eachContainerHasItsCodecs(_ example: (container: VideoContainer, video: String, audio: String)) throws {
        let folder = try Folder()
        let path = folder.path("out.\(example.container.rawValue)")
        try Self.write(path, frames: 25, seconds: 1, channels: 2)
        let facts = try VideoInspector.inspect(path)
        #expect(facts.videoCodec == example.video && facts.audioCodec == example.audio)
        #expect(facts.frameCount == 25 && facts.framesPerSecond == 25 && facts.width == 160 && facts.height == 96)
        #expect(facts.videoStartSeconds == 0 && abs(facts.videoDurationSeconds - 1) < 0.002, "\(facts)")
        // A block of Opus is 20 ms, and the last is whole.
        #expect(abs(facts.audioDurationSeconds - 1) < 0.041, "\(facts)")
    }

    /// Browsers refuse a file with a time below 0. WebM states how much of the first block is to be left out: 6.5 ms.
    @Test func theSoundOfAWebMBeginsWithItsFirstFrame() throws {
        let folder = try Folder()
        try Self.write(folder.path("out.webm"), frames: 25, seconds: 1)
        let facts = try VideoInspector.inspect(folder.path("out.webm"))
        #expect(facts.audioStartSeconds == -0.007, "\(facts)")
        let sound = try AudioDecoder.decode(folder.path("out.webm"), sampleRateHz: 48_000)
        #expect(sound.samples.count == 48_000)
    }

    @Test(arguments: VideoContainer.allCases)
    func higherQualityIsLargerAndNearerToTheFrames(_ container: VideoContainer) throws {
        let folder = try Folder()
        var before = (bytes: 0, error: Int.max)
        for quality in [20, 40, 60, 80, 99] {
            let path = folder.path("\(quality).\(container.rawValue)")
            try Self.write(path, frames: 12, seconds: 0.48, quality: quality)
            let size = try folder.bytes("\(quality).\(container.rawValue)").count
            let shown = try #require(try VideoDecoder.frame(at: 0.4, of: path))
            let error = zip(shown.luma, Self.frame(10).luma).reduce(0) { sum, pair in
                let difference = Int(pair.0) - Int(pair.1)
                return sum + difference * difference
            }
            #expect(size > before.bytes && error < before.error, "quality \(quality)")
            before = (size, error)
        }
    }

    @Test func theIndexComesBeforeTheFrames() throws {
        let folder = try Folder()
        try Self.write(folder.path("out.mp4"), frames: 5, seconds: 0.2)
        let bytes = try Data(folder.bytes("out.mp4"))
        let index = try #require(bytes.range(of: Data("moov".utf8)))
        let media = try #require(bytes.range(of: Data("mdat".utf8)))
        #expect(index.lowerBound < media.lowerBound)
    }

    @Test func anUnfinishedVideoLeavesNothing() throws {
        let folder = try Folder()
        func abandon() throws {
            let sound = SoundTrack(channels: [[Float](repeating: 0, count: 4_800)], sampleRateHz: 48_000)
            let writer = try VideoWriter(folder.path("out.mp4"), settings: Self.settings, sound: sound)
            try writer.append(Self.frame(0))
            #expect(try folder.names().count == 1)
        }
        try abandon()
        #expect(try folder.names().isEmpty)
    }

    @Test func aFinishedVideoLeavesOnlyItself() throws {
        let folder = try Folder()
        try Self.write(folder.path("out.mp4"), frames: 3, seconds: 0.12)
        #expect(try folder.names() == ["out.mp4"])
    }

    @Test func aFolderThatIsNotThereIsTold() throws {
        let folder = try Folder()
        #expect {
            try Self.write(folder.path("absent/out.mp4"), frames: 1, seconds: 0.04)
        } throws: { ($0 as? CodecError)?.reason == .unwritable }
    }

    @Test func theWrittenSoundIsTheGivenOne() throws {
        let folder = try Folder()
        try Self.write(folder.path("out.mp4"), frames: 50, seconds: 2)
        let clip = try AudioDecoder.decode(folder.path("out.mp4"), sampleRateHz: 48_000)
        let sine = Samples.sine(hertz: 440, seconds: 2, sampleRateHz: 48_000)
        #expect(abs(clip.samples.count - sine.count) <= 1024)
        let worst = zip(clip.samples, sine).dropFirst(4_800).dropLast(4_800).map { abs($0 - $1) }.max() ?? 1
        #expect(worst < 0.02)
    }
}
