import AuroraCore
import AuroraFiles

/// Calls addresses that strangers name: on the internet at large by https, and at hosts that were allowed by name. Where an
/// address leads is looked at when the connection is opened, so that no name means one host when it is checked and another
/// when it is called. No proxy, no credentials, no redirect but of what is fetched, each looked at like the first.
package struct GuardedCalls: Sendable {
    /// `host` or `host:port`: may be called wherever they are, unencrypted as well.
    private let allowedHosts: Set<String>
    private let limits: HTTPLimits

    private static let mostRedirects = 3

    /// `limits` of one exchange.
    package init(allowing hosts: Set<String>, limits: HTTPLimits = HTTPLimits()) {
        allowedHosts = Set(hosts.map { $0.lowercased() })
        self.limits = limits
    }

    /// Why something came to nothing. In words that hold no more of the address than its host.
    package struct Failure: Error, Hashable {
        package let words: String
        /// Whether a later call may succeed.
        package let mayPass: Bool
    }

    /// Why an address may not be called at all; `nil` if it may, as far as its text says.
    package func objection(to url: String) -> String? {
        do throws(Failure) { _ = try target(url) } catch { return error.words }
        return nil
    }

    /// Gets a file of at most so many bytes into a new file; there is none if this fails.
    package func fetch(_ url: String, to path: String, maximumBytes: Int64) async throws(Failure) {
        do {
            let file = try NewFile.create(path)
            var current = url
            for _ in 0...Self.mostRedirects {
                let sink = FileSink(file.descriptor, maximumBytes: maximumBytes)
                let outcome = try await exchange(current) {
                    // What comes with a redirect or an error is nobody's content.
                    $0.take = { $0.status != 200 || sink.take($0.bytes, announced: $0.announcedBytes) }
                }
                switch sink.problem {
                case .tooLarge: throw Failure(words: "it has more than \(maximumBytes >> 20) MiB", mayPass: false)
                case .unwritable: throw Failure(words: "it cannot be stored", mayPass: true)
                case nil: break
                }
                try check(outcome)
                if [301, 302, 303, 307, 308].contains(outcome.status) {
                    current = outcome.redirect
                    continue
                }
                guard outcome.status == 200 else {
                    throw Failure(words: "it answers with status \(outcome.status)", mayPass: outcome.status >= 500)
                }
                guard sink.bytes > 0 else { throw Failure(words: "it is empty", mayPass: false) }
                return
            }
            throw Failure(words: "it leads on more than \(Self.mostRedirects) times", mayPass: false)
        } catch {
            // What went wrong counts; who asked for the file removes its folder.
            try? Files.remove(path)
            throw error as? Failure ?? Failure(words: "it cannot be stored", mayPass: true)
        }
    }

    /// Sends bytes or a file; returns the status of the answer, which is read no further.
    package func send(
        _ method: HTTPRequest.Method, _ body: HTTPBody, contentType: String, to url: String
    ) async throws(Failure) -> Int {
        let source: BodySource
        do throws(FileError) { source = try BodySource(body) } catch {
            throw Failure(words: "what is to be sent cannot be read", mayPass: true)
        }
        let outcome = try await exchange(url) {
            $0.method = method.rawValue
            $0.headers = ["Content-Type: \(contentType)"]
            $0.bodyBytes = source.bytes
            $0.give = { source.give($0) }
        }
        // An answer that is too long to be read is one all the same.
        if outcome.end != .stopped { try check(outcome) }
        return outcome.status
    }

    private func exchange(_ url: String, _ change: (inout CurlExchange) -> Void) async throws(Failure) -> CurlOutcome {
        let (text, accepts) = try target(url)
        let line: CurlLine
        do throws(MissingLibrary) { line = try CurlLine() } catch { throw Failure(words: error.words, mayPass: false) }
        let most = limits.answerBytes
        var exchange = CurlExchange(
            url: text, connectMilliseconds: Int64(limits.connectSeconds) * 1000,
            totalMilliseconds: Int64(limits.totalSeconds) * 1000, stallSeconds: Int64(limits.stallSeconds),
            accepts: accepts, take: { $0.bytes.count <= most })
        change(&exchange)
        return await line.perform(exchange)
    }

    private func check(_ outcome: CurlOutcome) throws(Failure) {
        switch outcome.end {
        case .done: return
        case .refused: throw Failure(words: Self.notOpen, mayPass: false)
        case .timedOut: throw Failure(words: "it takes too long", mayPass: true)
        case .cut: throw Failure(words: "the connection ended too early", mayPass: true)
        case .cancelled: throw Failure(words: "it was interrupted", mayPass: true)
        case .distrusted: throw Failure(words: "it has no certificate to trust", mayPass: false)
        case .stopped, .failed: throw Failure(words: "it cannot be reached", mayPass: true)
        }
    }

    private static let notOpen = "its host is not on the open internet"

    /// How an address is called, and which addresses a connection for it may be opened to.
    private func target(_ url: String) throws(Failure) -> (
        url: String, accepts: @Sendable (UnsafeRawPointer, Int) -> Bool
    ) {
        let isPlain = url.prefix(7).lowercased() == "http://"
        let parsed: WebURL
        do throws(WebURL.Refusal) { parsed = try WebURL(isPlain ? "https://" + url.dropFirst(7) : url) } catch {
            throw Failure(words: "it \(error.problem)", mayPass: false)
        }
        let authority = parsed.text.dropFirst(8).prefix { !"/?".contains($0) }
        let hasPort = authority.dropFirst(parsed.host.utf8.count).hasPrefix(":")
        let port = isPlain && !hasPort ? 80 : parsed.port
        let isUsualPort = port == (isPlain ? 80 : 443)
        let isAllowed =
            allowedHosts.contains("\(parsed.host):\(port)") || (isUsualPort && allowedHosts.contains(parsed.host))
        let text = isPlain ? "http://" + parsed.text.dropFirst(8) : parsed.text
        if isAllowed { return (text, { _, _ in true }) }
        guard !isPlain else { throw Failure(words: "only https is called", mayPass: false) }
        guard port == 443 else { throw Failure(words: "port \(port) is not the one of https", mayPass: false) }
        // What is surely not open need not be looked up.
        guard !Self.isSurelyClosed(parsed.host) else { throw Failure(words: Self.notOpen, mayPass: false) }
        return (text, { AddressPolicy.isPublic($0, size: $1) })
    }

    /// Names that are kept for local use (RFC 6761, RFC 6762).
    private static func isSurelyClosed(_ host: String) -> Bool {
        let last = host.split(separator: ".").last ?? ""
        return ["localhost", "local", "internal", "test", "invalid"].contains(last)
    }
}
