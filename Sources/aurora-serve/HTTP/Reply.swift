import AuroraHosted
import AuroraServe

/// What a request is answered by.
struct Reply: Sendable {
    enum Body: Sendable {
        case bytes([UInt8])
        /// A part of a file.
        case file(MediaFile, Range<Int64>)
        /// Server-sent events, each of which comes after the one before it, until there is none.
        case events(@Sendable (_ last: [UInt8]) async throws -> [UInt8]?)
        /// Nothing, though there would be so many bytes for another method.
        case absent(Int64)
    }

    var status: Int
    var headers: [(name: String, value: String)]
    var body: Body
    /// Whether nothing more is read over this connection.
    var isLast = false

    init(status: Int, headers: [(name: String, value: String)] = [], body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    init(_ answer: ServiceAnswer) {
        self.init(status: answer.status, json: answer.bytes)
        if let seconds = answer.retryAfterSeconds { headers.append(("Retry-After", String(seconds))) }
        if answer.status == 401 { headers.append(("WWW-Authenticate", "Bearer")) }
    }

    init(status: Int, json: [UInt8]) {
        self.init(
            status: status, headers: [("Content-Type", "application/json"), ("Cache-Control", "no-store")],
            body: .bytes(json))
    }

    /// A problem before the rest of the request is read.
    static func last(_ problem: ServiceProblem) -> Reply {
        var reply = Reply(ServiceAnswer(problem))
        reply.isLast = true
        return reply
    }

    /// How many bytes follow the head; `nil` if nobody knows.
    var length: Int64? {
        switch body {
        case .bytes(let bytes): Int64(bytes.count)
        case .file(_, let range): range.upperBound - range.lowerBound
        case .events: nil
        case .absent(let length): length
        }
    }

    /// The same for HEAD: told how long it would be, and not sent.
    var withoutBody: Reply {
        var reply = self
        reply.body = .absent(length ?? 0)
        return reply
    }
}
