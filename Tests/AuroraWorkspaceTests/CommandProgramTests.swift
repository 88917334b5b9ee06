import AuroraCore
import AuroraWorkspace
import Testing

@Suite struct CommandProgramTests {
    private static let files = [
        "scenes/a.yaml": "image: a.png\naudio: a.wav\nprovider: mine\n", "scenes/a.png": "x", "scenes/a.wav": "x",
        "tools/run.sh": "x", "tools/lib": "x",
    ]

    private func load(_ run: String, _ more: String = "") throws -> CommandProgram {
        var files = Self.files
        files["aurora.yaml"] =
            "name: a\nproviders:\n  mine: {kind: command, version: \"1\", run: \(run)\(more)}\n"
        return try #require(TestLoad(files).load().workspace.programs["mine"])
    }

    @Test func aProgramOfTheWorkspaceIsAmongItsInputs() throws {
        let program = try load("[tools/../tools/run.sh, \"{output}\"]", ", inputs: [tools/lib, tools/lib]")
        #expect(program.run == ["./tools/run.sh", "{output}"])
        #expect(program.ownProgram == "tools/run.sh")
        #expect(program.inputs.map(\.path) == ["tools/lib", "tools/run.sh"])
        #expect(program.seconds == 600)
        let bare = try load("[cp, \"{image}\", \"{output}\"]")
        #expect(bare.ownProgram == nil && bare.inputs.isEmpty)
    }

    @Test func placeholdersStandInsideOfWordsToo() throws {
        let program = try load("[cp, \"--in={image}\", \"{a}{image}{output}{\", \"\", \"{output}\"]")
        #expect(program.words { "<\($0.rawValue)>" } == ["cp", "--in=<image>", "{a}<image><output>{", "", "<output>"])
        #expect(program.takes(.image) && !program.takes(.audio))
    }

    @Test(arguments: [
        ("[/bin/cp, \"{output}\"]", "must be a path inside the workspace"),
        ("[../cp, \"{output}\"]", "leads out of the workspace"), ("[\"{output}\"]", "which is no program"),
        ("[cp, \"{image}\"]", "does not say where the video goes"), ("[tools/none, \"{output}\"]", "there is no file"),
        ("[cp, \"{outptu}\", \"{output}\"]", "there is no placeholder"),
    ])
    func whatCannotBeRunIsRefused(_ example: (run: String, problem: String)) throws {
        var files = Self.files
        files["aurora.yaml"] = "providers: {mine: {kind: command, version: \"1\", run: \(example.run)}}"
        let problems = try TestLoad(files).problems()
        #expect(problems.count == 1 && problems[0].contains(example.problem), "\(problems)")
    }

    @Test(arguments: [("a.JPG", ".jpg"), ("a/b.c/d", ""), (".hidden", ""), ("a.t?r z", ".trz"), ("a.", "")])
    func aCopyKeepsItsSuffix(_ example: (path: String, suffix: String)) {
        let span = SourceSpan(file: "a", line: 1, column: 1, text: nil)
        #expect(InputFile(path: example.path, span: span).suffix == example.suffix)
    }
}
