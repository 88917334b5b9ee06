import CLibcurl

/// One exchange by http, as libcurl is to do it.
struct CurlExchange: Sendable {
    /// https, or http where the caller has seen to it that it leads to this machine.
    var url: String
    var method = "GET"
    /// `Name: value`.
    var headers: [String] = []
    /// Absolute path of certificates to trust in the place of the system's.
    var certificates: String?
    /// URL of a proxy; empty for none.
    var proxy = ""
    /// The length of what `give` gives; nil if there is no body.
    var bodyBytes: Int64?
    var connectMilliseconds: Int64
    var totalMilliseconds: Int64
    var stallSeconds: Int64
    /// Whether the address in a `sockaddr` of so many bytes may be connected to.
    var accepts: @Sendable (UnsafeRawPointer, Int) -> Bool
    /// Takes a piece of the answer; false stops the exchange. On the exchange's thread, like `give`.
    var take: @Sendable (CurlPiece) -> Bool
    /// Fills a buffer with what comes next of the body; returns how much, nil to stop the exchange.
    var give: @Sendable (UnsafeMutableRawBufferPointer) -> Int? = { _ in 0 }
}

/// A piece of an answer's body.
struct CurlPiece {
    let status: Int
    /// The length of the whole body, if the answer says so.
    let announcedBytes: Int64?
    /// Valid during the call.
    let bytes: UnsafeRawBufferPointer
}

/// What came of an exchange. Headers are empty if they were not there.
struct CurlOutcome: Sendable {
    enum End: Hashable, Sendable {
        case done
        /// No address of the host is accepted.
        case refused
        /// `take` or `give` stopped it.
        case stopped
        case cancelled
        case timedOut
        /// The connection ended before the answer did.
        case cut
        /// No TLS, or no certificate to trust.
        case distrusted
        case failed
    }

    let end: End
    /// Whether a byte of the request can have arrived.
    let wasSent: Bool
    /// 0 if there was no answer.
    let status: Int
    /// In the library's words; empty if it is done.
    let problem: String
    let redirect: String
    let etag: String
    let modified: String
    let contentType: String
    let contentRange: String
    let retryAfter: String
    /// The length that the answer announced.
    let announcedBytes: Int64?

    init(_ answer: AuroraCurlAnswer) {
        end =
            switch AuroraCurlEnd(rawValue: UInt32(answer.end)) {
            case AURORA_CURL_DONE: .done
            case AURORA_CURL_REFUSED: .refused
            case AURORA_CURL_STOPPED: .stopped
            case AURORA_CURL_CANCELLED: .cancelled
            case AURORA_CURL_TIMEOUT: .timedOut
            case AURORA_CURL_CUT: .cut
            case AURORA_CURL_DISTRUSTED: .distrusted
            default: .failed
            }
        wasSent = answer.was_sent != 0
        status = Int(answer.status)
        problem = Self.text(answer.problem)
        redirect = Self.text(answer.redirect)
        etag = Self.text(answer.etag)
        modified = Self.text(answer.modified)
        contentType = Self.text(answer.content_type)
        contentRange = Self.text(answer.content_range)
        retryAfter = Self.text(answer.retry_after)
        announcedBytes = answer.announced_bytes < 0 ? nil : answer.announced_bytes
    }

    /// The text in an array of characters, up to its NUL.
    private static func text<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
