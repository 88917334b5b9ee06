import AuroraCore
import AuroraTesting
import AuroraWorkspace
import Testing

@Suite struct LoadWorkspaceTests {
    @Test func theExampleOfTheSpecificationLoads() throws {
        let workspace = try load(Self.storytellers).workspace
        #expect(workspace.name == "storytellers")
        #expect(workspace.profile == "draft")
        #expect(workspace.profiles == ["draft", "final"])
        #expect(workspace.commitMode == .records)
        #expect(workspace.cacheDirectory == ".aurora")
        #expect(workspace.budget.build == Cost(microDollars: 20_000_000))
        let scene = try #require(workspace.scenes.first)
        #expect(scene.id.text == "baker")
        #expect(scene.file == "scenes/baker/scene.yaml")
        #expect(scene.image.file?.path == "scenes/baker/portrait.jpg")
        #expect(scene.audio.file?.path == "scenes/baker/line.wav")
        #expect(scene.prompt?.text == "A kindly village baker: subtle\nmovement")
        #expect(scene.prompt?.file == "scenes/baker/prompt.txt")
        #expect(scene.transcript?.text == "Good morning.")
        #expect(scene.provider.value == .embedded)
        #expect(scene.provider.span?.location == "aurora.yaml:5:21")
        #expect(
            scene.sources == [
                "scenes/baker/scene.yaml", "scenes/defaults.yaml", "scenes/baker/prompt.txt", "scenes/baker/line.txt",
            ])
    }

    @Test func laterLayersWinSettingBySetting() throws {
        let settings = try #require(try load(Self.storytellers).workspace.scenes.first).settings
        #expect(settings.quality == 91)  // extended file over defaults
        #expect(settings.span(of: .quality)?.location == "scenes/defaults.yaml:1:21")
        #expect(settings.cfgScaleHundredths == 125)  // scene
        #expect(settings.size == .p480)  // profile over scene
        #expect(settings.span(of: .size)?.location == "aurora.yaml:5:48")
        #expect(settings.takes == 2)  // workspace defaults
        #expect(settings.framesPerSecond == 25)
        #expect(settings.span(of: .framesPerSecond) == nil)

        let overridden = try load(Self.storytellers, overrides: ["size": "1080p", "quality": "20"]).workspace
        #expect(overridden.scenes.first?.settings.size == .p1080)
        #expect(overridden.scenes.first?.settings.quality == 20)
        #expect(overridden.scenes.first?.settings.span(of: .size) == nil)
    }

    @Test func everythingThatWasReadIsListed() throws {
        let workspace = try load(Self.storytellers).workspace
        #expect(
            workspace.texts.keys.sorted() == [
                "aurora.yaml", "scenes/baker/line.txt", "scenes/baker/prompt.txt", "scenes/baker/scene.yaml",
                "scenes/defaults.yaml",
            ])
        #expect(workspace.folders.keys.sorted() == ["scenes", "scenes/baker"])
        #expect(workspace.texts["aurora.yaml"] == Self.storytellers["aurora.yaml"].map { Digest(hashing: $0) })
    }

    @Test func aPartOfAWorkspaceIsLoadedWithoutTheRest() throws {
        var files = Self.minimal
        files["scenes/b.yaml"] = "not: a scene"
        let part = try TestLoad(files).load(only: ["scenes/a.yaml"]).workspace
        #expect(part.scenes.map(\.id.text) == ["a"])
        #expect(part.texts.keys.sorted() == ["aurora.yaml", "scenes/a.yaml"])
    }

    @Test func aFileThatOthersExtendNeedNotBeAScene() throws {
        #expect(try load(Self.storytellers).workspace.scenes.map(\.id.text) == ["baker"])
        var files = Self.minimal
        files["scenes/other.yaml"] = "extends: a.yaml\nprompt: other"
        #expect(try load(files).workspace.scenes.map(\.id.text) == ["a", "other"])
    }

    @Test func pathsAreRelativeToTheFileThatStatesThem() throws {
        let workspace = try load([
            "aurora.yaml": "defaults: {audio: sound/line.wav}",
            "sound/line.wav": "x",
            "shared/base.yaml": "image: faces/../faces/one.jpg\nprompt: {file: words.txt}",
            "shared/faces/one.jpg": "x",
            "shared/words.txt": "hello there\r\n\r\n",
            "scenes/deep/er/scene.yaml": "extends: ../../../shared/base.yaml",
        ]).workspace
        let scene = try #require(workspace.scenes.first)
        #expect(scene.id.text == "deep/er")
        #expect(scene.image.file?.path == "shared/faces/one.jpg")
        #expect(scene.image.span.location == "shared/base.yaml:1:8")
        #expect(scene.audio.file?.path == "sound/line.wav")
        #expect(scene.prompt?.text == "hello there")
        #expect(scene.prompt?.file == "shared/words.txt")
    }

    @Test func withoutProfilesTheBuiltInDraftIsUsed() throws {
        let workspace = try load(Self.minimal).workspace
        #expect(workspace.profile == "draft")
        #expect(workspace.scenes.first?.provider == Located(.embedded))
        #expect(workspace.scenes.first?.settings == Settings())
    }

    @Test func idsAreComposed() throws {
        let decomposed = "scenes/cafe\u{301}.yaml"
        var files = Self.minimal
        files[decomposed] = files.removeValue(forKey: "scenes/a.yaml")
        let scene = try #require(try load(files).workspace.scenes.first)
        #expect(Array(scene.id.text.unicodeScalars) == Array("caf\u{E9}".unicodeScalars))
        #expect(Array(scene.file.utf8) == Array(decomposed.utf8))
    }

    @Test func layoutAndCommentsChangeNothing() throws {
        var files = Self.minimal
        files["scenes/a.yaml"] = "\u{FEFF}# comment\r\n\"audio\": 'line.wav'\r\nimage:\r\n    portrait.jpg # face\r\n"
        let scene = try #require(try load(files).workspace.scenes.first)
        #expect(scene.image.file?.path == "scenes/portrait.jpg")
        #expect(scene.image.span.location == "scenes/a.yaml:4:5")
        #expect(scene.audio.span.length == 10)
    }

    @Test func onlyTheChosenProfileIsUsed() throws {
        var files = Self.minimal
        files["aurora.yaml"] = """
            profile: draft
            profiles: {draft: {}, final: {provider: runware}, own: {provider: mine}}
            providers: {mine: {kind: command, version: "3", run: [render, "{output}"], seconds: 600}}
            """
        #expect(try load(files).workspace.scenes.count == 1)
        let final = try TestLoad(files).load(profile: "final", supported: [.hosted]).workspace
        #expect(final.scenes.first?.provider.value == .hosted)
        #expect(throws: DiagnosticsError.self) { try load(files, profile: "final") }
        let own = try load(files, profile: "own").workspace
        #expect(own.scenes.first?.provider.value == .command("mine"))
        #expect(own.programs["mine"]?.seconds == 600)
    }

    @Test func aSceneFolderHoldsOneSceneAndWhateverElse() throws {
        let workspace = try load([
            "aurora.yaml": "name: x",
            "scenes/a/scene.yaml": "image: i.png\naudio: s.wav",
            "scenes/a/i.png": "x", "scenes/a/s.wav": "x",
            "scenes/a/notes.yaml": "whatever: [",
            "scenes/a/de/scene.yaml": "image: ../i.png\naudio: ../s.wav",
            "scenes/group/b.yaml": "image: ../a/i.png\naudio: ../a/s.wav",
            "scenes/.hidden/c.yaml": "nothing",
        ]).workspace
        #expect(workspace.scenes.map(\.id.text) == ["a", "a/de", "group/b"])
    }

    static let minimal = [
        "aurora.yaml": "name: minimal\n", "scenes/a.yaml": "image: portrait.jpg\naudio: line.wav\n",
        "scenes/portrait.jpg": "x", "scenes/line.wav": "x",
    ]

    static let storytellers = [
        "aurora.yaml": """
        name: storytellers
        defaults: {settings: {quality: 90, takes: 2, ttl: 3600}}
        profile: draft
        profiles:
          draft: {provider: embedded, settings: {size: 480p}}
          final: {provider: runware}
        budget: {scene: 2.00, build: 20.00, month: 400.00}
        git: {commit: records}
        cache: {dir: .aurora}
        """,
        "scenes/defaults.yaml": "settings: {quality: 91, size: 1080p}",
        "scenes/baker/scene.yaml": """
        image: portrait.jpg
        audio: line.wav
        prompt: {file: prompt.txt}
        transcript: {file: line.txt}
        extends: ../defaults.yaml
        settings:
          cfgScale: 1.25
          format: mp4
          size: 720p
          seed: 18446744073709551615
        """,
        "scenes/baker/portrait.jpg": "x", "scenes/baker/line.wav": "x",
        "scenes/baker/prompt.txt": "A kindly village baker: subtle\r\nmovement\r\n",
        "scenes/baker/line.txt": "Good morning.\n",
    ]
}
