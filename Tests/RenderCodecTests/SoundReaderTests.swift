import RenderCodec
import RenderMedia
import Testing

/// Sounds a piece at a time.
@Suite struct SoundReaderTests {
    private func file(in folder: Folder) throws -> String {
        let left = Samples.sine(hertz: 300, seconds: 3, sampleRateHz: 44_100)
        let right = Samples.sine(hertz: 470, seconds: 3, sampleRateHz: 44_100)
        return try folder.write(Samples.wav([left, right], sampleRateHz: 44_100), to: "in.wav")
    }

    @Test(arguments: [1_000, 7_777, 1 << 20]) func howItIsCutChangesNoSample(piece: Int) throws {
        let folder = try Folder()
        let path = try file(in: folder)
        let whole = try AudioDecoder.decodeTrack(path, sampleRateHz: 48_000)
        let reader = try SoundReader(path, sampleRateHz: 48_000, channels: .own)
        #expect(reader.channelCount == 2)
        var channels: [[Float]] = [[], []]
        while true {
            let samples = try reader.read(piece)
            #expect(samples[0].count == min(piece, whole.sampleCount - channels[0].count))
            if samples[0].isEmpty { break }
            for (index, part) in samples.enumerated() { channels[index] += part }
        }
        #expect(channels == whole.channels)
    }

    @Test func aPartOfItIsThatOfTheWhole() throws {
        let folder = try Folder()
        let path = try file(in: folder)
        let whole = try AudioDecoder.decode(path, sampleRateHz: 16_000)
        let reader = try SoundReader(path, sampleRateHz: 16_000, channels: .one)
        try reader.skip(40_000)
        reader.end(after: 3_000)
        #expect(try reader.read(2_000)[0] == Array(whole.samples[40_000..<42_000]))
        #expect(try reader.read(2_000)[0] == Array(whole.samples[42_000..<43_000]))
        #expect(try reader.read(2_000)[0].isEmpty)
        try reader.skip(1)
    }

    /// The video has the sound that it would have of memory.
    @Test(arguments: VideoContainer.allCases) func aVideoOfAFileHasTheSameBytes(_ container: VideoContainer) throws {
        let folder = try Folder()
        let path = try file(in: folder)
        let settings = VideoSettings(width: 64, height: 64, framesPerSecond: 25, quality: 50, container: container)
        let track = try AudioDecoder.decodeTrack(path, sampleRateHz: VideoWriter.soundRateHz)
        let reader = try SoundReader(path, sampleRateHz: VideoWriter.soundRateHz, channels: .own)
        let writers = [
            try VideoWriter(folder.path("memory"), settings: settings, sound: track),
            try VideoWriter(folder.path("file"), settings: settings, sound: reader),
        ]
        for writer in writers {
            for _ in 0..<75 { try writer.append(VideoFrame(width: 64, height: 64)) }
            try writer.finish()
        }
        #expect(try folder.bytes("memory") == folder.bytes("file"))
    }
}
