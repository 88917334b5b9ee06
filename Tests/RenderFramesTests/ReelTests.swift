import Foundation
import RenderCodec
import RenderMedia
import Testing

@testable import RenderFrames

/// Reels of flat colours and tones: what is where can be told frame by frame.
@Suite("Reels")
struct ReelTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aurora-reel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    /// A clip in one shade with a tone. Its pictures last as long as its sound, a frame less or more.
    private func clip(
        _ name: String, luma: UInt8, frames: Int, hertz: Double, rate: Int = 25, width: Int = 128, height: Int = 96
    ) throws -> Reel.Part {
        let count = frames * 48_000 / rate
        let sound = SoundTrack(
            channels: [(0..<count).map { Float(0.25 * cos(2 * Double.pi * hertz * Double($0) / 48_000)) }],
            sampleRateHz: 48_000)
        let writer = try VideoWriter(
            path(name),
            settings: VideoSettings(width: width, height: height, framesPerSecond: rate, quality: 90), sound: sound)
        var frame = VideoFrame(width: width, height: height)
        frame.luma = [UInt8](repeating: luma, count: width * height)
        for _ in 0..<frames { try writer.append(frame) }
        try writer.finish()
        return .clip(path(name))
    }

    private func reel(_ parts: [Reel.Part], _ name: String = "reel.mp4") -> Reel {
        Reel(
            parts: parts, output: path(name), container: .mp4, size: nil, framesPerSecond: nil, quality: 90,
            marks: Marks { _ in TextFont(family: "", path: "", source: "") })
    }

    /// The luma in the middle of each frame.
    private func shades(_ name: String = "reel.mp4") throws -> [Int] {
        let reader = try FrameReader(path(name), framesPerSecond: 25)
        var result: [Int] = []
        while let frame = try reader.next() {
            result.append(Int(frame.luma[frame.height / 2 * frame.width + frame.width / 2]))
        }
        return result
    }

    private func sound(_ name: String = "reel.mp4") throws -> [[Float]] {
        let facts = try VideoInspector.inspect(path(name))
        let reader = try SoundReader(path(name), sampleRateHz: 48_000, channels: .own)
        return try reader.read(Int((facts.audioDurationSeconds * 48_000).rounded()))
    }

    private func near(_ shades: ArraySlice<Int>, _ shade: Int) -> Bool { shades.allSatisfy { abs($0 - shade) <= 3 } }

    @Test func everyFrameIsWhereItBelongsAndNoJoinClicks() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let one = try clip("a.mp4", luma: 60, frames: 30, hertz: 441)
        let two = try clip("b.mp4", luma: 200, frames: 21, hertz: 617)
        let three = try clip("c.mp4", luma: 120, frames: 60, hertz: 523, rate: 50, width: 96, height: 128)
        try reel([one, two, three]).make { _, _ in }
        let shown = try shades()
        #expect(shown.count == 30 + 21 + 30)
        #expect(near(shown[..<30], 60) && near(shown[30..<51], 200) && near(shown[51...], 120), "\(shown)")
        let heard = try sound()
        #expect(heard.count == 2 && heard[0].count == 81 * 1920, "\(heard[0].count)")
        // The largest step of the tones is 0.02; a join without ramps has one of 0.2 and more.
        let steps = zip(heard[0], heard[0].dropFirst()).map { abs($0 - $1) }
        #expect(steps.max() ?? 1 < 0.03, "\(steps.max() ?? 1) at \(steps.firstIndex(of: steps.max() ?? 1) ?? 0)")
    }

    @Test func gapsAndCrossfadesHaveTheirFrames() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let parts = [
            try clip("a.mp4", luma: 60, frames: 30, hertz: 441), try clip("b.mp4", luma: 200, frames: 30, hertz: 617),
        ]
        var spaced = reel(parts)
        spaced.gapMilliseconds = 200
        try spaced.make { _, _ in }
        var shown = try shades()
        #expect(shown.count == 65)
        #expect(near(shown[..<30], 60) && near(shown[30..<35], 16) && near(shown[35...], 200), "\(shown)")
        // A frame after the last of the first part: encoders let a sound ring for some milliseconds.
        #expect(try sound()[0][(31 * 1920)..<(34 * 1920)].allSatisfy { abs($0) < 0.001 })

        var faded = reel(parts)
        faded.crossfadeMilliseconds = 200
        try faded.make { _, _ in }
        shown = try shades()
        #expect(shown.count == 55)
        for frame in 0..<55 {
            let share = min(max(Double(frame - 24) / 6, 0), 1)
            let expected = 60 + share * 140
            #expect(abs(Double(shown[frame]) - expected) <= 4, "frame \(frame): \(shown[frame]), not \(expected)")
        }
        // Two tones of one power: the sum has it too, before, in and after the fade.
        let heard = try sound()[0]
        for start in stride(from: 12_000, to: heard.count - 9600, by: 4800) {
            let power = heard[start..<start + 4800].reduce(0) { $0 + $1 * $1 } / 4800
            #expect((0.024...0.040).contains(power), "\(power) at \(start)")
        }
    }

    @Test func theWholeHasTheLoudnessThatIsAskedFor() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let parts = [
            try clip("a.mp4", luma: 60, frames: 50, hertz: 441), try clip("b.mp4", luma: 90, frames: 50, hertz: 900),
        ]
        let bed = SoundTrack(
            channels: [(0..<30_000).map { Float(0.5 * sin(Double($0) * 0.021)) }], sampleRateHz: 48_000)
        _ = try WaveWriter.write(SoundReader(bed), to: path("bed.wav"))
        for (loudness, name) in [(-16.0, "a"), (-30.0, "b"), (-9.0, "c")] {
            var reel = reel(parts, "\(name).reel.mp4")
            reel.music = ReelMusic(path: path("bed.wav"), gainDecibels: -6, duckDecibels: 10)
            reel.gapMilliseconds = 1500
            reel.loudness = loudness
            try reel.make { _, _ in }
            let heard = try sound("\(name).reel.mp4")
            var meter = LoudnessMeter()
            meter.append(left: heard[0], right: heard[1])
            #expect(abs(try #require(meter.integrated) - loudness) <= 0.3)
            #expect(heard[0].map(abs).max() ?? 2 < 1)
            // The same reel gives the same bytes.
            let bytes = try Data(contentsOf: URL(filePath: path("\(name).reel.mp4")))
            try reel.make { _, _ in }
            #expect(try Data(contentsOf: URL(filePath: path("\(name).reel.mp4"))) == bytes)
        }
    }

    @Test func theOneThatCannotBeReadIsNamed() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let good = try clip("a.mp4", luma: 60, frames: 25, hertz: 441)
        try Data((0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 37) }).write(to: URL(filePath: path("junk")))
        func subject(_ reel: Reel) -> ReelError.Subject? {
            do { try reel.make { _, _ in } } catch let error as ReelError { return error.subject } catch { return nil }
            return nil
        }
        #expect(subject(reel([good, .clip(path("junk"))])) == .part(1))
        #expect(subject(reel([good, good, .still(path("junk"), milliseconds: 100)])) == .part(2))
        var musical = reel([good])
        musical.music = ReelMusic(path: path("junk"), gainDecibels: 0, duckDecibels: 0)
        #expect(subject(musical) == .music)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a.mp4", "junk"])
    }
}
