import Foundation
import RenderInference
import RenderMedia
import RenderTesting
import Testing

@testable import RenderFrames

/// Videos that are checked, with the engine, and the model of the safety check where it is installed.
@Suite("Checked videos", .enabled(if: Engine.folder != nil, "the engine is not installed"))
struct CheckedVideoTests {
    private let portrait = Engine.examples.appending(path: "baker/portrait.jpg").path

    private func head(image: String, audio: String, output: String) -> TalkingHead {
        TalkingHead(
            imagePath: image, audioPath: audio, outputPath: output, style: MotionStyle(), seed: 7, shortSide: 240,
            framesPerSecond: 25, quality: 60)
    }

    /// A folder for one test with some speech in it, removed when the test ends.
    private func withSpeech(
        seconds: Int = 1, _ body: (_ sound: String, _ output: String) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // A leftover folder harms nobody.
        let size = 32_000 * seconds
        var speech = [UInt8](
            try Data(contentsOf: Engine.examples.appending(path: "baker/line.wav")).prefix(44 + size))
        for (offset, value) in [(4, 36 + size), (40, size)] {
            for byte in 0..<4 { speech[offset + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte)) }
        }
        let sound = folder.appending(path: "line.wav")
        try Data(speech).write(to: sound)
        try await body(sound.path, folder.appending(path: "video.mp4").path)
    }

    @Test func aFlaggedPictureIsNotEvenAnalysed() async throws {
        let engine = try #require(Engine.folder)
        let inspection = SafetyInspection(.ends, ScriptedClassifier([0.97]))
        // There is no such sound: nobody looks for it.
        await #expect(throws: SafetyError.flagged(.picture, score: 0.97, limit: 0.8)) {
            try await head(image: portrait, audio: "absent.wav", output: "unused.mp4").render(
                engine: engine, safety: inspection
            ) { _, _ in Issue.record("a frame is rendered") }
        }
    }

    @Test(arguments: [(SafetyInspection.Frames.ends, 1), (.fiveASecond, 4)])
    func aFlaggedFrameIsInNoFile(_ frames: SafetyInspection.Frames, _ good: Int) async throws {
        let engine = try #require(Engine.folder)
        try await withSpeech { sound, output in
            let scores = [Float](repeating: 0.1, count: 1 + good) + [0.9]
            let number = frames.numbers(count: 25, framesPerSecond: 25)[good]
            let expected = SafetyError.flagged(.frame(seconds: Double(number) / 25), score: 0.9, limit: 0.8)
            await #expect(throws: expected) {
                try await head(image: portrait, audio: sound, output: output).render(
                    engine: engine, safety: SafetyInspection(frames, ScriptedClassifier(scores))
                ) { _, _ in Issue.record("a frame is rendered") }
            }
            let folder = URL(filePath: output).deletingLastPathComponent().path
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(files == ["line.wav"])
        }
    }

    @Test func twoProcessorsSeeWhatOneSees() async throws {
        let engine = try #require(Engine.folder)
        try await withSpeech(seconds: 5) { sound, output in
            let head = head(image: portrait, audio: sound, output: output)
            let face = try Portrait.read(portrait, shortSide: 240, engine: engine)
            let poses = head.poses(of: face, try await head.speech(engine))
            let renderer = face.renderer()
            typealias Told = (lookedAt: Int, highest: Float, flagged: SafetyError?)
            func told(limit: Float, isShared: Bool) async throws -> Told {
                let another: @Sendable () throws(SafetyError) -> any SafetyClassifier = { ContentClassifier() }
                let inspection = SafetyInspection(
                    .fiveASecond, ContentClassifier(), limit: limit, another: isShared ? another : nil)
                var flagged: SafetyError?
                do {
                    try await head.inspectFrames(0..<poses.frameCount, of: poses, renderer, inspection)
                } catch let error as SafetyError { flagged = error }
                return (inspection.lookedAt, inspection.highestScore, flagged)
            }
            for limit in [Float(0.5), 0.9, 1] {
                let (one, two) = (
                    try await told(limit: limit, isShared: false), try await told(limit: limit, isShared: true)
                )
                #expect(one == two)
                #expect((one.flagged == nil) == (limit == 1))
                #expect(limit < 1 || one.lookedAt == 26)
            }
        }
    }

    @Test func aCheckedVideoHasTheBytesOfAnUncheckedOne() async throws {
        let engine = try #require(Engine.folder)
        try await withSpeech { sound, output in
            let head = head(image: portrait, audio: sound, output: output)
            try await head.render(engine: engine) { _, _ in }
            let unchecked = try Data(contentsOf: URL(filePath: output))
            let inspection = SafetyInspection(.fiveASecond, ScriptedClassifier([Float](repeating: 0.5, count: 7)))
            try await head.render(engine: engine, safety: inspection) { _, _ in }
            #expect(try Data(contentsOf: URL(filePath: output)) == unchecked)
            #expect(inspection.lookedAt == 7 && inspection.highestScore == 0.5)
        }
    }

    @Test func partsForALookAreCheckedToo() async throws {
        let engine = try #require(Engine.folder)
        try await withSpeech { sound, output in
            let head = head(image: portrait, audio: sound, output: output)
            let still = SafetyInspection(.ends, ScriptedClassifier([0.1, 0.9]))
            await #expect(throws: SafetyError.flagged(.frame(seconds: 0.4), score: 0.9, limit: 0.8)) {
                _ = try await head.renderStill(at: 0.4, engine: engine, safety: still)
            }
            let clip = SafetyInspection(.ends, ScriptedClassifier([0.1, 0.2, 0.9]))
            await #expect(throws: SafetyError.flagged(.frame(seconds: 0.6), score: 0.9, limit: 0.8)) {
                try await head.renderClip(from: 0.4, seconds: 0.4, engine: engine, safety: clip) { _, _ in }
            }
            #expect(!FileManager.default.fileExists(atPath: output))
        }
    }

    /// What open_nsfw's own preparation with Pillow, and the same model, give for these pictures.
    @Test(.enabled(if: Engine.hasSafety, "the safety check is not installed"))
    func theModelGivesTheScoresOfItsReference() throws {
        let model = try SafetyModel(try #require(Engine.folder))
        func score(_ image: Image) throws -> Float { try model.probability(ClassifierInput(image).values) }
        let skin = try score(SkinCross.image())
        #expect(abs(skin - SkinCross.referenceScore) < 0.01, "\(skin)")
        let stage = try score(SampleStage.image())
        #expect(stage < 0.2, "\(stage)")
        #expect(try score(SkinCross.image()) == skin, "the same picture, the same score")
    }

    @Test(.enabled(if: Engine.hasSafety, "the safety check is not installed"))
    func anOrdinaryPortraitPasses() async throws {
        let engine = try #require(Engine.folder)
        try await withSpeech { sound, output in
            let inspection = try SafetyInspection(.fiveASecond, engine: engine)
            try await head(image: portrait, audio: sound, output: output).render(engine: engine, safety: inspection) {
                _, _ in
            }
            #expect(inspection.lookedAt == 7 && inspection.highestScore < 0.2, "\(inspection.highestScore)")
        }
    }
}

/// The engine that is installed here.
private enum Engine {
    static let folder = try? EngineFolder.locate(executable: "", environment: ProcessInfo.processInfo.environment)
    static let hasSafety = folder?.hasAny(of: .safety) ?? false
    static let examples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "examples/storytellers/scenes")
}

/// A score that looks random and is always the same for the same picture.
private struct ContentClassifier: SafetyClassifier {
    func probability(_ values: [Float]) -> Float {
        var mixed = values.reduce(UInt64(7)) { ($0 ^ UInt64($1.bitPattern)) &* 0x9E37_79B9_7F4A_7C15 }
        mixed ^= mixed >> 29
        return Float(mixed % 1000) / 1000
    }
}
