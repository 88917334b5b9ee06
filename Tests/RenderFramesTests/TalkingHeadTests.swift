import Foundation
import RenderCodec
import RenderFrames
import RenderInference
import RenderMedia
import Testing

/// The engine, where it is installed.
private let engine: EngineFolder? = {
    let environment = ProcessInfo.processInfo.environment
    return try? EngineFolder.locate(executable: "", environment: environment)
}()

@Suite("From a picture and a sound to a video", .enabled(if: engine != nil, "the engine is not installed"))
struct TalkingHeadTests {
    private let examples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "examples/storytellers/scenes")

    private func head(image: String, audio: String, output: String) -> TalkingHead {
        TalkingHead(
            imagePath: image, audioPath: audio, outputPath: output, style: MotionStyle(), seed: 7, shortSide: 240,
            framesPerSecond: 25, quality: 60)
    }

    /// A folder for one test, removed when it ends.
    private func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // A leftover folder harms nobody.
        return try await body(folder)
    }

    /// The first 1.5 s of the baker's line.
    private func speech(in folder: URL) throws -> String {
        let bytes = try Data(contentsOf: examples.appending(path: "baker/line.wav"))
        let rate = bytes[24..<28].reversed().reduce(0) { $0 << 8 | Int($1) }
        let path = folder.appending(path: "short.wav")
        try wave(bytes[44..<44 + rate * 3], rate: rate).write(to: path)
        return path.path
    }

    private func bytes(_ value: Int, _ count: Int) -> Data {
        Data((0..<count).map { UInt8(value >> (8 * $0) & 255) })
    }

    /// A BMP file of 24 bits a pixel; `side` is a multiple of 4, so rows need no padding.
    private func greyBitmap(side: Int) -> Data {
        let pixels = Data(repeating: 128, count: side * side * 3)
        return Data("BM".utf8) + bytes(54 + pixels.count, 4) + bytes(0, 4) + bytes(54, 4) + bytes(40, 4)
            + bytes(side, 4) + bytes(side, 4) + bytes(1, 2) + bytes(24, 2) + bytes(0, 24) + pixels
    }

    /// A WAV file of one channel of 16-bit samples.
    private func wave(_ samples: Data, rate: Int) -> Data {
        return Data("RIFF".utf8) + bytes(36 + samples.count, 4) + Data("WAVEfmt ".utf8) + bytes(16, 4) + bytes(1, 2)
            + bytes(1, 2) + bytes(rate, 4) + bytes(2 * rate, 4) + bytes(2, 2) + bytes(16, 2) + Data("data".utf8)
            + bytes(samples.count, 4) + samples
    }

    @Test func theSameRequestGivesTheSameBytes() async throws {
        let engine = try #require(engine)
        try await withFolder { folder in
            let sound = try speech(in: folder)
            let portrait = examples.appending(path: "baker/portrait.jpg").path
            var videos: [Data] = []
            for name in ["first.mp4", "second.mp4"] {
                let output = folder.appending(path: name)
                var reported: [Int] = []
                try await head(image: portrait, audio: sound, output: output.path).render(engine: engine) {
                    done, total in
                    #expect(total == 38)
                    reported.append(done)
                }
                #expect(reported == Array(1...38))
                videos.append(try Data(contentsOf: output))
            }
            #expect(videos[0] == videos[1])
            let facts = try VideoInspector.inspect(folder.appending(path: "first.mp4").path)
            #expect(facts.frameCount == 38 && facts.width == 240 && facts.height == 240)
        }
    }

    /// What is shown of a video beforehand is what will be in it.
    @Test func anExcerptIsAPartOfTheWhole() async throws {
        let engine = try #require(engine)
        try await withFolder { folder in
            let sound = try speech(in: folder)
            let portrait = examples.appending(path: "baker/portrait.jpg").path
            let clip = folder.appending(path: "clip.mp4").path
            try await head(image: portrait, audio: sound, output: clip).renderClip(
                from: 0.6, seconds: 0.5, engine: engine
            ) { _, total in #expect(total == 13) }
            let facts = try VideoInspector.inspect(clip)
            #expect(facts.frameCount == 13 && abs(facts.audioDurationSeconds - 0.52) <= 1024.0 / 48_000)
            try await head(image: portrait, audio: sound, output: clip).renderClip(
                from: 1.4, seconds: 3, engine: engine
            ) { _, _ in }
            #expect(try VideoInspector.inspect(clip).frameCount == 3, "up to the end")

            var stills: [Image] = []
            for moment in [0.6, 0.64, 1.0] {
                let still = folder.appending(path: "still.jpg").path
                let size = try await head(image: portrait, audio: sound, output: still).renderStill(
                    at: moment, engine: engine)
                #expect(size == (240, 240))
                stills.append(try ImageDecoder.decode(still))
            }
            #expect(stills[0].width == 240)
            #expect(difference(stills[0], stills[1]) < difference(stills[0], stills[2]), "the mouth moves")
            await #expect(throws: ExcerptError.beyondEnd(seconds: 1.52)) {
                _ = try await head(image: portrait, audio: sound, output: clip).renderStill(at: 1.52, engine: engine)
            }
        }
    }

    private func difference(_ one: Image, _ other: Image) -> Int {
        zip(one.pixels, other.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    }

    @Test func aSilentSoundIsRefusedAndNothingIsWritten() async throws {
        let engine = try #require(engine)
        try await withFolder { folder in
            let silence = folder.appending(path: "silence.wav")
            try wave(Data(count: 32_000), rate: 16_000).write(to: silence)
            let output = folder.appending(path: "out.mp4").path
            let portrait = examples.appending(path: "baker/portrait.jpg").path
            await #expect(throws: SoundError.self) {
                try await head(image: portrait, audio: silence.path, output: output).render(engine: engine) { _, _ in }
            }
            #expect(!FileManager.default.fileExists(atPath: output))
        }
    }

    @Test func aPictureWithoutAFaceIsRefused() async throws {
        let engine = try #require(engine)
        try await withFolder { folder in
            let picture = folder.appending(path: "grey.bmp")
            try greyBitmap(side: 320).write(to: picture)
            await #expect {
                try await head(image: picture.path, audio: "unused", output: "unused").render(engine: engine) { _, _ in
                }
            } throws: { error in
                if case .unsuitable(.noFace) = error as? PortraitError { true } else { false }
            }
        }
    }
}
