import Foundation
import RenderInference
import Testing

@testable import RenderSpeech

@Suite("Reading along with a transcript")
struct TranscriptAlignerTests {
    private let symbols = ["b", "ɑ", "t", "i", "m", "<blank>"]

    /// One letter a frame: the symbol that is nearly certain, `-` for none.
    private func answer(_ frames: String) -> LogProbabilities {
        let names = ["b", "a", "t", "i", "m", "-"]
        let values = frames.flatMap { letter in
            names.map { $0 == String(letter) ? Float(log(0.95)) : Float(log(0.01)) }
        }
        return LogProbabilities(frameCount: frames.count, symbolCount: 6, values: values)
    }

    /// Each placed sound as its symbol and its frame.
    private func placed(_ words: [[[Int]]], in frames: String) -> [String] {
        TranscriptAligner.placements(of: AlignmentGraph(words), in: answer(frames), symbols: symbols)
            .map { "\(symbols[$0.symbol])\($0.frame)" }
    }

    @Test func soundsStandWhereTheyAreHeard() {
        #expect(placed([[[0, 1, 2]], [[4, 3]]], in: "---b-a-t----m-i--") == ["b3", "ɑ5", "t7", "m12", "i14"])
    }

    @Test func aWordThatIsNotSaidIsPassedOver() {
        #expect(
            placed([[[0, 1, 2]], [[4, 3, 4, 3]], [[2, 3]]], in: "--b-a-t---t-i--") == ["b2", "ɑ4", "t6", "t10", "i12"])
    }

    @Test func whatIsSaidAndNotWrittenHoldsNothingUp() {
        #expect(placed([[[0, 1, 2]], [[2, 3]]], in: "-b-a-t--m-i-m-i-m---t-i-") == ["b1", "ɑ3", "t5", "t20", "i22"])
    }

    @Test func theWayOfSayingItThatIsHeardIsTaken() {
        #expect(placed([[[0, 1, 2], [0, 3, 2]]], in: "--b-i-t--") == ["b2", "i4", "t6"])
    }

    @Test func aSoundThatIsNotHeardStandsBetweenItsNeighbours() throws {
        let found = placed([[[0, 1, 2]]], in: "--b-----t--")
        #expect(found == ["b2", "ɑ5", "t8"])
    }

    @Test func theSameSoundTwiceIsTwoPeaks() {
        #expect(placed([[[1]], [[1]]], in: "--a--a--") == ["ɑ2", "ɑ5"])
    }

    @Test func aTranscriptMuchTooLongEndsSomewhere() {
        let words = [[[Int]]](repeating: [[0, 1, 2]], count: 200)
        #expect(placed(words, in: "--b-a-t--").prefix(3) == ["b2", "ɑ4", "t6"])
        #expect(placed([], in: "--b-a-t--").isEmpty)
        #expect(placed(words, in: "").isEmpty)
    }

    @Test func numbersAndMarksAreSpokenAsPeopleDo() {
        #expect(
            SpokenWords.words(of: "It’s 1984, Dr. No—or 2,007!") == [
                "it's", "nineteen", "eighty", "four", "dr", "no", "or", "two", "zero", "zero", "seven",
            ])
        #expect(
            SpokenWords.words(of: "12 1200345 007") == [
                "twelve", "one", "million", "two", "hundred", "thousand", "three", "hundred", "forty", "five", "zero",
                "zero",
                "seven",
            ])
        #expect(SpokenWords.words(of: " — …\n") == [])
    }
}
