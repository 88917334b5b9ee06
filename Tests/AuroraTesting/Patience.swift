/// Waiting and measuring on a machine that may be busy with other things: no test may fail because it had to wait.
package enum Patience {
    /// How long something may take that ought to come at once. It only ends what would hang for ever.
    package static let limit = Duration.seconds(60)

    /// Waits until it is so; false if that is not so for as long as `limit`.
    package static func until(_ isSo: () async throws -> Bool) async throws -> Bool {
        let clock = ContinuousClock()
        let start = clock.now
        while try await !isSo() {
            if start.duration(to: clock.now) > limit { return false }
            try await Task.sleep(for: .milliseconds(20))
        }
        return true
    }

    /// Whether it ever takes less than `bound`, tried over and over: what is slow by itself is slow each time, what
    /// others slow down is not.
    package static func atBest(within bound: Duration, tries: Int = 20, _ body: () throws -> Void) rethrows -> Bool {
        let clock = ContinuousClock()
        for _ in 0..<tries where try clock.measure({ try body() }) < bound { return true }
        return false
    }
}
