import Synchronization

/// Lines that wait for the next exchange.
final class LinePool: Sendable {
    private let idle = Mutex<[CurlLine]>([])
    private let maximumIdle: Int

    /// More than `maximumIdle` lines are not kept.
    init(maximumIdle: Int) { self.maximumIdle = maximumIdle }

    /// Does one exchange on the line that was used last, whose connection is the likeliest to live, or on a new one.
    func perform(_ exchange: CurlExchange) async throws(MissingLibrary) -> CurlOutcome {
        let line = try take()
        let outcome = await line.perform(exchange)
        idle.withLock { if $0.count < maximumIdle { $0.append(line) } }
        return outcome
    }

    private func take() throws(MissingLibrary) -> CurlLine {
        if let line = idle.withLock({ $0.popLast() }) { return line }
        return try CurlLine()
    }
}
