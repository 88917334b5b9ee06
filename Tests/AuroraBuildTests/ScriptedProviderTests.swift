import AuroraBuild
import AuroraTesting
import AuroraWorkspace
import Testing

/// The stand-in keeps the contract that it stands in for.
@Suite struct ScriptedProviderTests {
    @Test func itPassesTheSuite() async throws {
        let folder = try TemporaryFolder(["a.png": "content of a.png", "a.wav": "content of a.wav"])
        var stage = ProviderSuite.Stage(
            request: request(Samples.step(Samples.scene("a"), .run(.new))),
            longRequest: request(Samples.step(Samples.scene("long"), .run(.new))), inputs: folder.path,
            work: folder.path)
        stage.impossible = Samples.graph([Samples.scene("film", settings: Settings(.format(.webm)))]).actions[0]
        try await ProviderSuite(ScriptedProvider(folder, ["long": .waits]), stage).run()
    }

    private func request(_ step: PlannedAction) -> ProviderRequest {
        ProviderRequest(action: step.action, key: step.key, inputs: step.inputs)
    }
}
