import AuroraCore
import AuroraWorkspace
import Testing

/// `speech`, `poster` and `variants`.
@Suite struct ScenePartsTests {
    private func load(_ scene: String, _ more: [String: String] = [:]) throws -> Workspace {
        try TestLoad(
            ["aurora.yaml": "name: w\n", "scenes/p.png": "p", "scenes/a.wav": "w", "scenes/a.yaml": scene].merging(more)
            {
                $1
            }
        ).load().workspace
    }

    private func problems(_ scene: String, _ more: [String: String] = [:]) throws -> [String] {
        do {
            _ = try load(scene, more)
            return []
        } catch let error as DiagnosticsError {
            return error.diagnostics.map { "\($0.span?.line ?? 0): \($0.problem)" }
        }
    }

    @Test func speechTakesThePlaceOfASound() throws {
        let scene = try load("image: p.png\nspeech: {text: {file: t.txt}, rate: 1.25}", ["scenes/t.txt": "Hello\r\n"])
            .scenes[0]
        guard case .speech(let speech) = scene.audio else {
            Issue.record("\(scene.audio)")
            return
        }
        #expect(speech.text.text == "Hello")
        #expect(speech.voice.value == "en-us")
        #expect(speech.rateHundredths == 125)
        #expect(scene.sources == ["scenes/a.yaml", "scenes/t.txt"])
    }

    @Test func aCodecGoesWithItsFormat() throws {
        let start = "image: p.png\naudio: a.wav\nsettings: "
        #expect(try load(start + "{format: mov, codec: prores}").scenes[0].settings.codec == .prores)
        #expect(try load(start + "{codec: h264}").scenes[0].settings.codec == .h264)
        for format in ["mp4", "webm"] {
            #expect(
                try problems(start + "{format: \(format), codec: prores}")
                    == ["3: `codec: prores` does not go with `format: \(format)`"])
        }
        #expect(
            try problems(start + "{format: webm, codec: h264}")
                == ["3: `codec: h264` does not go with `format: webm`"])
        let profile = "name: w\nprofiles: {draft: {settings: {format: mp4}}}\nprofile: draft\n"
        #expect(
            try problems(start + "{format: mov, codec: prores}", ["aurora.yaml": profile])
                == ["3: `codec: prores` does not go with `format: mp4`"], "the profile has the last word")
    }

    @Test func everyMistakeInSpeechIsTold() throws {
        let start = "image: p.png\nspeech: "
        #expect(try problems(start + "{voice: en}") == ["2: `speech` has no `text`"])
        #expect(try problems(start + "{text: \"...\"}") == ["2: there is nothing to say in this text"])
        #expect(
            try problems(start + "{text: {file: t.txt}}", ["scenes/t.txt": "?!"])
                == ["2: there is nothing to say in this text (in scenes/t.txt)"])
        #expect(
            try problems(start + "{text: Hello, rate: 3}")
                == ["2: `rate` must be a number from 0.5 to 2 in steps of 0.01, not `3`"])
        #expect(try problems(start + "{text: Hello, voice: -x}") == ["2: `-x` cannot be the name of a voice"])
        #expect(try problems(start + "{text: Hello, sped: 1}") == ["2: `speech` has no key `sped`"])
    }

    @Test func aPosterAndVariantsAreInheritedAndCanBeTurnedOff() throws {
        let base = ["scenes/base.yaml": "image: p.png\naudio: a.wav\nposter: {at: 1.5}\nvariants: [mov, webm]"]
        let scene = try load("extends: base.yaml", base).scenes.first { $0.id.text == "a" }
        #expect(scene?.poster?.atMilliseconds == 1500)
        #expect(scene?.variants.map(\.format) == [.mov, .webm])
        let without = try load("extends: base.yaml\nposter: none\nvariants: []", base).scenes.first {
            $0.id.text == "a"
        }
        #expect(without?.poster == nil && without?.variants.isEmpty == true)
    }

    @Test func sheetsAndPreviewsHaveUsualValuesAndCanBeTurnedOff() throws {
        let base = ["scenes/base.yaml": "image: p.png\naudio: a.wav\nsheet: {rows: 2}\npreview: {from: 1.5, fps: 10}"]
        let scene = try load("extends: base.yaml\nposter: {at: 1, width: 320}", base).scenes.first { $0.id.text == "a" }
        #expect(scene?.poster?.width == 320)
        #expect(scene?.sheet.map { [$0.columns, $0.rows, $0.width] } == [4, 2, 240])
        #expect(
            scene?.preview.map { [$0.fromMilliseconds, $0.lengthMilliseconds, $0.width, $0.framesPerSecond] }
                == [1500, 3000, 320, 10])
        let without = try load("extends: base.yaml\nsheet: none\npreview: none", base).scenes.first {
            $0.id.text == "a"
        }
        #expect(without != nil && without?.sheet == nil && without?.preview == nil)
    }

    @Test func aProfileWinsOverItsScenes() throws {
        let files = [
            "aurora.yaml": """
            name: w
            defaults: {poster: {at: 1}, variants: [webm]}
            profile: draft
            profiles:
              draft: {poster: none, variants: []}
              final: {poster: {at: 2.5}, variants: [mov, webm]}
              plain: {}

            """,
            "scenes/p.png": "p", "scenes/a.wav": "w", "scenes/a.yaml": "image: p.png\naudio: a.wav\n",
            "scenes/b.yaml": "image: p.png\naudio: a.wav\nposter: {at: 3}\nvariants: [mov]\nsettings: {format: webm}\n",
        ]
        func parts(_ profile: String?) throws -> [String] {
            try TestLoad(files).load(profile: profile).workspace.scenes.map { scene in
                let formats = scene.variants.map(\.format.rawValue).joined(separator: " ")
                return "\(scene.id) \(scene.poster?.atMilliseconds ?? -1) \(formats)"
            }
        }
        #expect(try parts(nil) == ["a -1 ", "b -1 "])
        #expect(try parts("final") == ["a 2500 mov webm", "b 2500 mov"], "it is webm already")
        #expect(try parts("plain") == ["a 1000 webm", "b 3000 mov"])
    }

    @Test func everyMistakeInAProfilesPartsIsTold() throws {
        let files = [
            "aurora.yaml": "name: w\nprofile: draft\nprofiles:\n  draft: {poster: {at: x}, variants: [mp3]}\n",
            "scenes/p.png": "p", "scenes/a.wav": "w", "scenes/a.yaml": "image: p.png\naudio: a.wav\n",
        ]
        let error = #expect(throws: DiagnosticsError.self) { try TestLoad(files).load() }
        #expect(
            error?.diagnostics.map { "\($0.span?.location ?? ""): \($0.problem)" } == [
                "aurora.yaml:4:24: `at` must be a number of seconds from 0 to 600, not `x`",
                "aurora.yaml:4:39: `variants` must be `mp4`, `webm` or `mov`, not `mp3`",
            ])
    }

    @Test func everyMistakeInPartsIsTold() throws {
        let start = "image: p.png\naudio: a.wav\n"
        #expect(try problems(start + "poster: {}") == ["3: `poster` does not say which moment it shows"])
        #expect(
            try problems(start + "poster: {at: 601}")
                == ["3: `at` must be a number of seconds from 0 to 600, not `601`"])
        #expect(
            try problems(start + "sheet: {columns: 13, width: 63}") == [
                "3: `columns` must be a whole number from 1 to 12, not `13`",
                "3: `width` must be a whole number from 64 to 640, not `63`",
            ])
        #expect(
            try problems(start + "preview: {seconds: 11, form: 1}") == [
                "3: `seconds` must be a number from 0.2 to 10 in steps of 0.001, not `11`",
                "3: `preview` has no key `form`",
            ])
        #expect(try problems(start + "variants: mov") == ["3: `variants` must be a list, not a value"])
        #expect(try problems(start + "variants: [mp4]") == ["3: the video is `mp4` already"])
        #expect(try problems(start + "variants: [mov, mov]") == ["3: `mov` is in the list twice"])
    }

    @Test func noSceneMayBeCalledAsAPartOfAnother() throws {
        let other = ["scenes/a.poster.yaml": "image: p.png\naudio: a.wav"]
        #expect(
            try problems("image: p.png\naudio: a.wav\nposter: {at: 1}", other)
                == ["3: a part of scene `a` and another scene are both called `a.poster`"])
    }
}
