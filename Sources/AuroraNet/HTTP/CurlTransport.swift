import AuroraCore
import AuroraFiles
import Synchronization

/// Sends requests by libcurl, over connections that are kept: HTTP/2 where the server offers it.
package final class CurlTransport: HTTPTransport {
    private let settings: TransportSettings
    private let now: @Sendable () -> Int64
    private let lines = LinePool(maximumIdle: 8)

    /// `now` is in nanoseconds since 1970.
    package init(_ settings: TransportSettings = TransportSettings(), now: @escaping @Sendable () -> Int64) {
        self.settings = settings
        self.now = now
    }

    package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPAnswer {
        let url = try Self.url(request)
        let headers = try Self.headers(request)
        let source: BodySource
        do throws(FileError) { source = try BodySource(request.body) } catch {
            throw .notSent("cannot read `\(error.path)`: \(error.reason)")
        }
        let sink = MemorySink(maximumBytes: request.limits.answerBytes)
        let limits = request.limits
        let exchange = CurlExchange(
            url: url.text, method: request.method.rawValue, headers: headers, certificates: settings.certificates,
            proxy: settings.proxies.proxy(for: url) ?? "", bodyBytes: source.bytes,
            connectMilliseconds: Int64(limits.connectSeconds) * 1000,
            totalMilliseconds: Int64(limits.totalSeconds) * 1000, stallSeconds: Int64(limits.stallSeconds),
            // A name that only claims to be this machine gets nothing unencrypted.
            accepts: { url.isEncrypted || AddressPolicy.isThisMachine($0, size: $1) },
            take: { sink.take($0.bytes, announced: $0.announcedBytes) }, give: { source.give($0) })
        let outcome: CurlOutcome
        do throws(MissingLibrary) { outcome = try await lines.perform(exchange) } catch { throw .notSent(error.words) }
        return try answer(outcome, sink, source, request)
    }

    private func answer(_ outcome: CurlOutcome, _ sink: MemorySink, _ source: BodySource, _ request: HTTPRequest)
        throws(HTTPFailure) -> HTTPAnswer
    {
        if let body = sink.bytes {
            switch outcome.end {
            case .done:
                let seconds = RetryAfter.seconds(outcome.retryAfter, now: now() / 1_000_000_000)
                return HTTPAnswer(
                    status: outcome.status, contentType: outcome.contentType, retryAfterSeconds: seconds, body: body)
            case .cancelled: throw .cancelled
            case .refused: throw .notSent("the host is not this machine, and the connection is not encrypted")
            case .stopped, .timedOut, .cut, .distrusted, .failed: break
            }
            if let problem = source.problem { throw .unknown("cannot read what is to be sent: \(problem)") }
            let words = PrintableText.sanitized(outcome.problem)
            throw outcome.wasSent ? .unknown(words) : .notSent(words)
        }
        throw .answerTooLarge(request.limits.answerBytes)
    }

    private static func url(_ request: HTTPRequest) throws(HTTPFailure) -> ServiceURL {
        do throws(WebURL.Refusal) { return try ServiceURL(request.url) } catch {
            throw .notSent("the URL \(error.problem)")
        }
    }

    /// As lines, with the key.
    private static func headers(_ request: HTTPRequest) throws(HTTPFailure) -> [String] {
        var headers = request.headers
        if let bearer = request.bearer { headers.append(("Authorization", "Bearer \(bearer.revealed)")) }
        var lines: [String] = []
        for (name, value) in headers {
            guard isName(name) else { throw .notSent("a header's name has characters that none has") }
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                throw .notSent("the header `\(name)` has characters that none has")
            }
            // What libcurl takes for a header without a value.
            lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        return lines
    }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte)
            }
    }
}

/// How a service is reached, as the user's own configuration says.
package struct TransportSettings: Sendable {
    /// Absolute path of certificates to trust in the place of the system's.
    package var certificates: String?
    package var proxies: Proxies

    package init(certificates: String? = nil, proxies: Proxies = .none) {
        self.certificates = certificates
        self.proxies = proxies
    }
}

/// Where a short answer goes.
private final class MemorySink: Sendable {
    private let maximumBytes: Int
    private let taken: Mutex<[UInt8]?> = Mutex([])

    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// What came; nil if it was too much.
    var bytes: [UInt8]? { taken.withLock { $0 } }

    func take(_ piece: UnsafeRawBufferPointer, announced: Int64?) -> Bool {
        taken.withLock { taken in
            let count = max(Int64((taken?.count ?? 0) + piece.count), announced ?? 0)
            guard taken != nil, count <= Int64(maximumBytes) else {
                taken = nil
                return false
            }
            taken?.append(contentsOf: piece)
            return true
        }
    }
}
