import AuroraFiles
import Foundation
import RenderProtocol
import Testing

/// Texts laid along sounds whose phones are known.
@Suite struct AlignmentTests {
    private static func times(_ transcript: String, _ bench: EditBench) async throws -> WordTimes {
        let answer = try await bench.answer(
            .align(AlignRequest(sound: "sound.flac", transcript: transcript, output: "words.json")))
        guard case .aligned(let facts) = answer else { throw EditBench.Unexpected(answer: answer) }
        let times = try JSONDecoder().decode(WordTimes.self, from: Data(Files.read(bench.folder.path("words.json"))))
        #expect(times.words.count == facts.words && times.durationMilliseconds == facts.durationMilliseconds)
        return times
    }

    @Test func wordsAreWhereTheyAreSpoken() async throws {
        let bench = try await EditBench()
        try bench.take("quality/truth/en-0.flac", as: "sound.flac")
        let times = try await Self.times("Hello, welcome to our\nproduct demonstration. My name is Barbara.", bench)
        #expect(
            times.words.map(\.text) == [
                "Hello,", "welcome", "to", "our", "product", "demonstration.", "My", "name", "is", "Barbara.",
            ])
        #expect(times.words.map(\.endsLine) == (0..<10).map { $0 == 3 })
        let phones = try bench.phones("quality/truth/en-0.tsv")
        // Those that begin with a sound which no other word before them has.
        for (word, phone, occurrence) in [(1, "w", 0), (2, "t", 0), (4, "p", 0), (5, "d", 1), (9, "b", 0)] {
            let found = phones.filter { $0.phone == phone }
            let expected = try #require(found.dropFirst(occurrence).first).start
            let start = Double(times.words[word].startMilliseconds) / 1000
            #expect(abs(start - expected) < 0.15, "\(times.words[word].text): \(start), not \(expected)")
        }
        for (word, next) in zip(times.words, times.words.dropFirst()) {
            #expect(word.startMilliseconds <= word.endMilliseconds && word.endMilliseconds <= next.startMilliseconds)
        }
    }

    @Test func aTextOfSomethingElseIsRefused() async throws {
        let bench = try await EditBench()
        try bench.take("quality/truth/en-0.flac", as: "sound.flac")
        let failure = try await bench.failure(
            .align(
                AlignRequest(
                    sound: "sound.flac", transcript: "Five brave foxes found a quiet place above the wide river.",
                    output: "words.json")))
        #expect(failure.subject == .audio && failure.problem == "the transcript does not fit the sound")
        let empty = try await bench.failure(
            .align(AlignRequest(sound: "sound.flac", transcript: " — …\n", output: "words.json")))
        #expect(empty.subject == .settings && empty.problem == "there is no word in the transcript")
    }

    @Test func aTextOfAnotherScriptIsSpreadOverWhatIsSpoken() async throws {
        let bench = try await EditBench()
        try bench.take("quality/truth/en-0.flac", as: "sound.flac")
        let times = try await Self.times("私たちの製品の紹介へようこそ。私の名前は花子です。", bench)
        #expect(times.words.count == 23 && times.words.contains { $0.text == "そ。" })
        #expect(times.words.allSatisfy { $0.endMilliseconds > $0.startMilliseconds })
        #expect((times.words.last?.endMilliseconds ?? 0) > times.durationMilliseconds * 3 / 4)
    }
}

extension EditBench {
    /// The phones of a clip, by its table.
    fileprivate func phones(_ file: String) throws -> [(start: Double, phone: String)] {
        let text = String(decoding: try Files.read(Workbench.project.appending(path: file).path), as: UTF8.self)
        return text.split(separator: "\n").map { line in
            let parts = line.split(separator: "\t")
            return (Double(parts[0]) ?? -1, String(parts[2]))
        }
    }
}
