import Foundation
import RenderFrames
import RenderInference
import RenderSpeech
import Testing

/// The engine, where it is installed.
private let engine: EngineFolder? = {
    let environment = ProcessInfo.processInfo.environment
    return try? EngineFolder.locate(executable: "", environment: environment)
}()

@Suite("From a sound to the movement of a mouth", .enabled(if: engine != nil, "the engine is not installed"))
struct SpeechTests {
    /// A person who says "He might even have been made amiable himself."
    private let clip = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "quality/clips/austen-0930.flac").path

    private func speech(_ transcript: String?) async throws -> Speech {
        try await Speech.read(clip, transcript: transcript, engine: try #require(engine))
    }

    @Test func aTranscriptIsReadAlong() async throws {
        let speech = try await speech("He might even have been made amiable himself.")
        guard case .transcript(let fit) = speech.recognition.basis else {
            Issue.record("it follows \(speech.recognition.basis)")
            return
        }
        #expect(fit > 0.9)
        // might, been, made, amiable, himself: m b m m b m
        #expect(speech.recognition.phonemes.filter { $0.phoneme.viseme == .bilabial }.count == 6)
        let closures = speech.visemes.visemes.filter { $0.viseme == .bilabial }
        #expect(closures.count == 6)
        #expect(closures.allSatisfy { (0.07...0.13).contains($0.end - $0.start) }, "\(closures)")
    }

    @Test func aTranscriptOfSomethingElseIsNotUsed() async throws {
        let wrong = try await speech("Peter's mother bought a pumpkin pie, a bag of plums and a pot of marmalade.")
        guard case .soundDespiteTranscript = wrong.recognition.basis else {
            Issue.record("it follows \(wrong.recognition.basis)")
            return
        }
        let alone = try await speech(nil)
        #expect(alone.recognition.basis == .sound)
        #expect(wrong.recognition.phonemes == alone.recognition.phonemes)
        #expect(wrong.visemes == alone.visemes)
    }

    @Test func whatTheTranscriptLeavesOutIsStillShown() async throws {
        let speech = try await speech("He might even made amiable himself.")
        #expect(speech.recognition.phonemes.filter { $0.phoneme.viseme == .bilabial }.count == 6, "been is heard")
    }

    @Test func aTranscriptWithoutWordsIsNone() async throws {
        #expect(try await speech(" … ").recognition == speech(nil).recognition)
    }

    @Test func aTranscriptThatNobodyCouldSpeakIsNotRead() async throws {
        let words = (0..<5000).map { "word\($0)" }.joined(separator: " ")
        #expect(try await speech(words).recognition.basis == .soundDespiteTranscript(fit: 0))
    }
}
