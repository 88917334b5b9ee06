/// What is known of a result that was paid for, as it was when it was first made. Copied unchanged wherever the result goes.
package struct PaidFacts: Hashable, Sendable, Codable {
    /// Names the request for ever, whatever becomes of action keys.
    package let request: Digest
    /// What the task was called at the service.
    package let task: String
    /// From 0.
    package let attempt: Int
    /// What the service calls the video; empty if it did not say.
    package let video: String
    /// The seed that the service tells; `nil` if it does not.
    package let seed: String?
    package let estimate: Cost
    /// Whether the service has told what it cost. If not, the estimate stands in.
    package let isCostTold: Bool
    /// Milliseconds since 1970 at which it was sent.
    package let started: Int64
    /// Milliseconds since 1970 at which it was there.
    package let finished: Int64

    package init(
        request: Digest, task: String, attempt: Int, video: String, seed: String?, estimate: Cost, isCostTold: Bool,
        started: Int64, finished: Int64
    ) {
        self.request = request
        self.task = task
        self.attempt = attempt
        self.video = video
        self.seed = seed
        self.estimate = estimate
        self.isCostTold = isCostTold
        self.started = started
        self.finished = finished
    }
}
