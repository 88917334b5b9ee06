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

    static func write(_ path: String, frames: Int, seconds: Double, channels: Int = 1) throws {
        let sine = Samples.sine(hertz: 440, seconds: seconds, sampleRateHz: 48_000)
        let sound = SoundTrack(channels: Array(repeating: sine, count: channels), sampleRateHz: 48_000)
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

    @Test func theSameFramesGiveTheSameBytes() throws {
        let folder = try Folder()
        try Self.write(folder.path("first.mp4"), frames: 60, seconds: 2.4)
        try Self.write(folder.path("second.mp4"), frames: 60, seconds: 2.4)
        #expect(try folder.bytes("first.mp4") == folder.bytes("second.mp4"))
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
