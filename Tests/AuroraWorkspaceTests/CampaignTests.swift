import AuroraCore
import AuroraTesting
import AuroraWorkspace
import Testing

@Suite struct CampaignTests {
    @Test func everyRowWithEveryCombinationIsAScene() throws {
        let workspace = try load(Self.spring).workspace
        #expect(
            workspace.scenes.map(\.id.text) == ["spring/anna/de", "spring/anna/en", "spring/ben/de", "spring/ben/en"])
        #expect(
            workspace.campaigns == [
                Campaign(
                    name: "spring", file: "campaigns/spring.yaml",
                    sources: ["campaigns/spring.yaml", "data/viewers.csv"],
                    cellCount: 4)
            ])
        let scene = try #require(workspace.scenes.first)
        #expect(scene.file == "scenes/baker/scene.yaml")
        #expect(scene.image.file?.path == "scenes/baker/anna.jpg")
        #expect(scene.audio.file?.path == "audio/de.wav")
        #expect(scene.prompt?.text == "A baker greets Anna, for ${5}")
        #expect(
            scene.sources == [
                "scenes/baker/scene.yaml", "scenes/base.yaml", "campaigns/spring.yaml", "data/viewers.csv",
                "scenes/baker/prompt.txt",
            ])
        #expect(scene.settings.quality == 90)
    }

    @Test func whatACellSaysIsPointedAtInItsFile() throws {
        let scene = try #require(try load(Self.spring).workspace.scenes.last)
        #expect(scene.id.text == "spring/ben/en")
        #expect(scene.image.span.location == "data/viewers.csv:3:9")
        #expect(scene.audio.span.location == "campaigns/spring.yaml:4:12")
        #expect(scene.settings.span(of: .quality)?.location == "data/viewers.csv:3:13")
        #expect(scene.span.location == "data/viewers.csv:3:1")
    }

    @Test func laterLayersWin() throws {
        var files = Self.spring
        files["aurora.yaml"] = "defaults: {settings: {seed: 1, takes: 2, fps: 30}}"
        files["scenes/base.yaml"] = "settings: {seed: 2, cfgScale: 2}"
        files["campaigns/spring.yaml"]! += """
            override:
              - match: {locale: de}
                settings: {seed: 4, fps: 24, size: 480p}
                prompt: For ${name} in ${locale}
              - match: {id: [ben, nobody], locale: de}
                settings: {fps: 20}
            """
        files["data/viewers.csv"] = "id,name,face,quality,settings.size\nanna,Anna,anna,90,\nben,Ben,ben,80,1080p\n"
        let scenes = try load(files).workspace.scenes
        let anna = try #require(scenes.first { $0.id.text == "spring/anna/de" })
        let ben = try #require(scenes.first { $0.id.text == "spring/ben/de" })
        let english = try #require(scenes.first { $0.id.text == "spring/anna/en" })
        #expect(anna.settings.seed == 4)
        #expect(anna.settings.takes == 2)
        #expect(anna.settings.cfgScaleHundredths == 200)
        #expect(anna.settings.framesPerSecond == 24)
        #expect(anna.settings.size == .p480)
        #expect(anna.prompt?.text == "For Anna in de")
        #expect(ben.settings.framesPerSecond == 20)
        #expect(ben.settings.size == .p1080)
        #expect(english.settings.seed == 2)
        #expect(english.settings.size == .p720)
    }

    @Test func aColumnThatTheTemplateUsesIsNoField() throws {
        var files = Self.spring
        files["scenes/base.yaml"] = nil
        files["scenes/baker/scene.yaml"] = "image: ${image}.jpg\naudio: ../../audio/en.wav"
        files["data/viewers.csv"] = "id,image\nx,anna\n"
        files["campaigns/spring.yaml"] = "scene: ../scenes/baker\ndata: ../data/viewers.csv"
        #expect(try load(files).workspace.scenes.map { $0.image.file?.path } == ["scenes/baker/anna.jpg"])
        files["scenes/baker/scene.yaml"] = "image: anna.jpg\naudio: ../../audio/en.wav\nprompt: Hello, ${id}"
        files["data/viewers.csv"] = "id,image\nx,\ny,../scenes/baker/ben.jpg\n"
        #expect(
            try load(files).workspace.scenes.map { $0.image.file?.path } == [
                "scenes/baker/anna.jpg", "scenes/baker/ben.jpg",
            ])
    }

    @Test func aTemplateNeedNoVariables() throws {
        var files = Self.spring
        files["scenes/base.yaml"] = nil
        files["scenes/baker/scene.yaml"] = "image: anna.jpg\naudio: ../../audio/en.wav"
        files["campaigns/spring.yaml"] = "scene: ../scenes/baker\nmatrix: {settings.seed: [1, 2]}"
        let scenes = try load(files).workspace.scenes
        #expect(scenes.map(\.id.text) == ["baker", "spring/1", "spring/2"])
        #expect(scenes.map(\.settings.seed) == [0, 1, 2])
    }

    @Test func valuesAreDataAndNeverGrammar() throws {
        var files = Self.spring
        files["scenes/base.yaml"] = nil
        files["scenes/baker/scene.yaml"] =
            "image: anna.jpg\naudio: ../../audio/en.wav\nprompt: ${text}\nsettings: {seed: \"${seed}\"}"
        files["campaigns/spring.yaml"] = "scene: ../scenes/baker\ndata: ../data/viewers.json"
        let texts = [
            "null", "~~", "{a: b}", "x\nsettings: {quality: 20}", "- x", "${seed}", "*anchor", "# none", "!!str x",
        ]
        let rows = texts.enumerated().map { index, text in
            "{\"id\": \"\(index)\", \"seed\": \(index), \"text\": \"\(text.replacing("\n", with: "\\n"))\"}"
        }
        files["data/viewers.json"] = "[\(rows.joined(separator: ",\n"))]"
        let scenes = try load(files).workspace.scenes
        #expect(scenes.map { $0.prompt?.text } == texts)
        #expect(scenes.map(\.settings.seed) == (0..<9).map { UInt64($0) })
        #expect(scenes.allSatisfy { $0.settings.quality == 95 })
    }

    @Test func anEscapedVariableIsTextInEveryScene() throws {
        var files = LoadWorkspaceTests.minimal
        files["scenes/a.yaml"] = "image: portrait.jpg\naudio: line.wav\nprompt: costs $${price} or $5"
        #expect(try load(files).workspace.scenes.first?.prompt?.text == "costs ${price} or $5")
    }

    @Test func severalFilesAreReadOneAfterTheOther() throws {
        var files = Self.spring
        files["campaigns/spring.yaml"] =
            "scene: ../scenes/baker\ndata: [../data/viewers.csv, ../data/more.tsv]\nmatrix: {locale: [en]}"
        files["data/more.tsv"] = "quality\tid\tname\tface\r\n70\tcleo\t\"Cleo\tC\"\tben\r\n"
        let scenes = try load(files).workspace.scenes
        #expect(scenes.map(\.id.text) == ["spring/anna/en", "spring/ben/en", "spring/cleo/en"])
        #expect(scenes.last?.prompt?.text == "A baker greets Cleo\tC, for ${5}")
        #expect(scenes.last?.sources.contains("data/more.tsv") == true)
        #expect(scenes.last?.sources.contains("data/viewers.csv") == false)
    }

    @Test func idsCanBeSpelledOut() throws {
        var files = Self.spring
        files["campaigns/spring.yaml"]! += "id: ${locale}/for-${name}"
        #expect(
            try load(files).workspace.scenes.map(\.id.text) == [
                "spring/de/for-Anna", "spring/de/for-Ben", "spring/en/for-Anna", "spring/en/for-Ben",
            ])
    }

    @Test func everythingThatWasReadIsListed() throws {
        var files = Self.spring
        files["campaigns/autumn/campaign.yaml"] =
            "scene: ../../scenes/baker\ndata: ../../data/viewers.csv\nmatrix: {locale: [en]}"
        let workspace = try load(files).workspace
        #expect(workspace.campaigns.map(\.name) == ["autumn", "spring"])
        let expected = [
            "campaigns", "campaigns/autumn", "campaigns/autumn/campaign.yaml", "campaigns/spring.yaml",
            "data/viewers.csv", "scenes/baker/scene.yaml",
        ]
        #expect(expected.allSatisfy { workspace.texts[$0] != nil || workspace.folders[$0] != nil })
    }

    @Test func aMistakeOfTheTemplateIsToldOnce() throws {
        var files = Self.spring
        files["scenes/base.yaml"] = nil
        files["scenes/baker/scene.yaml"] =
            "image: ${face}.jpeg\naudio: ../../audio/${locale}.wav\nsettings: {quality: 100}\nprmpt: x"
        var rows = "id,face\n"
        for index in 0..<500 { rows += "row\(index),face\(index)\n" }
        files["data/viewers.csv"] = rows
        #expect(
            try TestLoad(files).problems() == [
                "scenes/baker/scene.yaml:1:8: there is no file `scenes/baker/face0.jpeg`",
                "scenes/baker/scene.yaml:3:21: `quality` must be a whole number from 20 to 99, not `100`",
                "scenes/baker/scene.yaml:4:1: a scene has no key `prmpt`",
            ])
        let test = try TestLoad(files)
        let error = #expect(throws: DiagnosticsError.self) { try test.load() }
        let notes = error?.diagnostics.flatMap(\.notes) ?? []
        #expect(notes.count == 3)
        #expect(notes.allSatisfy { $0.contains("all 1000 cells") })
    }

    @Test func aTemplateThatNobodyUsesIsRefused() throws {
        var files = LoadWorkspaceTests.minimal
        files["scenes/a.yaml"] = "image: portrait.jpg\naudio: ${locale}.wav"
        files["scenes/b.yaml"] = "extends: ../base.yaml\nimage: portrait.jpg\naudio: line.wav"
        files["base.yaml"] = "prompt: Hello ${name}"
        #expect(
            try TestLoad(files).problems() == [
                "base.yaml:1:15: scene `b` has the variable `${name}`, which it inherits from base.yaml, and no campaign gives it a value",
                "scenes/a.yaml:2:8: scene `a` has the variable `${locale}`, and no campaign gives it a value",
            ])
    }

    static let spring = [
        "aurora.yaml": "name: x",
        "scenes/base.yaml": "prompt: {file: baker/prompt.txt}",
        "scenes/baker/scene.yaml": """
        extends: ../base.yaml
        image: ${face}.jpg
        audio: ../../audio/${locale}.wav
        settings: {quality: "${quality}"}
        """,
        "scenes/baker/prompt.txt": "A baker greets ${name}, for $${5}\n",
        "scenes/baker/anna.jpg": "x", "scenes/baker/ben.jpg": "x", "audio/en.wav": "x", "audio/de.wav": "x",
        "campaigns/spring.yaml": """
        scene: ../scenes/baker   # scenes/baker/scene.yaml
        data: ../data/viewers.csv
        matrix:
          locale: [en, de]

        """,
        "data/viewers.csv": "id,name,face,quality\nanna,Anna,anna,90\nben,Ben,ben,80\n",
    ]
}
