import Foundation
import Testing

@testable import RenderProtocol

@Suite("What a prompt asks for")
struct DirectionTests {
    private func direction(_ prompt: String, scale: Int = 100, stated: StatedDirection = StatedDirection()) -> Direction
    {
        Direction(prompt: prompt, cfgScaleHundredths: scale, stated: stated)
    }

    @Test(arguments: [
        ("subtle head movement", 60), ("very subtle head movement", 40), ("no head movement", 0),
        ("without any movement of the head", 0), ("minimal motion", 30), ("strong movements", 145),
        ("calm movements", 60), ("energetic movement", 145), ("he stays still", 15), ("perfectly still", 15),
        ("she is still young", 100), ("still smiling", 100), ("the head does not move, no movement", 0),
        ("motion blur", 100), ("subtle lip motion", 100), ("subtle head movement, natural jaw motion", 60),
        ("subtle movement, natural motion", 60), ("gentle camera movement", 100),
    ])
    func motionIsRead(prompt: String, motion: Int) { #expect(direction(prompt).motion == motion) }

    @Test(arguments: [
        ("smiles", 60), ("a slight smile", 30), ("smiles slightly", 30), ("a very broad smile", 100), ("no smile", 0),
        ("she does not smile", 0), ("doesn't smile", 0), ("never smiling", 0),
        ("smiling, but without a smile later", 0),
        ("no blinking or smiling", 0), ("friendly", 35), ("warm", 35), ("warm light", 0), ("a warm smile", 60),
        ("a hint of a smile", 30), ("unsmiling", 0),
    ])
    func smilesAreRead(prompt: String, smile: Int) { #expect(direction(prompt).smile == smile) }

    @Test func moodsAreReadWithDegreeAndNegation() {
        #expect(direction("calm").calm == 70)
        #expect(direction("very calm").calm == 100)
        #expect(direction("slightly calm").calm == 35)
        #expect(direction("not calm").calm == 0)
        let both = direction("calm enthusiasm")
        #expect(both.calm == 70 && both.enthusiastic == 70)
        #expect(direction("a thoughtful lecture").earnest == 70)
        #expect(direction("calm, not serious").earnest == 0)
    }

    @Test func lightBlurBlinksAndCameraAreRead() {
        #expect(direction("warm daylight").warmth == 50 && direction("soft warm light").warmth == 25)
        #expect(direction("cold blue light").warmth == -50 && direction("moonlit").warmth == -50)
        #expect(direction("no warm light").warmth == 0 && direction("light and airy").warmth == 0)
        #expect(direction("softly blurred background").backgroundBlur == 30)
        #expect(direction("very blurred background").backgroundBlur == 90)
        #expect(direction("shallow depth of field").backgroundBlur == 60 && direction("no blur").backgroundBlur == 0)
        #expect(direction("no blinking").blinksPerMinute == 0 && direction("rarely blinks").blinksPerMinute == 9)
        #expect(direction("natural blinking").blinksPerMinute == 17)
        #expect(direction("blinks often").blinksPerMinute == 27)
        #expect(direction("slow push in").camera == .push && direction("camera pulls back").camera == .pull)
        #expect(direction("the camera moves, camera pull back").camera == .pull)
        #expect(direction("gentle camera drift").camera == .drift && direction("stable camera").camera == .still)
        #expect(direction("addressing the camera").camera == .still)
        #expect(direction("camera movement, no camera movement").camera == .still)
    }

    @Test(arguments: ["", "a cat", "restless stillness", "subtlety", "ünïcödé 東京 \u{0}", "no", "very", ", , and or"])
    func otherWordsAskForNothing(prompt: String) { #expect(direction(prompt) == Direction()) }

    @Test func theScaleSaysHowStrongly() {
        #expect(direction("perfectly still, smiling, push in", scale: 0) == Direction())
        let motions = [0, 25, 50, 100, 160, 200, 500, 1000].map { direction("subtle movement", scale: $0).motion }
        #expect(motions.first == 100 && motions[3] == 60)
        #expect(zip(motions, motions.dropFirst()).allSatisfy { $0 >= $1 }, "\(motions)")
        #expect(motions[7] > 30, "it saturates")
    }

    @Test func whatIsStatedWins() {
        var stated = StatedDirection()
        (stated.motion, stated.expression, stated.warmth) = (120, .neutral, -10)
        let both = direction("calm, smiling, no movement, warm light, natural blinking", scale: 1000, stated: stated)
        #expect(both.motion == 120 && both.smile == 0 && both.calm == 0 && both.warmth == -10)
        stated.expression = .enthusiastic
        #expect(direction("calm", stated: stated).enthusiastic == 70)
    }

    @Test func nothingLeavesItsRange() {
        for scale in [100, 1000] {
            let extreme = direction(
                "very very strong movement, extremely very broad smile, very very often blinking, very warm golden light, "
                    + "extremely heavily blurred", scale: scale)
            #expect(Direction.Limits.motion.contains(extreme.motion) && extreme.smile == 100)
            #expect(Direction.Limits.blinksPerMinute.contains(extreme.blinksPerMinute))
            #expect(Direction.Limits.warmth.contains(extreme.warmth) && extreme.backgroundBlur == 100)
        }
    }

    @Test func aWishTellsItsWords() {
        let wishes = PromptReading("A baker speaks with very subtle head movement, softly.").wishes
        #expect(wishes == [PromptWish(words: "very subtle head movement", effect: .motion(40))])
    }

    /// The vocabulary is what `docs/prompts.md` says it is.
    @Test func everyWordIsDocumented() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/prompts.md")
        let words = Set(
            try String(contentsOf: page, encoding: .utf8).split { !$0.isLetter && $0 != "'" }.map(String.init))
        let vocabulary = PromptVocabulary.all.union(PromptVocabulary.otherParts).subtracting(words).sorted()
        #expect(vocabulary.isEmpty, "not in docs/prompts.md: \(vocabulary)")
    }
}
