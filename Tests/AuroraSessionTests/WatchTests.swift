import AuroraCore
import AuroraFiles
import AuroraTesting
import Testing

@testable import AuroraSession

/// A watcher saves others a look at everything, so it must know of everything.
@Suite struct WatchTests {
    @Test func aWatcherTellsWhatALookAtEverythingFinds() async throws {
        let random = SeededGenerator.fresh()
        let workspace = try EditedWorkspace(random)
        let watch = try WorkspaceWatch(
            workspace.folder.path, profile: nil, overrides: [:], environment: workspace.environment)
        defer { watch.stop() }
        var vouched = 0
        for round in 1...120 {
            try watch.begin()
            _ = await workspace.build(atAGlance: true)
            let standing = try watch.settle()
            for _ in 0...workspace.number(3) { try workspace.edit() }
            let told = try workspace.glance(.watcher)
            let seen = try workspace.glance(.files)
            let context = "seed \(random.seed), round \(round): \(workspace.history.suffix(12).joined(separator: ", "))"
            try #require(told?.units == seen?.units, "\(context)")
            // When a folder was listed decides whether its facts are certain; its names are the same.
            try #require(told?.listings.mapValues(\.names) == seen?.listings.mapValues(\.names), "\(context)")
            if case .inOrder = standing { vouched += 1 } else { try workspace.mend() }
        }
        #expect(vouched > 5, "seed \(random.seed)")
    }

    @Test func whatIsWorthBuildingEndsTheWaiting() async throws {
        let workspace = try EditedWorkspace(SeededGenerator(seed: 1))
        let watch = try WorkspaceWatch(
            workspace.folder.path, profile: nil, overrides: [:], environment: workspace.environment)
        defer { watch.stop() }
        try watch.begin()
        _ = await workspace.build(atAGlance: true)
        let standing = try watch.settle()
        guard case .inOrder(let folders, true) = standing else {
            Issue.record("\(standing)")
            return
        }
        #expect(folders > 4)
        try workspace.folder.write("not a scene", to: "scenes/notes.txt")
        let scene = "scenes/deep/c/scene.yaml"
        try workspace.folder.write(try workspace.folder.text(of: scene) + "# a note\n", to: scene)
        try await watch.nextChange(after: standing)
        #expect(try workspace.glance()?.units.isEmpty == false)
    }

    @Test func thereIsOneWatcher() throws {
        let workspace = try EditedWorkspace(SeededGenerator(seed: 1))
        let first = try WorkspaceWatch(
            workspace.folder.path, profile: nil, overrides: [:], environment: workspace.environment)
        defer { first.stop() }
        #expect {
            try WorkspaceWatch(
                workspace.folder.path, profile: nil, overrides: [:], environment: workspace.environment)
        } throws: { error in
            (error as? DiagnosticsError)?.diagnostics.first?.problem == "another `aurora watch` is at work here"
        }
    }
}
