import AuroraCLI
import AuroraCore
import AuroraFiles
import AuroraTesting
import AuroraWorkspace
import Testing

/// How the mistakes that people make in a workspace look on their screens.
@Suite struct DiagnosticRendererWorkspaceTests {
    @Test func twelveDifferentMistakesAtOnce() throws {
        let folder = try TemporaryFolder(Self.valid)
        let scenes = [
            "01-key.yaml": "image: p.jpg\naudio: l.wav\npromt: A kindly village baker\n",
            "02-type.yaml": "image: p.jpg\naudio: l.wav\nsettings: [quality, 90]\n",
            "03-range.yaml": "image: p.jpg\naudio: l.wav\nsettings: {cfgScale: 1.005}\n",
            "04-missing.yaml": "image: p.jpeg\naudio: l.wav\n",
            "05-escape.yaml": "image: ../../portraits/p.jpg\naudio: l.wav\n",
            "06-link.yaml": "image: link.jpg\naudio: l.wav\n",
            "07-twice.yaml": "image: p.jpg\naudio: l.wav\n",
            "07-twice/scene.yaml": "image: ../p.jpg\naudio: ../l.wav\n",
            "08-circle.yaml": "extends: 08-other.yaml\n",
            "08-other.yaml": "extends: 08-circle.yaml\n",
            "09-bomb.yaml": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nimage: *c\n",
            "10-tab.yaml": "image: p.jpg\naudio: l.wav\nsettings:\n\tquality: 90\n",
            "11-empty.yaml": "",
        ]
        for (name, text) in scenes { try folder.write(text, to: "scenes/\(name)") }
        try folder.write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D], to: "scenes/12-binary.yaml")
        try folder.link("scenes/link.jpg", to: "/etc/hostname")
        #expect(try Golden.difference(rendered(folder), from: "workspace-twelve-mistakes.txt") == nil)
    }

    @Test func mistakesOfSyntax() throws {
        try expect(
            [
                "a: b: c", "image: @portrait", "image portrait.jpg\naudio: x", "image: p.jpg\n  audio: l.wav",
                " image: p.jpg\naudio: l.wav", "image: p.jpg\n - list", "settings: {quality: 90\nimage: p.jpg",
                "settings: [a, b\nimage: p.jpg", "prompt: \"not closed\nimage: p.jpg\n", "prompt: \"a \\q b\"",
                "image: p.jpg\n---\nimage: q.jpg", "image: !path p.jpg", "image: *face", "? [a]\n: b", "[a]: b",
                "- image: p.jpg", "just words", "# only a comment\n", "image: p.jpg\nimage: q.jpg",
                "<<<<<<< HEAD\nimage: p.jpg\n=======\nimage: q.jpg\n>>>>>>> other", "%YAML 9.9\n---\na: b",
                "prompt: | words\n  more", "image: a\u{202E}gpj.b", "image: a\u{7}b", "image: p.jpg\u{2028}audio: x",
                "image: p.jpg\naudio: `l.wav`", "prompt:\n  - a\n b: c", "\tsettings: {}", "image: p.jpg }",
                "image: %x",
            ], golden: "workspace-syntax.txt")
    }

    @Test func mistakesInValues() throws {
        let scene = "image: p.jpg\naudio: l.wav\n"
        try expect(
            [
                "image:\naudio: \"\"", "image: [p.jpg]\naudio: {file: l.wav}", "image: /p.jpg\naudio: ~/l.wav",
                "image: https://example.com/p.jpg\nspeech: {text: Good morning., voice: en-us, speed: 2}",
                scene + "speech: {text: hello}", scene + "prompt: x", scene + "prompt: {files: p.txt}",
                scene + "prompt: {}", scene + "transcript: {file: none.txt}", scene + "extends: none.yaml",
                scene + "quality: 90\npositivePrompt: hello\n<<: {a: b}\nvoice: en-us\nzzzzzz: 1",
                scene + "settings: {quality: \"90\", takes: many, fps: 25.0, seed: -1, size: 720, format: mp3}",
                scene + "settings: {quality: 100, takes: 0, fps: 61, safety: fats, cfgscale: 1, resolution: 720p}",
                scene + "settings: {ttl: 5, includeCost: yes, uploadEndpoint: here, webhookURL: {enw: HOOK}}",
                scene + "settings: {quality: , takes: [1]}", scene + "provider: embeded", scene + "provider: runware",
                "image: p.jpg", "prompt: hello there", "image: lfs.jpg\naudio: empty.wav", "image: .\naudio: l.wav/x",
                scene + "prompt: \"a\\0b\"\n", scene + "prompt: \(String(repeating: "long ", count: 601))",
            ], golden: "workspace-values.txt",
            more: [
                "scenes/lfs.jpg": "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n",
                "scenes/empty.wav": "",
            ])
    }

    @Test func mistakesInTheWorkspaceFile() throws {
        let folder = try TemporaryFolder(Self.valid)
        let files = [
            """
            nme: storytellers
            settings: {quality: 90}
            apiKey: abc
            defaults: {extends: base.yaml, image: ../p.jpg, settings: {quality: 200}}
            profile: drft
            profiles:
              draft: {provider: embeded, quality: 90}
              final: {provider: runwar, git: {commit: none}}
              ../evil: {}
            providers:
              runware: {key: abc}
              mine: {kind: program, run: [./render.sh, "{vidoe}"], seconds: 0}
              other: {kind: command, version: "1", run: render.sh, inputs: [../tool]}
            budget: {scene: 2 dollars, week: 1}
            git: records
            cache: {dir: out/cache}
            """,
            "profiles: {one: {}, two: {}}", "name: \"\"\nprofiles: {}", "profile: final", "", "name: [",
        ]
        var text = ""
        for file in files {
            try folder.write(file, to: "aurora.yaml")
            text += rendered(folder) + "\n"
        }
        #expect(try Golden.difference(text, from: "workspace-file.txt") == nil)
    }

    @Test func whatIsOnlyWorthAWarning() throws {
        let folder = try TemporaryFolder(Self.valid)
        try folder.write("a: b", to: "scenes/b.yml")
        try folder.write("a: b", to: "scenes/.c.yaml")
        try folder.write("", to: "scenes/.gitkeep")
        var text = rendered(folder)
        for name in ["a.yaml", "b.yml", ".c.yaml"] { try Files.remove(folder.path("scenes/\(name)")) }
        text += "\n" + rendered(folder)
        #expect(try Golden.difference(text, from: "workspace-warnings.txt") == nil)
    }

    @Test func mistakesOnTheCommandLine() throws {
        let folder = try TemporaryFolder(Self.valid)
        let overrides = ["qualty": "90", "takes": "5", "size": "4k"]
        #expect(
            try Golden.difference(
                rendered(folder, profile: "final", overrides: overrides), from: "workspace-command-line.txt") == nil)
    }

    static let valid = [
        "aurora.yaml": "name: storytellers\n", "scenes/a.yaml": "image: p.jpg\naudio: l.wav\n", "scenes/p.jpg": "x",
        "scenes/l.wav": "x",
    ]

    /// Each text is a scene of a workspace of its own, in which nothing else is wrong.
    private func expect(_ scenes: [String], golden: String, more: [String: String] = [:]) throws {
        let folder = try TemporaryFolder(Self.valid.merging(more) { $1 })
        var text = ""
        for scene in scenes {
            try folder.write(scene, to: "scenes/a.yaml")
            text += rendered(folder) + "\n"
        }
        #expect(try Golden.difference(text, from: golden) == nil)
    }

    private func rendered(_ folder: TemporaryFolder, profile: String? = nil, overrides: [String: String] = [:])
        -> String
    {
        let diagnostics: [Diagnostic]
        do throws(DiagnosticsError) {
            let loaded = try WorkspaceLoader(root: folder.path).load(profile: profile, overrides: overrides)
            diagnostics = loaded.warnings
        } catch {
            diagnostics = error.diagnostics
        }
        return DiagnosticRenderer(colours: .none).render(diagnostics).replacing(folder.path, with: "/workspace")
    }
}
