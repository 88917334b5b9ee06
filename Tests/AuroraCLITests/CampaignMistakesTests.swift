import AuroraCLI
import AuroraCore
import AuroraTesting
import AuroraWorkspace
import Testing

/// How the mistakes that people make in campaigns look on their screens.
@Suite struct CampaignMistakesTests {
    @Test func twelveMistakesInCells() throws {
        let text = try rendered([
            "campaigns/spring.yaml": """
            scene: ../scenes/baker
            data: viewers.csv
            matrix:
              locale: [en, de]
              exclude: [{locale: fr}, {tone: formal}]
            override:
              - match: {locale: de}
                settings: {quality: ${quality}}
            """,
            "campaigns/viewers.csv": "id,name\nanna,Anna\n",
            "campaigns/summer.yaml": """
            scene: ../scenes/baker
            data: summer.csv
            matrix: {locale: [en, de]}
            """,
            "campaigns/summer.csv": """
            id,name,face,quality,settings.fps
            anna,Anna,anna,90,25
            ben,Ben,../ben,80,25
            cleo,Cleo,cleo,high,25
            Anna,Anna,anna,90,25
            ,Dora,anna,90,25
            e/f,Emil,anna,90,25
            gert,Gert,/etc/passwd,90,0
            """,
            "campaigns/autumn.yaml": "scene: ../scenes/bakr\ndata: none.csv\n",
            "campaigns/winter.yaml":
                "scene: ../scenes/lonely.yaml\nmatrix: {locale: [en]}\nreel: {order: [a]}\nid: ${local}",
        ])
        #expect(try Golden.difference(text, from: "campaign-cells.txt") == nil)
    }

    @Test func mistakesInCampaignFiles() throws {
        let scene = "scene: ../scenes/plain\n"
        let files = [
            "data: rows.csv", "name: other\n" + scene + "matrix: {a: [1]}", scene, scene + "data: rows.xlsx",
            scene + "data: []", scene + "data: [rows.csv, semicolons.csv]", scene + "data: noids.csv",
            scene + "matrix: {a: x, b: [], \"c}\": [1], d: [[1]]}", scene + "matrix: {a: [1], include: {a: 2}}",
            scene + "matrix: {a: [1]}\noverride: [{settings: {seed: 1}}, {match: {a: 2}, seting: 1}]",
            scene + "matrix: {a: [1]}\noverride: [{match: {a: 1}, extends: x.yaml, settings: {seed: x}}]",
            scene + "matrix: {settings.qualty: [80, 90]}", scene + "data: rows.csv\nmatrix: {id: [1]}",
            scene + "matrix: {a: [1]}\nsettings: {quality: 90}\ninclude: []\nquality: 3\nrows: x",
            scene + "matrix: {a: [1]}\nid: ${a", scene + "matrix: {a: [1]}\nid: same",
            scene + "matrix: {a: [1, 2]}\nid: same", "scene: ../scenes/nested\nmatrix: {name: [x]}",
            "scene: ../scenes/texts\nmatrix: {nmae: [x]}", "scene: ../scenes/short\ndata: rows.csv", "",
        ]
        var text = ""
        for file in files { text += "\(file)\n\n\(try rendered(["campaigns/c.yaml": file]))\n" }
        #expect(try Golden.difference(text, from: "campaign-files.txt") == nil)
    }

    @Test func mistakesInWhatIsMadeOfVideos() throws {
        let fields = [
            "variants: [mp5, {aspect: 9-16}, {aspect: \"9:50\"}, {name: poster, size: 480p}, {fit: blur}, {widht: 3}]",
            "variants: [{aspect: \"1:1\", size: 480p}, {aspect: \"1:1\", size: 480p, fit: pad}, mov, mov]",
            "variants: [mp4]", "variants: [{captions: burned}]", "captions: vtt", "captions: [srt, ass, srt]",
            "captions: {file: words.txt, language: english, lineLength: 200, lines: 0, stile: {}}",
            "captions: {file: none.srt, style: {size: 50, position: left, box: maybe, color: red, font: none.ttf}}",
            "disclosure: \(String(repeating: "x", count: 90))", "disclosure: {corner: middle}",
            "brand: {image: none.png, corner: top, width: 0.5}", "brand: {}", "captions: 3",
        ]
        var text = ""
        for field in fields { text += "\(field)\n\n\(try rendered(["campaigns/c.yaml": Self.plain + field]))\n" }
        #expect(try Golden.difference(text, from: "campaign-delivery.txt") == nil)
    }

    @Test func mistakesInReels() throws {
        let reels = [
            "[a]", "{9th: {order: [x/a]}}", "{r: {order: [x/c], of: tall}}", "{r: {by: locale}}", "{r: {of: tall}}",
            "{r: {by: a, order: [x], music: {file: \"${a}.wav\", gain: 20, duck: -1}}}",
            "{r: {order: [x/a, \"${a}\"], gap: 11, transition: {crossfade: 9}, loudness: -4, size: 720p}}",
            "{r: {order: [{clip: none.mp4}, {still: p.jpg}, {cells: random}, {clip: p.jpg, still: p.jpg}, {}]}}",
            "{r: {order: [], quality: 7, format: avi, music: {}, captions: x, crossfade: 1, poster: {at: x}}}",
            "{r: {transition: wipe, brand: {image: none.png}}}",
        ]
        var text = ""
        for reel in reels {
            text += "reels: \(reel)\n\n\(try rendered(["campaigns/c.yaml": Self.plain + "reels: \(reel)"]))\n"
        }
        #expect(try Golden.difference(text, from: "campaign-reels.txt") == nil)
    }

    @Test func mistakesInRights() throws {
        let rights = [
            "{file: none.md, expires: 2027-02-30}", "{expires: tomorrow}", "[{file: ../scenes/p.jpg, until: x}]", "x",
        ]
        var text = ""
        for right in rights {
            text += "rights: \(right)\n\n\(try rendered(["campaigns/c.yaml": Self.plain + "rights: \(right)"]))\n"
        }
        #expect(try Golden.difference(text, from: "campaign-rights.txt") == nil)
    }

    /// Two cells without a transcript: `c/x/a` and `c/x/b`.
    private static let plain = "scene: ../scenes/plain\nid: x/${a}\nmatrix: {a: [a, b]}\n"

    @Test func idsThatAreTaken() throws {
        let text = try rendered([
            "scenes/c.yaml": "image: p.jpg\naudio: l.wav\n", "scenes/d/1.yaml": "image: ../p.jpg\naudio: ../l.wav\n",
            "campaigns/c.yaml": "scene: ../scenes/plain\nmatrix: {a: [1]}",
            "campaigns/d.yaml": "scene: ../scenes/plain\nmatrix: {a: [1]}",
            "campaigns/D/campaign.yaml": "scene: ../../scenes/plain\nmatrix: {a: [1]}",
            "campaigns/e.yml": "scene: ../scenes/plain\nmatrix: {a: [1]}",
        ])
        #expect(try Golden.difference(text, from: "campaign-ids.txt") == nil)
    }

    private static let workspace = [
        "aurora.yaml": "name: storytellers\n", "scenes/p.jpg": "x", "scenes/l.wav": "x",
        "scenes/baker/anna.jpg": "x", "scenes/baker/cleo.jpg": "x", "scenes/baker/line-en.wav": "x",
        "scenes/baker/scene.yaml": """
        image: ${face}.jpg
        audio: line-${locale}.wav
        prompt: Greet ${name}
        settings: {quality: "${quality}"}
        """,
        "scenes/plain.yaml": "image: p.jpg\naudio: l.wav\n",
        "campaigns/rows.csv": "id,name\nanna,Anna\nben,\n", "campaigns/semicolons.csv": "id;name\nanna;Anna\n",
        "campaigns/noids.csv": "name\nAnna\n",
    ]

    private func rendered(_ files: [String: String]) throws -> String {
        var all = Self.workspace.merging(files) { $1 }
        let texts = all.values.joined()
        let extra = [
            "scenes/lonely.yaml": "image: p.jpg\naudio: l.wav\nprompt: In ${locale}\n",
            "scenes/nested.yaml": "image: p.jpg\naudio: l.wav\nprompt: {file: ${name}.txt}\n",
            "scenes/texts.yaml": "image: p.jpg\naudio: l.wav\nprompt: {file: prompt.txt}\n",
            "scenes/prompt.txt": "A baker\ngreets ${name}\n",
            "scenes/short.yaml": "image: p.jpg\naudio: l.wav\nprompt: ${name}\n",
        ]
        for (name, text) in extra {
            let scene = String(name.dropFirst("scenes/".count).prefix { $0 != "." })
            if texts.contains("scenes/\(scene)") || scene == "prompt" { all[name] = text }
        }
        if !texts.contains("scenes/baker") { all["scenes/baker/scene.yaml"] = nil }
        let folder = try TemporaryFolder(all)
        let diagnostics: [Diagnostic]
        do throws(DiagnosticsError) {
            diagnostics = try WorkspaceLoader(root: folder.path).load().warnings
        } catch {
            diagnostics = error.diagnostics
        }
        return DiagnosticRenderer(colours: .none).render(diagnostics).replacing(folder.path, with: "/workspace")
    }
}
