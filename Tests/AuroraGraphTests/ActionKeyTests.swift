import AuroraCore
import AuroraGraph
import AuroraTesting
import AuroraWorkspace
import Testing

@Suite struct ActionKeyTests {
    private func key(_ scene: Scene, engine: String = "1", digest: (String) -> Digest = Samples.digest) throws
        -> ActionKey
    {
        Samples.keyed(scene, engine: engine, digest: digest).key
    }

    /// Every change that can change a byte of the video, each by itself.
    static let changes: [(String, Scene)] = [
        ("image", Samples.scene("a", image: "b.png")), ("audio", Samples.scene("a", audio: "b.wav")),
        ("prompt", Samples.scene("a", prompt: "Speak!")), ("no prompt", Samples.scene("a", prompt: nil)),
        ("transcript", Samples.scene("a", transcript: "Good morning")),
        ("another transcript", Samples.scene("a", transcript: "Good evening")),
        ("cfgScale", Samples.scene("a", settings: Settings(.cfgScaleHundredths(101)))),
        ("format", Samples.scene("a", settings: Settings(.format(.mov)))),
        ("codec", Samples.scene("a", settings: Settings(.codec(.h264)))),
        ("another codec", Samples.scene("a", settings: Settings(.format(.mov), .codec(.prores)))),
        ("quality", Samples.scene("a", settings: Settings(.quality(94)))),
        ("safety", Samples.scene("a", settings: Settings(.safety(.fast)))),
        ("seed", Samples.scene("a", settings: Settings(.seed(1)))),
        ("size", Samples.scene("a", settings: Settings(.size(.p480)))),
        ("fps", Samples.scene("a", settings: Settings(.framesPerSecond(30)))),
        ("motion", Samples.scene("a", settings: Settings(.directed(.motion(100))))),
        ("expression", Samples.scene("a", settings: Settings(.directed(.expression(.neutral))))),
        ("blinkRate", Samples.scene("a", settings: Settings(.directed(.blinkRate(17))))),
        ("camera", Samples.scene("a", settings: Settings(.directed(.camera(.still))))),
        ("warmth", Samples.scene("a", settings: Settings(.directed(.warmth(0))))),
        ("face", Samples.scene("a", face: .at(PicturePoint(x: 1, y: 2)))),
        ("backgroundBlur", Samples.scene("a", settings: Settings(.directed(.backgroundBlur(0))))),
    ]

    @Test func everyDeclaredInputChangesTheKeyAndNoTwoAlike() throws {
        var keys = try Self.changes.map { try key($0.1) }
        keys.append(try key(Samples.scene("a")))
        keys.append(try key(Samples.scene("a"), engine: "2"))
        #expect(Set(keys).count == keys.count)
    }

    @Test func everySettingHasItsChange() {
        // A setting added to the scene file must be added here, and so to the key; takes is the number of keys.
        #expect(SettingName.allCases.count == 15)
    }

    @Test func theContentOfInputsCountsAndTheirPathsDoNot() throws {
        let base = try key(Samples.scene("a"))
        #expect(try key(Samples.scene("a")) { Digest(hashing: "new content of \($0)") } != base)
        let moved = try key(Samples.scene("a", image: "moved/a.png")) { path in
            Samples.digest(path.replacing("moved/", with: ""))
        }
        #expect(moved == base)
    }

    @Test func whatTheProviderDoesNotTakeIsInNoKeyAndIsNamed() throws {
        let scene = Samples.scene("a", transcript: "Good morning")
        #expect(Samples.graph([scene]).actions[0].work.ignored == [])
        #expect(try key(Samples.scene("a", transcript: "—good, morning!\n")) == key(scene), "only the words count")
        #expect(try key(Samples.scene("a", transcript: "…")) == key(Samples.scene("a")))
    }

    @Test func whatASceneHasSpokenIsItsTranscript() throws {
        let work = Samples.graph([Samples.scene("a", speech: "Good morning!")]).actions.last?.work
        guard case .talkingHead(let head) = try #require(work) else { preconditionFailure("a video is made last") }
        #expect(head.transcript == "good morning")
    }

    @Test func renamingASceneKeepsItsKey() throws {
        #expect(try key(Samples.scene("b")) == key(Samples.scene("a")))
    }

    @Test func takesHaveKeysOfTheirOwn() {
        let actions = Samples.graph([Samples.scene("a", settings: Settings(.takes(4)))]).actions
        #expect(actions.map(\.name) == ["a", "a.t2", "a.t3", "a.t4"])
        #expect(Set(actions.map { Samples.keyed($0).key }).count == 4)
        #expect(actions[1].publication?.output == "out/draft/a.t2.mp4")
    }

    @Test func theKeyFormatIsFrozen() throws {
        // Worked out by a second implementation, in another language. If this fails, every result that anybody has cached is made again. Was that the intention? Then raise the
        // key's format too.
        #expect(
            try key(Samples.scene("a")).description
                == "6acc50e1ac8c900a4f0857e7902cd3033de5fdaa1e2159c65d90dec8d76951c6")
    }

    @Test func recordsAreFannedOutByTheSceneID() {
        let action = Samples.graph([Samples.scene("a")]).actions[0]
        #expect(action.publication?.record == "records/draft/ca/a.json", "SHA-256 of `a` begins with ca")
    }
}
