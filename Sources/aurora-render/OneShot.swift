import FoundationEssentials
import Glibc
import RenderCodec
import RenderFrames
import RenderInference
import RenderMedia
import RenderProtocol
import RenderSpeech

/// One request, to the result file.
struct OneShot {
    let request: RenderRequest
    let resultPath: String
    let measuring: MeasuringOptions
    /// The engine, if it is open already; else it is looked for.
    var engine: EngineFolder?
    /// What is known of the request's picture, if it was looked at before.
    var portrait: KnownPortrait?

    /// The exit status.
    func run() async -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        let response = await answer(request)
        do {
            try write(response)
            return 0
        } catch {
            StandardOutput.complain("aurora-render: cannot write \(resultPath): \(error)\n")
            return 1
        }
    }

    struct UnreadableRequest: Error {
        let text: String
    }

    static func read(_ path: String) -> Result<RenderRequest, UnreadableRequest> {
        do {
            let data = try Data(contentsOf: URL(filePath: path))
            return .success(try JSONDecoder().decode(RenderRequest.self, from: data))
        } catch let error as DecodingError {
            return .failure(UnreadableRequest(text: "\(path) is no request: \(error)"))
        } catch {
            return .failure(UnreadableRequest(text: "cannot read \(path): \(error)"))
        }
    }

    private func answer(_ request: RenderRequest) async -> RenderResponse {
        guard request.engine == EngineVersion.current else {
            return .failed(
                RenderFailure(
                    subject: .engine,
                    problem: "this renderer is version \(EngineVersion.current), not \(request.engine)",
                    hint: "install `aurora` and `aurora-render` of one version"))
        }
        do {
            switch request.task {
            case .probe(let probe): return .probe(Self.facts(of: probe))
            case .talkingHead(let head): return .talkingHead(try await render(head))
            case .excerpt(let excerpt): return try await render(excerpt)
            case .poster(let poster): return .still(try StillMaking.make(poster))
            case .sheet(let sheet): return .still(try StillMaking.make(sheet))
            case .preview(let preview): return .still(try StillMaking.make(preview))
            case .remux(let remux): return .talkingHead(try Self.remux(remux))
            case .inspect(let inspect): return .video(try MediaFacts(of: inspect.video))
            case .wave(let wave): return .probe(try Self.writeWave(wave))
            case .align(let align):
                return .aligned(try await WordAlignment(request: align).run(engine ?? EngineFolder.locate()))
            case .variant(let variant):
                return .talkingHead(try VariantMaking(request: variant).run { try engine ?? EngineFolder.locate() })
            case .reel(let reel): return .talkingHead(try ReelMaking(request: reel).run())
            }
        } catch {
            return .failed(FailureWording.failure(for: error))
        }
    }

    private static func facts(of probe: ProbeRequest) -> ProbeFacts {
        ProbeFacts(
            durationsMilliseconds: probe.sounds.map { sound in
                // Why one cannot be decoded is told when it is to be rendered.
                let rate = VideoWriter.soundRateHz
                guard let reader = try? SoundReader(sound, sampleRateHz: rate, channels: .one),
                    let count = try? reader.readToEnd()
                else { return nil }
                return Int((Double(count) / Double(rate) * 1000).rounded())
            })
    }

    private static func writeWave(_ request: WaveRequest) throws -> ProbeFacts {
        let rate = VideoWriter.soundRateHz
        let count = try WaveWriter.write(
            SoundReader(request.sound, sampleRateHz: rate, channels: .own), to: request.output)
        return ProbeFacts(durationsMilliseconds: [Int((Double(count) / Double(rate) * 1000).rounded())])
    }

    private static func remux(_ request: RemuxRequest) throws -> MediaFacts {
        let container = VideoContainer(request.format)
        var progress = ProgressWriter()
        do throws(CodecError) {
            let facts = try VideoInspector.inspect(request.video)
            if container.takes(facts) {
                try Remuxer.remux(request.video, to: request.output, container: container)
            } else {
                try Transcoder.transcode(request.video, facts, to: request.output, container: container) {
                    done, total in
                    progress.report(RenderProgress(stage: .encoding, done: done, total: total))
                }
            }
        } catch { throw DerivationError(error) }
        return try MediaFacts(of: request.output)
    }

    private func render(_ request: TalkingHeadRequest) async throws -> MediaFacts {
        var head = try talkingHead(request)
        head.rawFramesPath = measuring.frames
        head.mouth = measuring.mouth
        var progress = ProgressWriter()
        progress.report(RenderProgress(stage: .analysing, done: 0, total: 0))
        let engine = try engine ?? EngineFolder.locate()
        if let timeline = measuring.timeline {
            let speech = try await head.speech(engine)
            try Data(VisemeDocument(speech).text(.tsv).utf8).write(to: URL(filePath: timeline), options: .atomic)
        }
        let safety = try Self.inspection(request.safety, engine)
        let basis = try await head.render(engine: engine, safety: safety) { done, total in
            progress.report(RenderProgress(stage: .rendering, done: done, total: total))
        }
        var facts = try MediaFacts(of: head.outputPath, safety)
        if case .soundDespiteTranscript = basis { facts.notice = .unfittingTranscript }
        return facts
    }

    private func render(_ request: ExcerptRequest) async throws -> RenderResponse {
        let head = try talkingHead(request.video)
        var progress = ProgressWriter()
        progress.report(RenderProgress(stage: .analysing, done: 0, total: 0))
        let engine = try engine ?? EngineFolder.locate()
        let safety = try Self.inspection(request.video.safety, engine)
        switch request.part {
        case .still(let milliseconds):
            let size = try await head.renderStill(at: Double(milliseconds) / 1000, engine: engine, safety: safety)
            return .still(StillFacts(width: size.width, height: size.height))
        case .clip(let start, let length):
            try await head.renderClip(
                from: Double(start) / 1000, seconds: Double(length) / 1000, engine: engine,
                safety: safety
            ) { done, total in
                progress.report(RenderProgress(stage: .rendering, done: done, total: total))
            }
            return .talkingHead(try MediaFacts(of: head.outputPath, safety))
        }
    }

    private func talkingHead(_ request: TalkingHeadRequest) throws(SettingsError) -> TalkingHead {
        var head = try TalkingHead(request)
        head.known = portrait
        return head
    }

    /// What looks at the picture and the video, if that is asked for.
    private static func inspection(_ check: SafetyCheck?, _ engine: EngineFolder) throws -> SafetyInspection? {
        switch check {
        case nil: nil
        case .fast: try SafetyInspection(.ends, engine: engine)
        case .full: try SafetyInspection(.fiveASecond, engine: engine)
        }
    }

    /// The answer appears whole or not at all.
    private func write(_ response: RenderResponse) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try encoder.encode(response).write(to: URL(filePath: resultPath), options: .atomic)
    }
}

extension MediaFacts {
    /// Measured in the finished file.
    init(of path: String, _ safety: SafetyInspection? = nil) throws {
        let facts = try VideoInspector.inspect(path)
        self.init(
            width: facts.width, height: facts.height, framesPerSecond: facts.framesPerSecond, frames: facts.frameCount,
            durationMilliseconds: Int(
                ((facts.audioCodec == nil ? facts.videoDurationSeconds : facts.audioDurationSeconds) * 1000).rounded()),
            videoCodec: facts.videoCodec,
            audioCodec: facts.audioCodec ?? "",
            safety: safety.map { SafetyFacts(lookedAt: $0.lookedAt, highestScore: $0.highestScore) })
    }
}

extension EngineFolder {
    /// The engine of this program, by its own place and environment.
    static func locate(loaded: LoadedParts? = nil) throws -> EngineFolder {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { readlink("/proc/self/exe", $0, bytes.count) } ?? -1
        }
        let executable = count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : ""
        var environment: [String: String] = [:]
        for name in ["AURORA_ENGINE_DIR", "XDG_DATA_HOME", "HOME"] {
            if let value = getenv(name) { environment[name] = String(cString: value) }
        }
        let found = try locate(executable: executable, environment: environment)
        return EngineFolder(path: found.path, loaded: loaded)
    }
}
