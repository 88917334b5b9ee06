import AuroraCore
import AuroraTesting
import AuroraWorkspace
import Testing

/// How refusals look is in the golden files of `DiagnosticRendererWorkspaceTests`; here is when they come, and where.
@Suite struct RefusedWorkspaceTests {
    @Test func allProblemsOfAllFilesComeAtOnceInOrder() throws {
        let problems = try TestLoad([
            "aurora.yaml": "nme: x\nbudget: {scene: -1}",
            "scenes/b.yaml": "image: none.jpg\naudio: none.wav\nsettings: {quality: 5, takes: 9}",
            "scenes/a.yaml": "image: [",
        ]).problems()
        #expect(
            problems == [
                "aurora.yaml:1:1: aurora.yaml has no key `nme`",
                "aurora.yaml:2:17: `scene` must be an amount in US dollars, not `-1`",
                "scenes/a.yaml:1:9: a value is expected here",
                "scenes/b.yaml:1:8: there is no file `scenes/none.jpg`",
                "scenes/b.yaml:2:8: there is no file `scenes/none.wav`",
                "scenes/b.yaml:3:21: `quality` must be a whole number from 20 to 99, not `5`",
                "scenes/b.yaml:3:31: `takes` must be a whole number from 1 to 4, not `9`",
            ])
    }

    @Test func whatIsWrongInASharedFileIsToldOnce() throws {
        var files = [
            "aurora.yaml": "defaults: {audio: gone.wav}\nprofiles: {draft: {settings: {sise: 480p}}}",
            "base.yaml": "image: gone.jpg\nsettings: {quality: high}\nprompt: {file: gone.txt}",
        ]
        for index in 1...5 { files["scenes/s\(index).yaml"] = "extends: ../base.yaml" }
        #expect(
            try TestLoad(files).problems() == [
                "aurora.yaml:1:19: there is no file `gone.wav`",
                "aurora.yaml:2:31: `settings` has no key `sise`",
                "base.yaml:1:8: there is no file `gone.jpg`",
                "base.yaml:2:21: `quality` must be a whole number from 20 to 99, not `high`",
                "base.yaml:3:16: there is no file `gone.txt`",
            ])
    }

    @Test(arguments: [
        ("0", 0), ("10", 1000), ("10.00", 1000), ("1.5", 150), ("0.01", 1), ("2.500", 250), (".5", 50), ("3.", 300),
    ])
    func cfgScaleIsReadFromItsDecimals(text: String, hundredths: Int) throws {
        let workspace = try load(LoadWorkspaceTests.minimal, overrides: ["cfgScale": text]).workspace
        #expect(workspace.scenes.first?.settings.cfgScaleHundredths == hundredths)
    }

    @Test(arguments: [
        ("cfgScale", "10.01"), ("cfgScale", "1.005"), ("cfgScale", "-1"), ("cfgScale", "1e0"), ("cfgScale", "."),
        ("cfgScale", "nan"), ("cfgScale", ""), ("cfgScale", "99999999999999999999"), ("quality", "19"),
        ("quality", "100"), ("quality", "9e1"), ("quality", "090"), ("quality", "0x50"), ("takes", "0"),
        ("takes", "5"), ("fps", "0"), ("fps", "61"), ("fps", "25.0"), ("seed", "-1"), ("seed", "18446744073709551616"),
        ("format", "MP4"), ("size", "480"), ("safety", "off"), ("colour", "red"),
    ])
    func valuesOutOfRangeAreRefused(name: String, text: String) throws {
        #expect(try TestLoad(LoadWorkspaceTests.minimal).problems(overrides: [name: text]).count == 1)
    }

    @Test func linksAreFollowedWithinTheWorkspaceOnly() throws {
        let test = try TestLoad(LoadWorkspaceTests.minimal)
        try test.folder.link("scenes/inside.jpg", to: "portrait.jpg")
        try test.folder.link("scenes/outside.jpg", to: "/etc/hostname")
        try test.folder.link("scenes/above.jpg", to: "../../../../../../etc/hostname")
        try test.folder.link("scenes/loop.jpg", to: "loop.jpg")
        try test.folder.link("etc", to: "/etc")
        try test.folder.pipe("scenes/pipe.jpg")
        for (index, name) in ["inside", "outside", "above", "loop", "pipe"].enumerated() {
            try test.folder.write("image: \(name).jpg\naudio: line.wav", to: "scenes/s\(index).yaml")
        }
        try test.folder.write("image: ../etc/hostname\naudio: .", to: "scenes/s5.yaml")
        #expect(
            test.problems() == [
                "scenes/s1.yaml:1:8: `scenes/outside.jpg` leads out of the workspace through a symbolic link",
                "scenes/s2.yaml:1:8: `scenes/above.jpg` leads out of the workspace through a symbolic link",
                "scenes/s3.yaml:1:8: `scenes/loop.jpg` leads out of the workspace through a symbolic link",
                "scenes/s4.yaml:1:8: `scenes/pipe.jpg` is not a regular file",
                "scenes/s5.yaml:1:8: `etc/hostname` leads out of the workspace through a symbolic link",
                "scenes/s5.yaml:2:8: `scenes` is a folder, not a file",
            ])
    }

    @Test func aSceneFileOrFolderThatLeadsOutIsRefused() throws {
        let test = try TestLoad(LoadWorkspaceTests.minimal)
        try test.folder.link("scenes/out.yaml", to: "/etc/hostname")
        #expect(
            test.problems() == [
                "scenes/out.yaml:1:1: `scenes/out.yaml` leads out of the workspace through a symbolic link"
            ])
        let other = try TestLoad(["aurora.yaml": "name: x"])
        try other.folder.link("scenes", to: "/etc")
        #expect(
            other.problems().first == "the folder `scenes` leads out of the workspace through a symbolic link")
    }

    @Test func idsThatClashAreRefused() throws {
        var files = LoadWorkspaceTests.minimal
        files["scenes/a/scene.yaml"] = "image: ../portrait.jpg\naudio: ../line.wav"
        files["scenes/A.yaml"] = files["scenes/a.yaml"]
        files["scenes/\u{E9}.yaml"] = files["scenes/a.yaml"]
        let test = try TestLoad(files)
        // Equal as strings, but not as names of files.
        try test.folder.write(files["scenes/a.yaml"] ?? "", to: "scenes/e\u{301}.yaml")
        let problems = test.problems().map { $0.drop { $0 != " " }.dropFirst() }
        #expect(
            problems == [
                "the ids `A` and `a` differ only in upper and lower case",
                "two scenes have the id `a`",
                "two scenes have the id `\u{E9}`",
            ])
    }

    @Test func aTakeMustNotHaveTheNameOfAnotherScene() throws {
        var files = LoadWorkspaceTests.minimal
        files["scenes/a.t2.yaml"] = files["scenes/a.yaml"]
        #expect(try TestLoad(files).problems() == [])
        #expect(
            try TestLoad(files).problems(overrides: ["takes": "2"]) == [
                "scenes/a.yaml:1:1: a part of scene `a` and another scene are both called `a.t2`"
            ])
    }

    @Test func aCircleIsToldOnceAndNotFollowed() throws {
        var files = LoadWorkspaceTests.minimal
        files["scenes/x.yaml"] = "extends: y.yaml"
        files["scenes/y.yaml"] = "extends: z.yaml"
        files["scenes/z.yaml"] = "extends: x.yaml"
        files["scenes/into.yaml"] = "extends: y.yaml"
        files["scenes/self.yaml"] = "extends: self.yaml"
        #expect(
            try TestLoad(files).problems() == [
                "scenes/self.yaml:1:10: `extends` goes in a circle", "scenes/x.yaml:1:10: `extends` goes in a circle",
            ])
    }

    @Test func chainsAreBounded() throws {
        var files = LoadWorkspaceTests.minimal
        for index in 0..<40 { files["b\(index).yaml"] = "extends: b\(index + 1).yaml" }
        files["b40.yaml"] = "prompt: end"
        files["scenes/a.yaml"] = "extends: ../b10.yaml\nimage: portrait.jpg\naudio: line.wav"
        #expect(try load(files).workspace.scenes.first?.prompt?.text == "end")
        files["scenes/a.yaml"] = "extends: ../b9.yaml\nimage: portrait.jpg\naudio: line.wav"
        #expect(try TestLoad(files).problems() == ["b39.yaml:1:10: more than 32 files extend each other"])
    }

    @Test func promptsAreCountedInScalars() throws {
        func problems(_ prompt: String) throws -> [String] {
            var files = LoadWorkspaceTests.minimal
            files["scenes/a.yaml", default: ""] += "prompt: {file: p.txt}"
            files["scenes/p.txt"] = prompt
            return try TestLoad(files).problems()
        }
        #expect(try problems(String(repeating: "字", count: 3000) + "\r\n\n") == [])
        #expect(try problems("🙂🙂") == [])
        #expect(try problems(String(repeating: "字", count: 3001)).count == 1)
        #expect(try problems("x\n").count == 1)
        #expect(try problems("").count == 1)
        #expect(try problems("a\0b") == ["scenes/p.txt:1:2: the file is not text: it has a NUL byte"])
    }

    @Test func gitLFSPointersAreRefused() throws {
        var files = LoadWorkspaceTests.minimal
        files["scenes/line.wav"] = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n"
        let error = #expect(throws: DiagnosticsError.self) { try load(files) }
        #expect(
            error?.diagnostics.first?.hint == "fetch the file with `git lfs pull --include=\"scenes/line.wav\"`")
    }

    @Test func aHostileFileCannotFloodTheScreen() throws {
        var files = LoadWorkspaceTests.minimal
        files["scenes/a.yaml"] = "{" + (0..<9000).map { "k\($0): \($0)" }.joined(separator: ", ") + "}"
        #expect(try TestLoad(files).problems().count == 50)
        files["scenes/a.yaml"] = String(repeating: "[", count: 1 << 20)
        let deep = try TestLoad(files).problems()
        #expect(deep == ["scenes/a.yaml:1:1: lists and mappings are nested more than 64 deep"])
        files["scenes/a.yaml"] = "a: [" + String(repeating: "a,", count: 400_000) + "]"
        let long = try TestLoad(files).problems()
        #expect(long == ["scenes/a.yaml:1:40003: the file has more than 20000 values"])
        files["scenes/a.yaml"] = "a: " + String(repeating: "a", count: 1 << 20)
        let large = try TestLoad(files).problems()
        #expect(large == ["scenes/a.yaml:1:1: `scenes/a.yaml` has more than 1 MiB"])
    }

    @Test func aWorkspaceWithoutItsFileStillHasItsScenesChecked() throws {
        #expect(
            try TestLoad(["scenes/a.yaml": "provider: own\nimage: x", "aurora.yaml": "a: &b"]).problems(profile: "p")
                == [
                    "aurora.yaml:1:4: YAML anchors and aliases (`&name`, `*name`) are not used in workspaces",
                    "scenes/a.yaml:1:1: scene `a` has no `audio`",
                    "scenes/a.yaml:2:8: there is no file `scenes/x`",
                ])
    }
}
