import RenderFrames
import Testing

@Suite("What a prompt does")
struct MotionStyleTests {
    @Test func wordsScaleTheMotionTheyName() {
        #expect(MotionStyle(prompt: "subtle head movement", strength: 1).head < 1)
        #expect(MotionStyle(prompt: "An Energetic host", strength: 1).head > 1)
        #expect(MotionStyle(prompt: "perfectly still", strength: 1).head < 0.5)
    }

    @Test(arguments: ["", "a cat", "restless stillness", "subtlety", "ünïcödé 東京 \u{0}"])
    func otherWordsChangeNothing(prompt: String) { #expect(MotionStyle(prompt: prompt, strength: 1) == MotionStyle()) }

    @Test func strengthZeroLeavesEverythingAsUsual() {
        #expect(MotionStyle(prompt: "energetic, dramatic, lively", strength: 0) == MotionStyle())
    }

    @Test(arguments: [0, 0.5, 1, 2, 10] as [Float]) func nothingBecomesUnnatural(strength: Float) {
        for prompt in ["still subtle calm", "lively expressive energetic dramatic"] {
            let style = MotionStyle(prompt: prompt, strength: strength)
            #expect((0.2...1.7).contains(style.head) && (0.3...1.8).contains(style.brows))
            #expect((0.85...1.15).contains(style.mouth))
        }
    }
}
