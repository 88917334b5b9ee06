import AuroraFiles
import AuroraTesting
import Testing

@testable import AuroraSession

@Suite struct EmbeddedProviderTests {
    @Test func itPassesTheSuite() async throws {
        let bench = try RendererBench()
        let speech = try Files.read(bench.folder.path("scenes/hello/line.wav"))
        try bench.shortenSpeech(toSeconds: 1)
        let request = try bench.request()
        try bench.folder.write(RendererBench.speech(speech, seconds: 500), to: "scenes/hello/long.wav")
        try bench.folder.write(
            "image: portrait.jpg\naudio: long.wav\nsettings: {size: 480p}\n", to: "scenes/hello/scene.yaml")
        var stage = ProviderSuite.Stage(
            request: request, longRequest: try bench.request(), inputs: bench.folder.path,
            work: bench.folder.path(".aurora"))
        try bench.folder.write(
            "image: portrait.jpg\naudio: long.wav\nsettings: {safety: full}\n",
            to: "scenes/hello/scene.yaml")
        stage.impossible = try bench.action()
        try await ProviderSuite(try bench.provider(), stage).run()
    }

    @Test func anObjectionPointsAtItsSetting() throws {
        let bench = try RendererBench(settings: "{format: webm, safety: full}")
        let objections = try bench.provider().objections(to: try bench.action())
        #expect(objections.map { $0.span?.location ?? "" } == ["scenes/hello/scene.yaml:4:34"])
    }
}
