/// How patient the protocol is. Times are milliseconds.
package struct PaidPolicy: Sendable {
    /// Whether the service refuses a second task of the same name. Without that, what may have arrived is never sent again.
    package var serviceRefusesKnownNames = true
    /// So long after it was first written down, a task that may have arrived is sent again.
    package var resendWindow: Int64 = 24 * 3_600_000
    /// Between looks at a task: from this…
    package var shortestPause: Int64 = 2_000
    /// …to this.
    package var longestPause: Int64 = 15_000
    /// So long a build waits for one task; a later one goes on.
    package var waitLimit: Int64 = 3_600_000
    /// How often one question is asked until it has an answer.
    package var tries = 6
    /// So many names at most are tried for one request.
    package var attemptLimit = 32

    package init() {}

    /// The pause before the `count`-th repetition, from 0: half as long again each time.
    func pause(_ count: Int) -> Int64 {
        var pause = shortestPause
        for _ in 0..<min(count, 20) { pause = min(pause * 3 / 2, longestPause) }
        return pause
    }
}

/// Time, as the protocol sees it.
package protocol JobClock: Sendable {
    /// Milliseconds since 1970.
    func now() -> Int64
    /// Waits about so many milliseconds. Throws `CancellationError`.
    func sleep(_ milliseconds: Int64) async throws
}
