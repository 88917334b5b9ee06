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

    /// Downloads a video, checks that it is what was asked for, and stores it so that it survives a power cut. Throws
    /// `DeliveryGone` if it is no longer where it was.
    func bring(_ result: Generation, _ progress: @escaping @Sendable (ActionProgress) -> Void) async throws -> Artifact
    {
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
            throw Undelivered(reason: problem, span: span)
        }
        return try contentStore.ingest(movingFrom: path, durability: .powerCut)
    }

    /// Why a file is not the video that was asked for; `nil` if it is.
    private func problem(of name: String, _ path: String) async throws -> String? {
        let head = try OpenFile.reading(path).prefix(32)
        guard Self.isContainer(head, format) else { return "what it gives is no \(format.rawValue) file" }
        guard let facts = try await inspector.video(name, in: folder) else { return "what it gives cannot be played" }
        let difference = facts.durationMilliseconds - soundMilliseconds
        guard abs(difference) <= Self.tolerance else {
            return "the video has \(facts.durationMilliseconds) ms, and its sound \(soundMilliseconds)"
        }
        return nil
    }

    /// By the first bytes: an ISO file has its type at byte 4, a WebM file begins as EBML does.
    private static func isContainer(_ head: [UInt8], _ format: VideoFormat) -> Bool {
        switch format {
        case .mp4, .mov: head.count >= 8 && Array(head[4..<8]) == Array("ftyp".utf8)
        case .webm: head.starts(with: [0x1A, 0x45, 0xDF, 0xA3])
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

    var diagnostics: [Diagnostic] {
        [
            Diagnostic(
                "the video is paid for, and could not be fetched: \(PrintableText.sanitized(reason))", at: span,
                hint: "build again: it is fetched then, and not paid for again")
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
