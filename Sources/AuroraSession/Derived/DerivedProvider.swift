import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
import RenderProtocol

/// Makes what comes of finished videos and of sounds with `aurora-render`: word times, posters, variants, reels. Free.
struct DerivedProvider: Provider {
    let renderer: RendererProcess
    let staging: Staging

    func objections(to action: Action) -> [Diagnostic] { [] }

    func run(_ request: ProviderRequest, progress: @escaping @Sendable (ActionProgress) -> Void) async throws
        -> ProvidedFile
    {
        try await staging.during { folder in
            var copies: [String: String] = [:]
            for (index, input) in request.action.inputs.enumerated() {
                // A reel has thousands of inputs at most, whose fields have blanks in them.
                guard let bytes = request.inputs[input.field] else {
                    preconditionFailure("a request has all its inputs")
                }
                copies[input.field] = try staging.copy(bytes, as: "input\(index)", to: folder)
            }
            let output = "derived.\(request.action.work.suffix)"
            progress(ActionProgress(stage: "deriving", fraction: nil))
            let task = DerivedTask(copies: copies, output: output).task(request.action.work)
            let response = try await renderer.run(task, in: folder) { progress(ActionProgress($0)) }
            for copy in Set(copies.values) { try Files.remove(Paths.join(folder, copy)) }
            let path = Paths.join(folder, output)
            switch response {
            case .still, .aligned: return ProvidedFile(path: path, media: nil, cost: .zero)
            case .talkingHead(let facts):
                return ProvidedFile(path: path, media: EmbeddedProvider.media(facts), cost: .zero)
            case .failed(let failure): throw RenderingError(failure: failure, action: request.action)
            case .probe, .video: throw RendererError.unreadableAnswer
            }
        }
    }
}
