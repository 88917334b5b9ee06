import AuroraCore
import AuroraFiles
import AuroraHosted
import AuroraServe
import AuroraSession
import RenderProtocol

/// Makes videos with the renderer of this machine, each in a folder of its own.
struct EmbeddedMaker: VideoMaking {
    let renderer: RendererService
    let folder: ServeFolder

    func make(_ order: VideoOrder, progress: @escaping @Sendable (Double) -> Void) async throws -> MadeVideo {
        try await inFolder { work in
            let image = try copy(order.image, as: "image", to: work)
            let audio = try copy(order.audio, as: "audio", to: work)
            let request = Self.request(order, image: image, audio: audio)
            let response = try await run(.talkingHead(request), in: work) { step in
                // Looking at the inputs takes a moment before the first frame.
                if step.stage != .analysing, step.total > 0 { progress(Double(step.done) / Double(step.total)) }
            }
            switch response {
            case .talkingHead(let facts):
                // A renderer that knows of no check would make the video all the same.
                guard request.safety == nil || facts.safety != nil else {
                    throw MakingFailure.broken("nothing was checked")
                }
                try Files.sync(file: Paths.join(work, request.output))
                try Files.publish(Paths.join(work, request.output), at: order.output)
                return MadeVideo(milliseconds: facts.durationMilliseconds)
            case .failed(let failure): throw Self.failure(failure)
            case .probe, .still, .video, .aligned: throw MakingFailure.broken("the renderer answered something else")
            }
        }
    }

    func soundMilliseconds(of file: String) async throws -> Int? {
        try await inFolder { work in
            let sound = try copy(file, as: "sound", to: work)
            guard case .probe(let facts) = try await run(.probe(ProbeRequest(sounds: [sound])), in: work) else {
                throw MakingFailure.broken("the renderer answered something else")
            }
            return facts.durationsMilliseconds.first ?? nil
        }
    }

    private func run(
        _ task: RenderTask, in work: String, progress: @escaping @Sendable (RenderProgress) -> Void = { _ in }
    ) async throws -> RenderResponse {
        do { return try await renderer.run(task, in: work, progress: progress) } catch is CancellationError {
            throw CancellationError()
        } catch let error as any DiagnosticConvertible {
            throw MakingFailure.broken(
                error.diagnostics.map { ([$0.problem] + $0.notes).joined(separator: "; ") }.joined())
        }
    }

    private func inFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let work = Paths.join(folder.work, TaskID.random().text)
        try Files.createDirectories(work)
        // What is left of it is swept by the next start.
        defer { try? Files.removeTree(work) }
        return try await body(work)
    }

    /// Copies a file, so that the renderer sees nothing but its own folder. The suffix stays.
    private func copy(_ file: String, as name: String, to work: String) throws -> String {
        let suffix = Paths.name(file).split(separator: ".").last.map { ".\($0)" } ?? ""
        _ = try Files.copy(file, toNew: Paths.join(work, name + suffix))
        return name + suffix
    }

    /// `creatify:aurora@fast` has a short side of 480 pixels, `creatify:aurora@0` one of 720.
    private static func request(_ order: VideoOrder, image: String, audio: String) -> TalkingHeadRequest {
        let task = order.task
        let format = ContainerFormat(rawValue: task.format) ?? .mp4
        return TalkingHeadRequest(
            image: image, audio: audio, output: "video.\(format.rawValue)", prompt: task.prompt, transcript: nil,
            cfgScaleHundredths: task.cfgScaleHundredths, seed: order.seed,
            shortSide: task.model.hasSuffix("@fast") ? 480 : 720, framesPerSecond: 25, quality: task.quality,
            format: format, safety: SafetyCheck(rawValue: task.safety))
    }

    private static func failure(_ failure: RenderFailure) -> MakingFailure {
        if failure.notes?.contains(where: { $0.hasPrefix("NSFWContent: true") }) == true {
            return .flagged(failure.problem)
        }
        return switch failure.subject {
        case .image, .face: .badImage(failure.problem)
        case .audio: .badAudio(failure.problem)
        case .safety: .unavailable(failure.problem)
        case .engine, .output, .settings, .video, .captions, .font, .label, .brand, .music, .part:
            .broken(failure.problem)
        }
    }
}
