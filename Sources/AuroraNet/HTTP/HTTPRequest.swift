package import AuroraCore

/// One request to a service that the user chose: an API's, not a workspace's.
package struct HTTPRequest: Sendable {
    /// What is asked for, in HTTP's words.
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
    }

    package var method: Method
    /// Absolute; https, or http to this machine alone.
    package var url: String
    /// Names and values that may be shown.
    package var headers: [(name: String, value: String)]
    /// `Authorization: Bearer …`: never shown, and never sent to another host, since redirects are not followed.
    package var bearer: Secret?
    package var body: HTTPBody
    package var limits: HTTPLimits

    package init(
        _ method: Method, _ url: String, headers: [(name: String, value: String)] = [], bearer: Secret? = nil,
        body: HTTPBody = .none, limits: HTTPLimits = HTTPLimits()
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.bearer = bearer
        self.body = body
        self.limits = limits
    }
}

/// What a request carries. Its length is known before it is sent.
package enum HTTPBody: Sendable {
    case none
    case bytes([UInt8])
    /// The bytes of a file at an absolute path.
    case file(String)
    /// `before`, the bytes of a file in base64, `after`: streamed, never whole in memory.
    case base64(before: [UInt8], file: String, after: [UInt8])
}

/// How far an exchange may go.
package struct HTTPLimits: Hashable, Sendable {
    /// The body of the answer may have so many bytes.
    package var answerBytes: Int
    /// Until there is a connection.
    package var connectSeconds: Int
    /// For everything.
    package var totalSeconds: Int
    /// So long without a byte in either direction.
    package var stallSeconds: Int

    package init(
        answerBytes: Int = 8 << 20, connectSeconds: Int = 15, totalSeconds: Int = 60, stallSeconds: Int = 30
    ) {
        self.answerBytes = answerBytes
        self.connectSeconds = connectSeconds
        self.totalSeconds = totalSeconds
        self.stallSeconds = stallSeconds
    }
}
