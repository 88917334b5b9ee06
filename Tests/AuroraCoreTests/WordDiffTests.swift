import AuroraCore
import AuroraTesting
import Testing

@Suite struct WordDiffTests {
    @Test func oneWordIsExchanged() {
        #expect(
            WordDiff.parts(from: "a kindly baker speaks", to: "a kindly miller speaks")
                == [.kept("a kindly"), .removed("baker"), .added("miller"), .kept("speaks")])
    }

    @Test func emptyTextsAreAllAddedOrAllRemoved() {
        #expect(WordDiff.parts(from: "", to: "a b") == [.added("a b")])
        #expect(WordDiff.parts(from: "a b", to: "") == [.removed("a b")])
        #expect(WordDiff.parts(from: "", to: "") == [])
        #expect(WordDiff.parts(from: "a", to: "a") == [.kept("a")])
    }

    @Test func theNewAndTheOldTextCanBeReadOff() {
        var random = SeededGenerator.fresh()
        for _ in 0..<300 {
            let texts = (0..<2).map { _ in
                (0..<Int.random(in: 0...12, using: &random)).map { _ in
                    ["a", "b", "c"].randomElement(using: &random) ?? "a"
                }
                .joined(separator: " ")
            }
            let parts = WordDiff.parts(from: texts[0], to: texts[1])
            let old = parts.compactMap { if case .added = $0 { nil } else { $0.text } }.joined(separator: " ")
            let new = parts.compactMap { if case .removed = $0 { nil } else { $0.text } }.joined(separator: " ")
            #expect(old == texts[0] && new == texts[1], "seed \(random.seed)")
        }
    }
}

extension WordDiff.Part {
    fileprivate var text: String {
        switch self {
        case .kept(let text), .removed(let text), .added(let text): text
        }
    }
}
