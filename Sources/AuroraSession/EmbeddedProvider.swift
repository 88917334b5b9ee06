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
    let staging: Staging

    func objections(to action: Action) -> [Diagnostic] { [] }

    func run(_ request: ProviderRequest, progress: @escaping @Sendable (ActionProgress) -> Void) async throws
        -> ProvidedFile
    {
        try await staging.during { folder in
            switch request.action.work {
            case .talkingHead(let work): try await render(work, request, in: folder, progress)
            case .speech, .fetch, .alignment, .captions, .poster, .sheet, .preview, .variant, .reel:
                preconditionFailure("another provider's work")
            }
        }
    }

    private func render(
        _ work: TalkingHead, _ request: ProviderRequest, in folder: String,
        _ progress: @escaping @Sendable (ActionProgress) -> Void
    ) async throws -> ProvidedFile {
        let image = try staging.copy("image", of: request, to: folder)
        let audio = try staging.copy("audio", of: request, to: folder)
        let task = Self.task(work, image: image, audio: audio, output: "video.\(work.settings.format.rawValue)")
        let response = try await renderer.run(.talkingHead(task), in: folder) { progress(ActionProgress($0)) }
        switch response {
        case .talkingHead(let facts):
            // A renderer that knows of no check would make the video all the same.
            guard task.safety == nil || facts.safety != nil else { throw RendererError.unreadableAnswer }
            return ProvidedFile(
                path: Paths.join(folder, task.output), media: Self.media(facts), cost: .zero,
                warnings: facts.notice.map { [Self.warning($0, about: request.action)] } ?? [])
        case .failed(let failure): throw RenderingError(failure: failure, action: request.action)
        case .probe, .still, .video, .aligned: throw RendererError.unreadableAnswer
        }
    }

    static func task(_ work: TalkingHead, image: String, audio: String, output: String) -> TalkingHeadRequest {
        TalkingHeadRequest(
            image: image, face: work.face.map { face($0.value) }, audio: audio, output: output, prompt: work.prompt,
            transcript: work.transcript,
            cfgScaleHundredths: work.settings.cfgScaleHundredths, stated: stated(work.settings.directed),
            seed: work.seed,
            shortSide: work.settings.size.shortSide, framesPerSecond: work.settings.framesPerSecond,
            quality: work.settings.quality, format: container(work.settings.format),
            codec: codec(work.settings.codec), safety: check(work.settings.safety))
    }

    private static func codec(_ codec: PictureCodec?) -> RequestedCodec? {
        switch codec {
        case nil: nil
        case .h264: .h264
        case .prores: .prores
        }
    }

    private static func check(_ level: SafetyLevel) -> SafetyCheck? {
        switch level {
        case .none: nil
        case .fast: .fast
        case .full: .full
        }
    }

    /// What the settings state, in the renderer's words.
    static func stated(_ settings: DirectedSettings) -> StatedDirection? {
        guard !settings.stated.isEmpty else { return nil }
        var stated = StatedDirection()
        stated.motion = settings.motion
        stated.expression = settings.expression.map { expression in
            switch expression {
            case .neutral: .neutral
            case .smile: .smile
            case .calm: .calm
            case .earnest: .earnest
            case .enthusiastic: .enthusiastic
            }
        }
        stated.blinksPerMinute = settings.blinkRate
        stated.camera = settings.camera.map { camera in
            switch camera {
            case .still: .still
            case .push: .push
            case .pull: .pull
            case .drift: .drift
            }
        }
        stated.warmth = settings.warmth
        stated.backgroundBlur = settings.backgroundBlur
        return stated
    }

    /// The choice of a face in the renderer's words.
    static func face(_ choice: FaceChoice) -> FaceRequest {
        func part(_ value: Int) -> Double { Double(value) / Double(PicturePoint.unit) }
        func pair(_ point: PicturePoint) -> [Double] { [part(point.x), part(point.y)] }
        return switch choice {
        case .at(let point): .at(x: part(point.x), y: part(point.y))
        case .drawn(let left, let right, let mouth):
            .drawn(leftEye: pair(left), rightEye: pair(right), mouth: pair(mouth))
        }
    }

    /// What the renderer did otherwise than it was asked to.
    private static func warning(_ notice: RenderNotice, about action: Action) -> Diagnostic {
        switch notice {
        case .unfittingTranscript:
            Diagnostic(
                "the transcript of `\(action.scene)` does not fit its sound, so the mouth follows the sound alone",
                at: action.span, hint: "write down what is said in the recording, or leave `transcript` out",
                severity: .warning)
        }
    }

    static func container(_ format: VideoFormat) -> ContainerFormat {
        switch format {
        case .mp4: .mp4
        case .webm: .webm
        case .mov: .mov
        }
    }

    static func media(_ facts: RenderProtocol.MediaFacts) -> AuroraCore.MediaFacts {
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
        let field: String? =
            switch failure.subject {
            case .image, .face: "image"
            case .audio, .video, .captions, .font, .brand, .music: failure.subject.rawValue
            case .part: failure.part.map { Joining.field(ofPart: $0) }
            case .settings, .safety, .engine, .output, .label: nil
            }
        let input = field.flatMap { field in action.inputs.first { $0.field == field }?.input }
        let span: SourceSpan? =
            switch failure.subject {
            case .image, .audio, .video: input?.span
            case .face: action.faceSpan ?? input?.span
            case .captions, .font, .brand, .music, .part: input?.span ?? action.span
            case .settings, .label: action.span
            case .safety: action.safetySpan
            // Not the scene's fault: there is no place to point at.
            case .engine, .output: nil
            }
        let subject = input?.file.map { "`\($0.path)`: " } ?? ""
        return [Diagnostic(subject + failure.problem, at: span, notes: failure.notes ?? [], hint: failure.hint)]
    }
}

extension Action {
    /// Where the user chose a face.
    var faceSpan: SourceSpan? {
        guard case .talkingHead(let work) = work else { return nil }
        return work.face?.span
    }

    /// Where the user asked for a safety check.
    var safetySpan: SourceSpan {
        guard case .talkingHead(let work) = work else { return span }
        return work.settings.span(of: .safety) ?? span
    }
}
