import AuroraBuild
import AuroraFiles
import AuroraTesting
import AuroraWorkspace
import RenderProtocol
import Testing

@testable import AuroraSession

@Suite struct EmbeddedProviderTests {
    @Test(arguments: [nil, RendererHost()]) func itPassesTheSuite(_ host: RendererHost?) async throws {
        let bench = try RendererBench()
        let speech = try Files.read(bench.folder.path("scenes/hello/line.wav"))
        try bench.shortenSpeech(toSeconds: 1)
        let request = try bench.request()
        try bench.folder.write(RendererBench.speech(speech, seconds: 500), to: "scenes/hello/long.wav")
        try bench.folder.write(
            "image: portrait.jpg\naudio: long.wav\nsettings: {size: 480p}\n", to: "scenes/hello/scene.yaml")
        let stage = ProviderSuite.Stage(
            request: request, longRequest: try bench.request(), inputs: bench.folder.path,
            work: bench.folder.path(".aurora"))
        try await ProviderSuite(try bench.provider(host: host), stage).run()
    }

    @Test(arguments: [(SafetyLevel.none, nil), (.fast, SafetyCheck.fast), (.full, .full)])
    func theRendererIsToldWhatToCheck(_ level: SafetyLevel, _ check: SafetyCheck?) throws {
        let bench = try RendererBench(settings: "{safety: \(level.rawValue)}")
        guard case .talkingHead(let work) = try bench.action().work else { return #expect(Bool(false), "a video") }
        #expect(EmbeddedProvider.task(work, image: "", audio: "", output: "").safety == check)
    }

    /// As one does that knows of no check.
    @Test func aVideoThatWasNotCheckedIsNotTaken() async throws {
        let answer =
            #"{"width":480,"height":480,"framesPerSecond":25,"frames":25,"durationMilliseconds":1000,"#
            + #""videoCodec":"h264","audioCodec":"aac""#
        func made(_ settings: String, saying more: String) async throws -> ProvidedFile {
            let bench = try RendererBench(settings: settings)
            let script = try bench.script(
                ": > video.mp4; echo '{\"talkingHead\":{\"_0\":\(answer)\(more)}}}' > result.json")
            return try await bench.provider(renderer: script).run(try bench.request()) { _ in }
        }
        await #expect(throws: RendererError.self) { try await made("{safety: fast}", saying: "") }
        _ = try await made("{safety: none}", saying: "")
        _ = try await made("{safety: fast}", saying: #","safety":{"lookedAt":4,"highestScore":0.1}"#)
    }

    @Test func whatIsFlaggedIsToldAtItsSetting() throws {
        let bench = try RendererBench(settings: "{format: webm, safety: full}")
        let error = RenderingError(
            failure: RenderFailure(
                subject: .safety, problem: "it is not", hint: "mend it", notes: ["NSFWContent: true"]),
            action: try bench.action())
        #expect(error.diagnostics.map { $0.span?.location ?? "" } == ["scenes/hello/scene.yaml:4:34"])
        #expect(error.diagnostics.first?.notes == ["NSFWContent: true"])
    }

    @Test(arguments: [("face: {at: [0.7, 0.4]}\n", "scenes/hello/scene.yaml:3:7"), ("", "scenes/hello/scene.yaml:1:8")])
    func aFaceThatCannotSpeakIsToldWhereItIsChosen(_ field: String, _ place: String) throws {
        let bench = try RendererBench()
        try bench.folder.write("image: portrait.jpg\naudio: line.wav\n\(field)", to: "scenes/hello/scene.yaml")
        let failure = RenderFailure(subject: .face, problem: "no face is there")
        let diagnostics = RenderingError(failure: failure, action: try bench.action()).diagnostics
        #expect(diagnostics.map { $0.span?.location ?? "" } == [place])
        #expect(diagnostics.first?.problem == "`scenes/hello/portrait.jpg`: no face is there")
    }

    @Test func aReportTellsItsParts() {
        let report = RendererReport([
            "aurora-render 5-x", "ok lib/a.so", "the engine's file b is missing", "safety: ok",
            "confined: memory, time",
        ])
        #expect(report.version == "aurora-render 5-x" && report.confined == "memory, time")
        #expect(report.files == ["ok lib/a.so", "the engine's file b is missing"])
        #expect(report.safety == .installed && report.safety.problem == nil)
        #expect(RendererReport([]).safety == .missing && RendererReport(["", "safety: missing"]).safety == .missing)
        #expect(
            RendererReport(["", "safety: file c\u{1B}[1m is not right"]).safety.problem?.text.contains("file c") == true
        )
    }
}
