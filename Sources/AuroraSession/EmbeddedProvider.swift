import AuroraBuild
import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraWorkspace
import RenderProtocol

/// Makes videos on this machine with `aurora-render`. Free.
struct EmbeddedProvider: Provider {
    let renderer: RendererProcess
    let folder: ContainedFolder
    let layout: DiskLayout

    func objections(to action: Action) -> [Diagnostic] {
        let settings = action.work.settings
        var objections: [Diagnostic] = []
        if settings.format != .mp4 {
            objections.append(
                Diagnostic(
                    "the embedded renderer does not make `\(settings.format.rawValue)` yet",
                    at: settings.span(of: .format) ?? action.span, hint: "write `format: mp4`"))
        }
        if settings.safety != .none {
            objections.append(
                Diagnostic(
                    "the embedded renderer does not check content yet",
                    at: settings.span(of: .safety) ?? action.span, hint: "write `safety: none`"))
        }
        return objections
    }

    func estimate(_ action: Action) -> Cost { .zero }

    func run(_ request: ProviderRequest, progress: @escaping @Sendable (ActionProgress) -> Void) async throws
        -> ProvidedVideo
    {
        try await staged { staging in try await render(request, in: staging, progress) }
    }

    private func render(
        _ request: ProviderRequest, in staging: String, _ progress: @escaping @Sendable (ActionProgress) -> Void
    ) async throws -> ProvidedVideo {
        let work = request.action.work
        let image = try snapshot(work.image, as: "image", digest: request.inputs[work.image.path], in: staging)
        let audio = try snapshot(work.audio, as: "audio", digest: request.inputs[work.audio.path], in: staging)
        let task = Self.task(work, image: image, audio: audio, output: "video.\(work.settings.format.rawValue)")
        let response = try await renderer.run(.talkingHead(task), in: staging) { step in
            // The renderer reads strangers' files: what it says is not taken on trust.
            let fraction = step.total > 0 ? min(max(Double(step.done) / Double(step.total), 0), 1) : nil
            progress(ActionProgress(stage: step.stage.rawValue, fraction: fraction))
        }
        switch response {
        case .talkingHead(let facts):
            return ProvidedVideo(path: Paths.join(staging, task.output), media: Self.media(facts), cost: .zero)
        case .failed(let failure): throw RenderingError(failure: failure, action: request.action)
        case .probe, .still: throw RendererError.unreadableAnswer
        }
    }

    /// How long a sound is, by decoding it.
    func duration(of audio: InputFile, digest: Digest, for action: Action) async throws -> Int {
        try await staged { staging in
            let name = try snapshot(audio, as: "audio", digest: digest, in: staging)
            let response = try await renderer.run(.probe(ProbeRequest(audio: name)), in: staging) { _ in }
            switch response {
            case .probe(let facts):
                try Files.removeTree(staging)
                return facts.durationMilliseconds
            case .failed(let failure): throw RenderingError(failure: failure, action: action)
            case .talkingHead, .still: throw RendererError.unreadableAnswer
            }
        }
    }

    /// Works in a folder of its own, which is gone if the work fails.
    private func staged<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let staging = layout.freshTemporary()
        do {
            try Files.createDirectories(staging)
            return try await body(staging)
        } catch {
            // Why it failed counts; what cannot be removed is swept by the next build.
            try? Files.removeTree(staging)
            throw error
        }
    }

    /// Copies an input aside, so that what is rendered is what was hashed: a file edited while a build runs must not
    /// end up under the key of its earlier content. The suffix stays, since some decoders go by it.
    private func snapshot(_ file: InputFile, as name: String, digest: Digest?, in staging: String) throws -> String {
        let suffix = Paths.name(file.path).split(separator: ".").last.map { ".\($0.lowercased())" } ?? ""
        let copy = name + suffix.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") }
        let source = try folder.open(file.path)
        guard try Files.copy(source, toNew: Paths.join(staging, copy)) == digest else {
            throw DiagnosticsError([
                Diagnostic("`\(file.path)` changed while it was being built", at: file.span, hint: "build again")
            ])
        }
        return copy
    }

    private static func task(_ work: TalkingHead, image: String, audio: String, output: String) -> TalkingHeadRequest {
        let format: ContainerFormat =
            switch work.settings.format {
            case .mp4: .mp4
            case .webm: .webm
            case .mov: .mov
            }
        return TalkingHeadRequest(
            image: image, audio: audio, output: output, prompt: work.prompt, transcript: nil,
            cfgScaleHundredths: work.settings.cfgScaleHundredths, seed: work.seed,
            shortSide: work.settings.size.shortSide, framesPerSecond: work.settings.framesPerSecond,
            quality: work.settings.quality, format: format)
    }

    private static func media(_ facts: RenderProtocol.MediaFacts) -> AuroraCore.MediaFacts {
        AuroraCore.MediaFacts(
            width: facts.width, height: facts.height, framesPerSecond: facts.framesPerSecond,
            durationMilliseconds: facts.durationMilliseconds, videoCodec: facts.videoCodec, audioCodec: facts.audioCodec
        )
    }
}

/// The renderer looked at the inputs and cannot make a video of them.
struct RenderingError: DiagnosticConvertible {
    let failure: RenderFailure
    let action: Action

    var diagnostics: [Diagnostic] {
        let (span, name): (SourceSpan?, String?) =
            switch failure.subject {
            case .image: (action.work.image.span, action.work.image.path)
            case .audio: (action.work.audio.span, action.work.audio.path)
            case .settings: (action.span, nil)
            // Not the scene's fault: there is no place to point at.
            case .engine, .output: (nil, nil)
            }
        let subject = name.map { "`\($0)`: " } ?? ""
        return [Diagnostic(subject + failure.problem, at: span, hint: failure.hint)]
    }
}
