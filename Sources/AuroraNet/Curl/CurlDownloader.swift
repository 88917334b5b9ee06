package import AuroraCore
import AuroraFiles

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
            let sink = FileSink(file.descriptor, maximumBytes: rules.maximumBytes)
            let outcome = try await perform(exchange(url, known, sink))
            try Task.checkCancellation()
            let step = try step(outcome, url, sink)
            if case .ended(.fetched) = step { return step }
            try Files.remove(path)
            return step
        } catch {
            // What went wrong counts; a file that cannot be removed is swept with its folder.
            try? Files.remove(path)
            throw error
        }
    }

    /// On a line of its own: what a workspace has fetched shares no connection.
    private func perform(_ exchange: CurlExchange) async throws(NetError) -> CurlOutcome {
        let line: CurlLine
        do throws(MissingLibrary) { line = try CurlLine() } catch { throw .missingLibrary(error.words) }
        return await line.perform(exchange)
    }

    private func exchange(_ url: WebURL, _ known: RemoteVersion?, _ sink: FileSink) -> CurlExchange {
        let isAllowed = rules.allows(url)
        let conditions = [("If-None-Match", known?.etag), ("If-Modified-Since", known?.modified)]
        return CurlExchange(
            url: url.text,
            headers: conditions.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : "\(name): \($0)" } },
            certificates: rules.certificates, connectMilliseconds: Int64(rules.connectSeconds) * 1000,
            totalMilliseconds: Int64(rules.totalSeconds) * 1000, stallSeconds: Int64(rules.stallSeconds),
            accepts: { isAllowed || AddressPolicy.isPublic($0, size: $1) },
            // What comes with a redirect or an error is nobody's content.
            take: { $0.status != 200 || sink.take($0.bytes, announced: $0.announcedBytes) })
    }

    private func step(_ outcome: CurlOutcome, _ url: WebURL, _ sink: FileSink) throws(NetError) -> Step {
        switch sink.problem {
        case .tooLarge: throw .tooLarge(rules.maximumBytes)
        case .unwritable(let code): throw .unwritable(FileError("write", "", code: code).reason)
        case nil: break
        }
        switch outcome.end {
        case .done: break
        case .refused: throw .privateAddress(host: url.host)
        case .timedOut: throw .timedOut
        case .cut: throw .cut
        case .stopped, .cancelled, .distrusted, .failed: throw .failed(outcome.problem)
        }
        switch outcome.status {
        case 200:
            guard sink.bytes > 0 else { throw .empty }
            let version = RemoteVersion(etag: outcome.etag, modified: outcome.modified)
            return .ended(.fetched(version, bytes: sink.bytes))
        case 304: return .ended(.unchanged)
        case 301, 302, 303, 307, 308: return .redirected(outcome.redirect)
        default: throw .status(outcome.status)
        }
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
