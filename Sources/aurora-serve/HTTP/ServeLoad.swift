import Synchronization

/// What the server is busy with at the moment, and has been.
final class ServeLoad: Sendable {
    struct Numbers {
        var connections = 0
        var requests = 0
        var bodyBytes = 0
        var answers: [Int: Int] = [:]
        var isStopping = false
    }

    private let numbers = Mutex(Numbers())

    var current: Numbers { numbers.withLock { $0 } }

    /// Counts a connection in, unless there are as many as there may be.
    func connect(limit: Int) -> Bool {
        numbers.withLock { numbers in
            guard numbers.connections < limit, !numbers.isStopping else { return false }
            numbers.connections += 1
            return true
        }
    }

    func disconnect() { numbers.withLock { $0.connections -= 1 } }

    func begin() { numbers.withLock { $0.requests += 1 } }

    func end(status: Int) {
        numbers.withLock { numbers in
            numbers.requests -= 1
            numbers.answers[status, default: 0] += 1
        }
    }

    /// Puts memory aside for a part of a body; false if there is none left.
    func take(bodyBytes: Int, limit: Int) -> Bool {
        numbers.withLock { numbers in
            guard numbers.bodyBytes + bodyBytes <= limit else { return false }
            numbers.bodyBytes += bodyBytes
            return true
        }
    }

    func give(bodyBytes: Int) { numbers.withLock { $0.bodyBytes -= bodyBytes } }

    func stop() { numbers.withLock { $0.isStopping = true } }
}
