import AuroraBuild
import AuroraCore
import AuroraTesting
import Testing

@testable import AuroraCLI
@testable import AuroraSession

/// What `aurora diff`, `aurora status` and `aurora explain` say.
@Suite struct PreviewTextTests {
    private let plain = PreviewText(style: Style(isColoured: false))
    private let long = (1...40).map { "word\($0)" }.joined(separator: " ")

    private var everything: BuildPreview {
        Samples.preview(
            [
                Samples.entry(Samples.step(Samples.scene("new", prompt: "new"), .run(.new)), cost: 420_000),
                Samples.entry(Samples.step(Samples.scene("lost", prompt: "lost"), .run(.resultMissing)), audio: nil),
                Samples.entry(
                    Samples.step(Samples.scene("kept"), .restore(Samples.result("kept"), .cacheEntry)), audio: nil),
                Samples.entry(
                    Samples.step(Samples.scene("moved"), .restore(Samples.result("moved"), .record)), audio: nil),
                Samples.entry(
                    PlannedAction(
                        Samples.graph([Samples.scene("pinned")]).actions[0], nil,
                        lost: [Diagnostic("`pinned` is pinned, and nobody has it", hint: "bring it back")]), audio: nil),
                Samples.entry(Samples.step(Samples.scene("back", prompt: "back"), .restore(Samples.result("back")))),
                Samples.entry(Samples.changed("word", ("prompt", "A baker speaks kindly", "A baker speaks warmly"))),
                Samples.entry(Samples.changed("sound", ("audio", "1", "2")), audio: 75_400, recorded: 5_000),
                Samples.entry(Samples.changed("unheard", ("audio", "1", "2")), audio: nil, recorded: 5_000),
                Samples.entry(
                    Samples.changed(
                        "settings", ("image", "1", "2"), ("quality", "80", "95"), ("fps", nil, "25"),
                        ("ttl", "9", nil)), audio: 59_960),
                Samples.entry(Samples.pending("after", after: "after.speech", isNew: false), audio: nil),
                Samples.entry(Samples.pending("later", after: "later.speech", isNew: true), audio: nil, cost: 70_000),
            ], current: 3, removed: ["gone", Samples.hostile], pace: 400)
    }

    @Test func thePlanIsSummedForAPullRequest() throws {
        #expect(try Golden.difference(MarkdownSummary.text(everything), from: "preview-markdown.md") == nil)
    }

    @Test func everyKindOfChangeIsSaid() throws {
        #expect(try Golden.difference(plain.text(everything), from: "preview.txt") == nil)
        let coloured = PreviewText(style: Style(isColoured: true)).text(everything)
        #expect(try Golden.difference(coloured.replacing("\u{1B}", with: "ESC"), from: "preview-colours.txt") == nil)
    }

    @Test func aPromptIsComparedByWords() throws {
        let prompts: [(String?, String?)] = [
            (nil, "Hello there"), ("", "Hello there"), ("Hello there", ""),
            (long, long.replacing("word20 ", with: "twenty ")),
            (long, long.replacing("word2 ", with: "").replacing("word39 ", with: "word39 and more ")),
            (long, long + " more"), (long, "something else altogether"),
            ("first line\nsecond line", "first line\nsecond row\nthird row"),
            ("one two", "one  two"), (long, long + "\n"), ("plain", Samples.hostile),
        ]
        let entries = prompts.enumerated().map { index, prompt in
            Samples.entry(Samples.changed("p\(index)", ("prompt", prompt.0, prompt.1)))
        }
        #expect(
            try Golden.difference(plain.text(Samples.preview(entries, pace: 400)), from: "preview-prompts.txt") == nil)
    }

    @Test func nothingToDoIsOneLine() {
        #expect(plain.text(Samples.preview([], current: 2)) == "no changes: 2 videos current\n")
        #expect(plain.text(Samples.preview([])) == "no changes: 0 videos current\n")
    }

    @Test func aRecordCannotWriteOnTheScreenAsItLikes() {
        let step = Samples.changed(Samples.hostile, (Samples.hostile, Samples.hostile, Samples.hostile))
        let text = plain.text(Samples.preview([Samples.entry(step)], removed: [Samples.hostile]))
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0 != "\u{202E}" }, "\(text)")
    }

    @Test func statusIsALineAScene() throws {
        let scenes = [
            Samples.status("baker", .current, milliseconds: 6050),
            Samples.status("a/long/scene-name", .changed, "prompt, seed", milliseconds: 125_000),
            Samples.status("新しい", .missing, "never built"),
            Samples.status("broken", .failed, "`a.png`: \(Samples.hostile)", milliseconds: 900),
        ]
        #expect(
            try Golden.difference(StatusText(style: Style(isColoured: false)).text(scenes), from: "status.txt") == nil)
        let coloured = StatusText(style: Style(isColoured: true)).text(scenes)
        #expect(try Golden.difference(coloured.replacing("\u{1B}", with: "ESC"), from: "status-colours.txt") == nil)
        #expect(StatusText(style: Style(isColoured: false)).text([]) == "")
    }

    @Test(arguments: [60, 80, 200]) func aLineOfTheStatusFitsItsTerminal(_ columns: Int) {
        let id = "spring/" + String(repeating: "viewer", count: 3)
        let scenes = [
            Samples.status(id, .current, milliseconds: 3300), Samples.status("b", .failed, Self.long),
        ]
        let text = StatusText(style: Style(isColoured: false), columns: columns).text(scenes)
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= columns }, "\(text)")
        #expect(lines[0].hasSuffix("viewer.mp4") && lines[1].hasSuffix("…") == (columns < 200))
    }

    private static let long = (1...20).map { "word\($0)" }.joined(separator: " ")

    @Test func ofAHundredScenesThatShareAPictureTheFirstAreNamed() {
        let shared = Explanation(
            action: Samples.explanation.action, key: nil, isRecorded: true, fields: [], gone: [], leftOut: [],
            sharedInputs: [("a.png", (1...100).map { "s/\($0)" })], sameKey: [], after: [])
        let text = ExplanationText(style: Style(isColoured: false)).text(shared)
        #expect(text.hasSuffix("a.png is also used by `s/1`, `s/2`, `s/3`, `s/4`, `s/5` and 95 more\n"), "\(text)")
    }

    @Test func anExplanationListsEveryField() throws {
        let text = ExplanationText(style: Style(isColoured: false))
        let step = Samples.keyed(Samples.scene("fresh", prompt: nil))
        let fresh = Explanation(
            action: step.action, key: step.key, isRecorded: false,
            fields: step.fields.map {
                Explanation.Field(name: $0.name, value: $0.value.description, path: nil, change: nil)
            }, gone: [], leftOut: ["takes"], sharedInputs: [], sameKey: [], after: [])
        let both =
            text.text(Samples.explanation) + "\n" + text.text(fresh) + "\n" + text.text(Samples.pendingExplanation)
        #expect(try Golden.difference(both, from: "explanation.txt") == nil)
    }
}
