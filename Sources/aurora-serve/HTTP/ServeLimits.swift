/// How much of everything a client may have.
struct ServeLimits: Sendable {
    /// The body of a request, and a message over a WebSocket.
    var bodyBytes = 128 << 20
    /// All bodies and messages together, from their first byte until they are answered. One of a WebSocket counts twice: it is
    /// there as it came and as it is meant (RFC 6455, section 5.3).
    var allBodyBytes = 256 << 20
    /// A request's head.
    var headBytes = 32 << 10
    var headFields = 100
    /// What a WebSocket may send before it has shown a key.
    var strangerBytes = 64 << 10
    var connections = 2000
    /// Seconds for the head of the first request.
    var headSeconds: Int64 = 10
    /// Seconds for the head of any other.
    var idleSeconds: Int64 = 60
    /// Of a body, at least this has to come each time within `stallSeconds`; and so has each piece of an answer to be taken.
    var pieceBytes = 16 << 10
    var stallSeconds: Int64 = 10
    /// How long what a client sends behind its answer is taken, before its connection is closed.
    var lingerSeconds: Int64 = 10
    /// A WebSocket is closed so long after its last message.
    var silenceSeconds: Int64 = 120
}
