import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraTesting
import AuroraWorkspace
import Foundation
import Testing

/// The suite itself: the stand-in passes it, and a provider with any one fault does not.
@Suite struct ProviderSuiteTests {
    @Test func theScriptedProviderPasses() async throws {
        let folder = try TemporaryFolder(Self.inputs)
        try await ProviderSuite(ScriptedProvider(folder, ["long": .waits]), Self.stage(folder)).run()
    }

    @Test(arguments: FaultyProvider.Fault.allCases) func aFaultIsFound(_ fault: FaultyProvider.Fault) async throws {
        let folder = try TemporaryFolder(Self.inputs)
        let provider = FaultyProvider(
            provider: ScriptedProvider(folder, ["long": .waits]), folder: folder, fault: fault)
        var stage = Self.stage(folder)
        if fault == .stopsLate { stage.patience = .seconds(2) }
        let demanding = stage
        await withKnownIssue { try await ProviderSuite(provider, demanding).run() }
    }

    private static let inputs = ["a.png": "content of a.png", "a.wav": "content of a.wav"]

    private static func stage(_ folder: TemporaryFolder) -> ProviderSuite.Stage {
        var stage = ProviderSuite.Stage(
            request: Samples.request(Samples.keyed(Samples.scene("a"))),
            longRequest: Samples.request(Samples.keyed(Samples.scene("long"))), inputs: folder.path,
            work: folder.path)
        stage.impossible = Samples.graph([Samples.scene("film", settings: Settings(.format(.webm)))]).actions[0]
        return stage
    }
}

/// Does one thing wrong, and all else as the provider that it asks.
struct FaultyProvider: Provider {
    enum Fault: CaseIterable {
        case promisesEverything, objectsToAll, makesNoFile, hasOddSize, saysNothing, goesBack, goesTooFar
        case neverTheSame, takesAnyBytes, pointsNowhere, litters, wordsItsCancellation, stopsLate
    }

    let provider: ScriptedProvider
    let folder: TemporaryFolder
    let fault: Fault

    func objections(to action: Action) -> [Diagnostic] {
        switch fault {
        case .promisesEverything: []
        case .objectsToAll: [Diagnostic("no", at: action.span, hint: "ask another")]
        default: provider.objections(to: action)
        }
    }

    func run(_ request: ProviderRequest, progress: @escaping @Sendable (ActionProgress) -> Void) async throws
        -> ProvidedFile
    {
        do {
            let video = try await provider.run(honest(request)) { step in
                if fault != .saysNothing || request.action.name == "long" { progress(step) }
                if fault == .goesBack { progress(ActionProgress(stage: "rendering", fraction: 0.1)) }
                if fault == .goesTooFar { progress(ActionProgress(stage: "rendering", fraction: 1.1)) }
            }
            return try changed(video)
        } catch {
            if fault == .litters { try folder.write("litter", to: UUID().uuidString) }
            if fault == .pointsNowhere, !(error is CancellationError) { throw DiagnosticsError([Diagnostic("no")]) }
            if fault == .wordsItsCancellation, error is CancellationError {
                throw DiagnosticsError([Diagnostic("the renderer stopped")])
            }
            if fault == .stopsLate, error is CancellationError { await Self.goOn(seconds: 2.1) }
            throw error
        }
    }

    /// The request, with the digests that the files have.
    private func honest(_ request: ProviderRequest) throws -> ProviderRequest {
        guard fault == .takesAnyBytes else { return request }
        let inputs = try request.inputs.mapValues { input in
            guard case .file(let file, _) = input else { return input }
            return .file(file, try Files.digest(folder.path(file.path)))
        }
        return ProviderRequest(action: request.action, key: request.key, inputs: inputs)
    }

    private func changed(_ video: ProvidedFile) throws -> ProvidedFile {
        switch fault {
        case .makesNoFile: try Files.remove(#require(video.path))
        case .neverTheSame: try Files.write(Array(UUID().uuidString.utf8), to: #require(video.path))
        case .hasOddSize:
            let media = MediaFacts(
                width: 721, height: 720, framesPerSecond: 25, durationMilliseconds: 5000, videoCodec: "h264",
                audioCodec: "aac")
            return ProvidedFile(video.place, media: media, cost: .zero)
        default: break
        }
        return video
    }

    /// Goes on although the task is cancelled.
    private static func goOn(seconds: Double) async {
        // A task of its own, which nobody cancels, so it sleeps to its end.
        await Task.detached { try? await Task.sleep(for: .seconds(seconds)) }.value
    }
}
