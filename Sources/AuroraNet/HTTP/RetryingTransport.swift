/// Sends a request again as long as its policy says. Only for what may be repeated at will, such as asking how far a job is:
/// each try may have arrived.
package struct RetryingTransport: HTTPTransport {
    private let base: any HTTPTransport
    private let policy: RetryPolicy
    private let time: RetryTime

    package init(_ base: any HTTPTransport, policy: RetryPolicy = RetryPolicy(), time: RetryTime = .real) {
        self.base = base
        self.policy = policy
        self.time = time
    }

    package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPAnswer {
        let start = time.now()
        var tries = 0
        while true {
            tries += 1
            let result: Result<HTTPAnswer, HTTPFailure>
            do throws(HTTPFailure) { result = .success(try await base.send(request)) } catch {
                result = .failure(error)
            }
            let decision = policy.decision(
                after: outcome(result), tries: tries, elapsed: time.now() - start, chance: time.chance())
            guard case .again(let wait) = decision else { return try result.get() }
            do { try await time.sleep(wait) } catch { throw .cancelled }
        }
    }

    private func outcome(_ result: Result<HTTPAnswer, HTTPFailure>) -> RetryPolicy.Outcome {
        switch result {
        case .success(let answer): .answer(status: answer.status, retryAfterSeconds: answer.retryAfterSeconds)
        case .failure(let failure): .failure(failure)
        }
    }
}

/// Time and chance, as waiting needs them; tests bring their own.
package struct RetryTime: Sendable {
    /// Since any moment that stays the same.
    let now: @Sendable () -> Duration
    /// Throws if the task is cancelled.
    let sleep: @Sendable (Duration) async throws -> Void
    /// Any number from 0 to 1.
    let chance: @Sendable () -> Double

    package init(
        now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void,
        chance: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.chance = chance
    }

    /// The machine's own.
    package static let real: RetryTime = {
        let start = ContinuousClock.now
        return RetryTime(
            now: { ContinuousClock.now - start }, sleep: { try await Task.sleep(for: $0) },
            chance: { Double.random(in: 0...1) })
    }()
}
