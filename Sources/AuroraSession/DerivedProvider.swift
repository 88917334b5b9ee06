import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
import RenderProtocol

/// Makes posters and variants of finished videos with `aurora-render`. Free.
struct DerivedProvider: Provider {
    let renderer: RendererProcess
    let staging: Staging

    func objections(to action: Action) -> [Diagnostic] { [] }

    func run(_ request: ProviderRequest, progress: @escaping @Sendable (ActionProgress) -> Void) async throws
        -> ProvidedFile
    {
        try await staging.during { folder in
            let video = try staging.copy("video", of: request, to: folder)
            let output = "derived.\(request.action.work.suffix)"
            progress(ActionProgress(stage: "deriving", fraction: nil))
            let response = try await renderer.run(Self.task(request.action.work, video, output), in: folder) {
                progress(ActionProgress($0))
            }
            try Files.remove(Paths.join(folder, video))
            let path = Paths.join(folder, output)
            switch response {
            case .still: return ProvidedFile(path: path, media: nil, cost: .zero)
            case .talkingHead(let facts):
                return ProvidedFile(path: path, media: EmbeddedProvider.media(facts), cost: .zero)
            case .failed(let failure): throw RenderingError(failure: failure, action: request.action)
            case .probe, .video, .aligned: throw RendererError.unreadableAnswer
            }
        }
    }

    private static func task(_ work: Work, _ video: String, _ output: String) -> RenderTask {
        switch work {
        case .poster(let poster):
            .poster(PosterRequest(video: video, output: output, atMilliseconds: poster.atMilliseconds))
        case .variant(let variant):
            .remux(RemuxRequest(video: video, output: output, format: EmbeddedProvider.container(variant.format)))
        case .talkingHead, .speech, .fetch: preconditionFailure("another provider's work")
        }
    }
}
