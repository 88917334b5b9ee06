import Foundation
import RenderInference
import Testing

/// These need the engine: without it they fail and say so.
@Suite struct ModelTests {
    static func folder() throws -> EngineFolder {
        try EngineFolder.locate(executable: "", environment: ProcessInfo.processInfo.environment)
    }

    /// Values that differ from place to place, 0…1.
    static func pattern(_ count: Int) -> [Float] {
        (0..<count).map { Float(($0 * 2_654_435_761) & 0xFFFF) / 65_535 }
    }

    static func run(_ file: EngineFile) throws -> [[Float]] {
        let folder = try folder()
        let model = try TensorModel(file, in: folder, runtime: TensorRuntime(folder))
        return try model.run(pattern(model.inputShape.reduce(1, *)))
    }

    @Test(arguments: [
        (EngineFile.faceDetectionShortRange, [1, 128, 128, 3], [[1, 896, 16], [1, 896, 1]]),
        (.faceDetectionFullRange, [1, 192, 192, 3], [[1, 2304, 16], [1, 2304, 1]]),
        (.selfieSegmentation, [1, 256, 256, 3], [[1, 256, 256, 1]]),
        (
            .faceLandmarksWithAttention, [1, 192, 192, 3],
            [
                [1, 1, 1, 1404], [1, 1, 1, 160], [1, 1, 1, 142], [1, 1, 1, 142], [1, 1, 1, 10], [1, 1, 1, 10],
                [1, 1, 1, 1],
            ]
        ),
    ]) func aModelHasTheShapesThatItsReaderExpects(file: EngineFile, input: [Int], outputs: [[Int]]) throws {
        let folder = try Self.folder()
        let model = try TensorModel(file, in: folder, runtime: TensorRuntime(folder))
        #expect(model.inputShape == input)
        #expect(model.outputShapes == outputs)
        let values = try model.run(Self.pattern(input.reduce(1, *)))
        #expect(values.map(\.count) == outputs.map { $0.reduce(1, *) })
        #expect(values.allSatisfy { $0.allSatisfy(\.isFinite) })
    }

    @Test func aModelGivesTheSameEachTime() throws {
        let folder = try Self.folder()
        let model = try TensorModel(.faceLandmarksWithAttention, in: folder, runtime: TensorRuntime(folder))
        let values = Self.pattern(192 * 192 * 3)
        let first = try model.run(values)
        _ = try model.run([Float](repeating: 0.5, count: values.count))
        #expect(try model.run(values) == first)
        #expect(try Self.run(.faceLandmarksWithAttention) == first)
    }

    @Test func twoAttentionModelsAtOnceDoNotDisturbEachOther() async throws {
        let alone = try Self.run(.faceLandmarksWithAttention)
        let together = try await withThrowingTaskGroup(of: [[Float]].self) { group in
            for _ in 0..<4 { group.addTask { try Self.run(.faceLandmarksWithAttention) } }
            var results: [[[Float]]] = []
            for try await result in group { results.append(result) }
            return results
        }
        #expect(together.allSatisfy { $0 == alone })
    }

    @Test func theRegionsNameEachLandmarkOnce() {
        let counts = AttentionRegion.allCases.map(\.landmarks.count)
        #expect(counts == [80, 71, 71])
        let all = AttentionRegion.allCases.flatMap(\.landmarks)
        #expect(Set(all).count == all.count && all.allSatisfy { (0..<468).contains($0) })
    }

    @Test func theSpeechModelGivesAProbabilityForEverySymbolAndFrame() throws {
        let model = try SpeechModel(Self.folder())
        #expect(model.vocabulary.count == 191)
        #expect(model.vocabulary[model.wordBoundary] == "<wb>" && model.vocabulary[model.blank] == "<blank>")
        let tone = (0..<16_000).map { index in
            Float(
                0.3 * sin(2 * Double.pi * 150 * Double(index) / 16_000)
                    * sin(2 * Double.pi * 3 * Double(index) / 16_000))
        }
        let answer = try model.logProbabilities(samples: tone)
        #expect(answer.symbolCount == 191 && (48...51).contains(answer.frameCount))
        for frame in 0..<answer.frameCount {
            let total = (0..<191).reduce(0) { $0 + exp(Double(answer[frame, $1])) }
            #expect(abs(total - 1) < 1e-3)
        }
        #expect(try model.logProbabilities(samples: tone) == answer)
    }

    @Test func twoSpeechModelsAtOnceDoNotDisturbEachOther() async throws {
        let folder = try Self.folder()
        let sound = Self.pattern(16_000).map { $0 - 0.5 }
        let alone = try SpeechModel(folder).logProbabilities(samples: sound)
        try await withThrowingTaskGroup(of: LogProbabilities.self) { group in
            for _ in 0..<3 { group.addTask { try SpeechModel(folder).logProbabilities(samples: sound) } }
            for try await together in group { #expect(together == alone) }
        }
    }

    @Test func aSoundShorterThanAFrameHasAnAnswer() throws {
        let model = try SpeechModel(Self.folder())
        #expect(try model.logProbabilities(samples: [0.1]).frameCount <= 1)
        #expect(try model.logProbabilities(samples: [Float](repeating: 0, count: 300)).frameCount <= 2)
    }

    private static let hasSafety = (try? folder().hasAny(of: .safety)) ?? false

    @Test(.enabled(if: hasSafety, "the safety check is not installed"))
    func theSafetyModelGivesTheSameEachTime() throws {
        let model = try SafetyModel(Self.folder())
        let values = Self.pattern(SafetyModel.side * SafetyModel.side * 3).map { $0 * 255 - 115 }
        let first = try model.probability(values)
        #expect((0...1).contains(first))
        _ = try model.probability([Float](repeating: 0, count: values.count))
        #expect(try model.probability(values) == first)
        #expect(try SafetyModel(Self.folder()).probability(values) == first)
    }

    /// Else the library would collect what it is used for, and send it to its makers.
    @Test(.enabled(if: hasSafety, "the safety check is not installed"))
    func theSafetyModelTellsNobodyOfItsUse() throws {
        _ = try SafetyModel(Self.folder())
        #expect(ProcessInfo.processInfo.environment["ORT_DISABLE_TELEMETRY"] == "1")
    }

    @Test(arguments: [
        ("umbrella", "ʌmbɹɛlə"), ("five", "faɪv"), ("안녕하세요", "annjʌŋhasejo"), ("", ""),
    ]) func wordsAreReadAsTheyAreSpoken(word: String, phones: String) throws {
        let model = try PronunciationModel(Self.folder())
        #expect(try model.phones(of: word).joined() == phones)
        #expect(try model.phones(of: word) == model.phones(of: word))
    }

    @Test func noWordIsTooLongOrStrangeToBeRead() throws {
        let model = try PronunciationModel(Self.folder())
        for word in [String(repeating: "ab", count: 5000), "\u{0}\u{10FFFF}", "日本", "ł"] {
            #expect(try model.phones(of: word).count <= 48)
        }
    }
}
