/// Whether and when a request that may be repeated is sent again: exponential backoff with full jitter, and what the server
/// asks for. Pure.
package struct RetryPolicy: Hashable, Sendable {
    /// The first one counts.
    package var maximumTries = 6
    /// The first wait is between 0 and this, the second between 0 and twice this, and so on.
    package var firstWait = Duration.milliseconds(500)
    /// No wait of ours is longer.
    package var longestWait = Duration.seconds(15)
    /// No wait that the server asks for is longer. A wait of ours comes on top of it, so that not all come back at once.
    package var longestAskedWait = Duration.seconds(60)
    /// Nothing is sent again later than this after the first one was.
    package var totalTime = Duration.seconds(180)

    package init() {}

    /// What came of a try.
    package enum Outcome: Hashable, Sendable {
        case answer(status: Int, retryAfterSeconds: Int?)
        case failure(HTTPFailure)
    }

    package enum Decision: Hashable, Sendable {
        /// The outcome is the caller's.
        case stop
        case again(after: Duration)
    }

    /// After the try number `tries` (from 1 on), `elapsed` after the first began. `chance` is from 0 to 1.
    package func decision(after outcome: Outcome, tries: Int, elapsed: Duration, chance: Double) -> Decision {
        guard tries < maximumTries, let asked = wait(askedBy: outcome) else { return .stop }
        let wait = asked + backoff(tries) * min(max(chance, 0), 1)
        return elapsed + wait > totalTime ? .stop : .again(after: wait)
    }

    /// What the server asks for; nil if trying again is of no use.
    private func wait(askedBy outcome: Outcome) -> Duration? {
        switch outcome {
        case .failure(.notSent), .failure(.unknown): .zero
        case .failure(.answerTooLarge), .failure(.cancelled): nil
        case .answer(let status, let seconds):
            Self.passingStatuses.contains(status) ? min(.seconds(seconds ?? 0), longestAskedWait) : nil
        }
    }

    /// The longest wait before the next try.
    private func backoff(_ tries: Int) -> Duration {
        // Beyond 2^30 it is longer than the longest anyway, and nothing overflows.
        min(firstWait * (1 << min(tries - 1, 30)), longestWait)
    }

    /// Answers that may be others a moment later.
    package static let passingStatuses: Set<Int> = [408, 425, 429, 500, 502, 503, 504]
}
