import AuroraCore
import AuroraTesting
import AuroraWorkspace
import Testing

/// Which combinations a matrix has.
@Suite struct MatrixTests {
    @Test(arguments: [
        ("{a: [1, 2], b: [x, y]}", ["1/x", "1/y", "2/x", "2/y"]),
        ("{a: [1, 2], b: [x, y], exclude: [{a: 1}]}", ["2/x", "2/y"]),
        ("{a: [1, 2], b: [x, y], exclude: [{a: 1, b: [x, y]}, {b: x}]}", ["2/y"]),
        // Adds a variable where nothing of the matrix is changed, and a combination where it is.
        ("{a: [1, 2], include: [{a: 1, c: z}]}", ["1/z", "2"]),
        ("{a: [1, 2], include: [{a: 3}]}", ["1", "2", "3"]), ("{a: [1, 2], include: [{c: z}]}", ["1/z", "2/z"]),
        ("{a: [1, 2], include: [{c: z}, {c: w, a: 2}]}", ["1/z", "2/w"]),
        ("{include: [{a: 1}, {a: 2, b: x}]}", ["1", "2/x"]),
        ("{a: [1, 2], b: [x], include: [{a: 3, b: x}, {a: 3, c: z}]}", ["1/x", "2/x", "3/x", "3/z"]),
    ])
    func combinationsAreThoseOfTheMatrix(matrix: String, ids: [String]) throws {
        let scenes = try load(Self.files(matrix)).workspace.scenes
        #expect(scenes.map { String($0.id.text.dropFirst("m/".count)) } == ids)
    }

    @Test func columnsCanExcludeToo() throws {
        var files = Self.files("{a: [1, 2], exclude: [{id: anna, a: 2}]}")
        files["campaigns/m.yaml"]! += "\ndata: rows.csv"
        files["campaigns/rows.csv"] = "id\nanna\nben\n"
        #expect(try load(files).workspace.scenes.map(\.id.text) == ["m/anna/1", "m/ben/1", "m/ben/2"])
    }

    @Test(arguments: [
        ("{a: []}", "campaigns/m.yaml:2:13: `a` must be a list of values, not an empty one"),
        ("{a: [1, 1]}", "campaigns/m.yaml:2:17: `a` has the value `1` twice"),
        ("{a: [1], exclude: [{b: 1}]}", "campaigns/m.yaml:2:29: there is no variable `b` in campaign `m`"),
        ("{a: [1], exclude: [{a: 2}]}", "campaigns/m.yaml:2:29: `a` must be `1`, not `2`"),
        ("{a: [x/y]}", "campaigns/m.yaml:2:14: `x/y` cannot be a part of an id: it has a slash"),
        ("{a: [.x]}", "campaigns/m.yaml:2:14: `.x` cannot be a part of an id: file names are made of it"),
        ("{a: [\"\"]}", "campaigns/m.yaml:2:14: the id of this cell is empty"),
        ("{a: [x, X]}", "campaigns/m.yaml:2:17: the ids `m/x` and `m/X` differ only in upper and lower case"),
        ("[a]", "campaigns/m.yaml:2:9: `matrix` must be a mapping, not a list"),
    ])
    func whatIsNoMatrixIsRefused(matrix: String, problem: String) throws {
        #expect(try TestLoad(Self.files(matrix)).problems() == [problem])
    }

    @Test func tooManyCellsAreRefused() throws {
        let values = (0..<400).map(String.init).joined(separator: ", ")
        let problems = try TestLoad(Self.files("{a: [\(values)], b: [\(values)]}")).problems()
        #expect(problems.count == 1)
        #expect(problems.first?.hasSuffix(": the matrix has more than 100000 combinations") == true)
    }

    private static func files(_ matrix: String) -> [String: String] {
        var files = LoadWorkspaceTests.minimal
        files["template.yaml"] = "image: scenes/portrait.jpg\naudio: scenes/line.wav\n"
        files.removeValue(forKey: "scenes/a.yaml")
        files["campaigns/m.yaml"] = "scene: ../template\nmatrix: \(matrix)"
        return files
    }
}
