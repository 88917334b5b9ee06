/// Sends requests to a service and brings its answers. The port behind which libcurl is.
package protocol HTTPTransport: Sendable {
    /// Sends it once, follows no redirect, and takes any status for an answer. `.cancelled` if the task is, which may
    /// leave the request sent.
    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPAnswer
}

/// What a service answered: whole, whatever its status.
package struct HTTPAnswer: Hashable, Sendable {
    package let status: Int
    /// As the service wrote it; empty if it did not.
    package let contentType: String
    /// How long the service asks to wait before the next request: at least 0, at most `RetryAfter.maximumSeconds`.
    package let retryAfterSeconds: Int?
    package let body: [UInt8]

    package init(status: Int, contentType: String = "", retryAfterSeconds: Int? = nil, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.retryAfterSeconds = retryAfterSeconds
        self.body = body
    }
}

/// Why there is no answer. Its words hold neither a secret nor more of the URL than the host.
package enum HTTPFailure: Error, Hashable, Sendable {
    /// It surely never left: no such host, no connection, no TLS, library missing, a URL that is not allowed.
    case notSent(String)
    /// It may have arrived: time-out, cut connection, garbage.
    case unknown(String)
    /// The answer has more than so many bytes. The request has arrived.
    case answerTooLarge(Int)
    /// The task was cancelled. The request may have arrived.
    case cancelled
}
