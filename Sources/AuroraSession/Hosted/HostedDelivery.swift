import AuroraBuild
import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraHosted
import AuroraNet
import AuroraWorkspace

/// Brings videos from the service into the content store, and looks at them before they count.
struct HostedDelivery: Sendable {
    let downloads: any ResultDownloading
    let contentStore: any ContentStore
    let inspector: MediaInspector
    /// Where it may work.
    let folder: String
    let format: VideoFormat
    let soundMilliseconds: Int
    /// Where the video is asked for.
    let span: SourceSpan

    /// A video may be so much longer or shorter than its sound.
    private static let tolerance = 500

    /// Downloads a video, checks that it is what was asked for, and stores it so that it survives a power cut. `task` is the
    /// one that may be given up if it is not. Throws `DeliveryGone` if it is no longer where it was.
    func bring(
        _ result: Generation, of task: TaskID? = nil, _ progress: @escaping @Sendable (ActionProgress) -> Void
    ) async throws -> Artifact {
        let name = "result.\(format.rawValue)"
        let path = Paths.join(folder, name)
        if try FileFacts.of(path) != nil { try Files.remove(path) }
        do throws(DownloadFailure) {
            _ = try await downloads.get(url: result.videoURL, to: path, limits: DownloadLimits()) { bytes, total in
                progress(
                    ActionProgress(
                        stage: "fetching", fraction: total.flatMap { $0 > 0 ? min(Double(bytes) / Double($0), 1) : nil }
                    ))
            }
        } catch {
            switch error {
            case .gone: throw DeliveryGone()
            case .cancelled: throw CancellationError()
            default: throw Undelivered(reason: error.words, span: span)
            }
        }
        if let problem = try await problem(of: name, path) {
            try Files.remove(path)
            throw Undelivered(reason: problem, span: span, uselessTask: task)
        }
        return try contentStore.ingest(movingFrom: path, durability: .powerCut)
    }

    /// Why a file is not the video that was asked for; `nil` if it is.
    private func problem(of name: String, _ path: String) async throws -> String? {
        let kind = try MediaKind(head: OpenFile.reading(path).prefix(MediaKind.headLength))
        guard kind.map({ Self.isContainer($0, format) }) == true else {
            return "what it gives is no \(format.rawValue) file"
        }
        guard let facts = try await inspector.video(name, in: folder) else { return "what it gives cannot be played" }
        let difference = facts.durationMilliseconds - soundMilliseconds
        guard abs(difference) <= Self.tolerance else {
            return "the video has \(facts.durationMilliseconds) ms, and its sound \(soundMilliseconds)"
        }
        return nil
    }

    /// Whether a file may be of a format. A service may call the one of MP4 and QuickTime the other: what was paid for is not
    /// refused for its brand.
    private static func isContainer(_ kind: MediaKind, _ format: VideoFormat) -> Bool {
        switch format {
        case .mp4, .mov: ["mp4", "mov"].contains(kind.suffix)
        case .webm: kind.suffix == "webm"
        }
    }

    /// Whether the content store has a video.
    func has(_ artifact: Artifact) throws -> Bool { try contentStore.size(of: artifact.digest) == artifact.bytes }

    /// What a stored video is; `nil` if it cannot be looked into. Of what was just fetched it is asked again, since the
    /// journal, which comes in between, keeps no such facts.
    func facts(of artifact: Artifact) async throws -> MediaFacts? {
        let name = "known.\(format.rawValue)"
        let path = Paths.join(folder, name)
        try contentStore.materialize(artifact.digest, at: path)
        let facts = try await inspector.video(name, in: folder)
        try Files.remove(path)
        return facts
    }
}

/// A video that was paid for could not be brought home yet.
struct Undelivered: DiagnosticConvertible {
    let reason: String
    let span: SourceSpan
    /// The task whose video is not what was asked for, and that may be given up for it.
    var uselessTask: TaskID?

    var diagnostics: [Diagnostic] {
        let reason = PrintableText.sanitized(reason)
        guard let uselessTask else {
            return [
                Diagnostic(
                    "the video is paid for, and could not be fetched: \(reason)", at: span,
                    hint: "build again: it is fetched then, and not paid for again")
            ]
        }
        return [
            Diagnostic(
                "the video is paid for, and is not what was asked for: \(reason)", at: span,
                hint: "build again to look once more, or `aurora jobs resolve \(uselessTask) --abandon` "
                    + "to have the next build pay for another")
        ]
    }
}

/// A video that was paid for is nowhere any more.
struct GoneResult: DiagnosticConvertible {
    let span: SourceSpan
    let price: Price?
    let milliseconds: Int

    var diagnostics: [Diagnostic] {
        let cost = price.map { ", for \($0.estimate(milliseconds: milliseconds))" } ?? ""
        return [
            Diagnostic(
                "the video was paid for, and neither the cache nor the service has it any more", at: span,
                hint: "build with `--regenerate-missing` to have another one made\(cost)")
        ]
    }
}

extension DownloadFailure {
    fileprivate var words: String {
        switch self {
        case .gone(let status), .status(let status): "the server answers with status \(status)"
        case .cut(let reason), .notMedia(let reason), .unwritable(let reason), .refused(let reason): reason
        case .tooLarge(let bytes): "it has more than \(bytes >> 20) MiB"
        case .cancelled: "it was interrupted"
        }
    }
}
