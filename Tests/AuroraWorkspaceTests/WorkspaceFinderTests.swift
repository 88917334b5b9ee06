import AuroraCore
import AuroraFiles
import AuroraTesting
import AuroraWorkspace
import Testing

@Suite struct WorkspaceFinderTests {
    @Test func theNearestFolderUpwardsWithTheFileIsFound() throws {
        let folder = try TemporaryFolder(["aurora.yaml": "", "scenes/a/b/x": "", "inner/aurora.yaml": ""])
        #expect(try WorkspaceFinder.find(from: folder.path("scenes/a/b")) == folder.path)
        #expect(try WorkspaceFinder.find(from: folder.path) == folder.path)
        #expect(try WorkspaceFinder.find(from: folder.path("inner")) == folder.path("inner"))
    }

    @Test func withoutOneItIsSaidWhatToDo() throws {
        let folder = try TemporaryFolder(["a/aurora.yml": "", "b/x": ""])
        let missing = #expect(throws: DiagnosticsError.self) {
            try WorkspaceFinder.find(from: folder.path("b"))
        }
        #expect(missing?.diagnostics.first?.hint == "make a workspace with `aurora init`")
        let misnamed = #expect(throws: DiagnosticsError.self) {
            try WorkspaceFinder.find(from: folder.path("a"))
        }
        #expect(
            misnamed?.diagnostics.first?.hint == "rename `\(folder.path("a/aurora.yml"))` to `aurora.yaml`")
        for (place, problem) in [("none", "there is no folder `"), ("b/x", "x` is not a folder")] {
            let refused = #expect(throws: DiagnosticsError.self) {
                try WorkspaceFinder.find(from: folder.path(place))
            }
            #expect(refused?.diagnostics.first?.problem.contains(problem) == true)
        }
    }

    @Test func theExampleOfTheRepositoryLoads() throws {
        let repository = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
        let loaded = try WorkspaceLoader(root: repository + "/examples/storytellers").load()
        #expect(!loaded.workspace.scenes.isEmpty)
        #expect(loaded.warnings.isEmpty)
    }
}
