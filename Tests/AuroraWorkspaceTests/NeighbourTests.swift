import AuroraCore
import AuroraTesting
import AuroraWorkspace
import Testing

/// Which file is offered in the place of one that is not there.
@Suite struct NeighbourTests {
    @Test(arguments: [
        (["line.txt"], "put the file there, or correct the path"),
        (["line.txt", "line.mp3"], "did you mean `line.mp3`?"),
        (["line.jpg"], "put the file there, or correct the path"), (["line.fla"], "did you mean `line.fla`?"),
    ])
    func aFileOfAnotherKindIsNotOffered(_ neighbours: [String], _ hint: String) throws {
        let folder = try TemporaryFolder(["aurora.yaml": "name: a\n", "scenes/a/face.png": "picture"])
        try folder.write("image: face.png\naudio: line.flac\n", to: "scenes/a/scene.yaml")
        for name in neighbours { try folder.write("something", to: "scenes/a/\(name)") }
        let error = #expect(throws: DiagnosticsError.self) { try WorkspaceLoader(root: folder.path).load() }
        #expect(error?.diagnostics.map(\.hint) == [hint])
    }
}
