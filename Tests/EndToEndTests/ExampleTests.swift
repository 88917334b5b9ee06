import AuroraFiles
import AuroraTesting
import Foundation
import Testing

/// Every example and every template is a workspace that builds as it is.
@Suite struct ExampleTests {
    static let workspaces = ["examples", "templates"].flatMap { folder in
        let path = Workbench.project.appending(path: folder).path
        let names = (try? Files.names(in: path)) ?? []
        return names.map { "\(folder)/\($0)" }.filter { name in
            (try? FileFacts.of(Workbench.project.appending(path: name).appending(path: "aurora.yaml").path)) ?? nil
                != nil
        }
    }

    @Test func thereAreSome() {
        #expect(Self.workspaces.contains("examples/storytellers"))
        #expect(Self.workspaces.contains("templates/minimal"))
    }

    @Test(arguments: workspaces)
    func everyExampleAndTemplateBuilds(_ name: String) async throws {
        let bench = try await Workbench(copyOf: Workbench.project.appending(path: name))
        // Small frames: what counts here is that every scene can be made.
        let built = try await bench.aurora("build", "--set", "size=480p")
        #expect(built.status == 0, "\(built.messages)")
        #expect(!built.output.isEmpty)
        let again = try await bench.aurora("build", "--set", "size=480p")
        #expect(again.messages.hasPrefix("nothing to do"), "\(again.messages)")
    }

    @Test func aNewWorkspaceBuildsAndCommits() async throws {
        let folder = try TemporaryFolder()
        let bench = Workbench(in: folder)
        #expect(try await bench.aurora("init", "videos").status == 0)
        let videos = Workbench(in: folder, below: "videos")
        try await videos.git("config", "user.name", "Test")
        try await videos.git("config", "user.email", "test@example.com")
        #expect(try await videos.aurora("build").output == "out/draft/hello.mp4\n")
        #expect(try await videos.aurora("commit").status == 0)
        #expect(
            try await videos.git("status", "--porcelain") == "?? README.md\n",
            "what is no part of a scene is the user's to commit")
        let twice = try await bench.aurora("init", "videos")
        #expect(twice.status == 2)
        #expect(twice.messages.contains("already has"), "\(twice.messages)")
    }
}
