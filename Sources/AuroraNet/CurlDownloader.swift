package import AuroraCore
import AuroraFiles
import CLibcurl
import Foundation
import Synchronization

/// Gets files by libcurl: https alone, without credentials and proxies, from the internet at large and the hosts that the user
/// allows, in bounded time and size.
package struct CurlDownloader: Downloading {
    private let rules: FetchRules

    package init(_ rules: FetchRules) { self.rules = rules }

    package func get(_ url: WebURL, to path: String, unless known: RemoteVersion?) async throws -> Download {
        var current = url
        for _ in 0...rules.maximumRedirects {
            try check(current)
            switch try await once(current, to: path, unless: known) {
            case .ended(let download): return download
            case .redirected(let target): current = try next(target)
            }
        }
        throw NetError.tooManyRedirects(rules.maximumRedirects)
    }

    private enum Step {
        case ended(Download)
        case redirected(String)
    }

    private func next(_ target: String) throws(NetError) -> WebURL {
        do throws(WebURL.Refusal) { return try WebURL(target) } catch {
            throw .badRedirect(String(target.prefix(200)), reason: error.problem)
        }
    }

    private func check(_ url: WebURL) throws(NetError) {
        guard url.port == 443 || rules.allows(url) else { throw .portNotAllowed(host: url.host, port: url.port) }
    }

    private func once(_ url: WebURL, to path: String, unless known: RemoteVersion?) async throws -> Step {
        let file = try NewFile.create(path)
        do {
            let transfer = Transfer(isAllowed: rules.allows(url))
            let answer = await withTaskCancellationHandler {
                await transfer.run(url, rules, known, file: file.descriptor)
            } onCancel: {
                transfer.isCancelled.store(true, ordering: .relaxed)
            }
            try Task.checkCancellation()
            let step = try step(answer, url)
            if case .ended(.fetched) = step { return step }
            try Files.remove(path)
            return step
        } catch {
            // What went wrong counts; a file that cannot be removed is swept with its folder.
            try? Files.remove(path)
            throw error
        }
    }

    private func step(_ answer: AuroraCurlAnswer, _ url: WebURL) throws(NetError) -> Step {
        switch AuroraCurlEnd(rawValue: UInt32(answer.end)) {
        case AURORA_CURL_DONE: break
        case AURORA_CURL_MISSING: throw .missingLibrary(Self.text(answer.problem))
        case AURORA_CURL_REFUSED: throw .privateAddress(host: url.host)
        case AURORA_CURL_TOO_LARGE: throw .tooLarge(rules.maximumBytes)
        case AURORA_CURL_UNWRITABLE: throw .unwritable(FileError("write", "", code: answer.problem_code).reason)
        case AURORA_CURL_TIMEOUT: throw .timedOut
        case AURORA_CURL_CUT: throw .cut
        default: throw .failed(Self.text(answer.problem))
        }
        switch answer.status {
        case 200:
            guard answer.bytes > 0 else { throw .empty }
            let version = RemoteVersion(etag: Self.text(answer.etag), modified: Self.text(answer.modified))
            return .ended(.fetched(version, bytes: answer.bytes))
        case 304: return .ended(.unchanged)
        case 301, 302, 303, 307, 308: return .redirected(Self.text(answer.redirect))
        default: throw .status(Int(answer.status))
        }
    }

    /// The text in an array of characters, up to its NUL.
    private static func text<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

/// How far a download may go, as the user's own configuration says.
package struct FetchRules: Sendable, Hashable {
    /// `host` or `host:port`: may be connected to wherever they are.
    package var allowedHosts: Set<String> = []
    /// Absolute path of certificates to trust in the place of the system's.
    package var certificates: String?
    package var maximumBytes: Int64 = 512 << 20
    package var maximumRedirects = 3
    package var connectSeconds = 15
    package var totalSeconds = 600
    /// So long without a byte.
    package var stallSeconds = 30

    package init() {}

    /// Whether the user allows a host by name, wherever it is.
    func allows(_ url: WebURL) -> Bool {
        (url.port == 443 && allowedHosts.contains(url.host)) || allowedHosts.contains("\(url.host):\(url.port)")
    }
}

/// One transfer, as the library's callbacks see it.
private final class Transfer: Sendable {
    let isCancelled = Atomic(false)
    /// Whether any address may be connected to.
    let isAllowed: Bool

    init(isAllowed: Bool) { self.isAllowed = isAllowed }

    /// Waits on a thread of its own: the library blocks.
    func run(_ url: WebURL, _ rules: FetchRules, _ known: RemoteVersion?, file: Int32) async -> AuroraCurlAnswer {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: self.get(url, rules, known, file)) }
        }
    }

    private func get(_ url: WebURL, _ rules: FetchRules, _ known: RemoteVersion?, _ file: Int32) -> AuroraCurlAnswer {
        let values: [String] = [url.text, rules.certificates ?? "", known?.etag ?? "", known?.modified ?? ""]
        let texts = values.map { strdup($0) }
        defer { for text in texts { free(text) } }
        var answer = AuroraCurlAnswer()
        guard let address = texts[0], let etag = texts[2], let modified = texts[3] else { return answer }
        var request = AuroraCurlRequest(
            url: address, certificates: rules.certificates == nil ? nil : UnsafePointer(texts[1]), file: file,
            maximum_bytes: rules.maximumBytes, connect_milliseconds: Int64(rules.connectSeconds) * 1000,
            total_milliseconds: Int64(rules.totalSeconds) * 1000, stall_seconds: Int64(rules.stallSeconds),
            etag: etag, modified: modified,
            accepts: { context, address, size in
                guard let context else { return 0 }
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                return transfer.isAllowed || AddressPolicy.isPublic(address, size: size) ? 1 : 0
            },
            is_cancelled: { context in
                guard let context else { return 0 }
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                return transfer.isCancelled.load(ordering: .relaxed) ? 1 : 0
            }, context: Unmanaged.passUnretained(self).toOpaque())
        aurora_curl_get(&request, &answer)
        return answer
    }
}
