import Synchronization

/// How far the tasks in work are. Told and asked from anywhere.
package final class ProgressBoard: Sendable {
    /// Of each take, in parts of 1, by task.
    private let parts = Mutex<[Int64: [Double]]>([:])
    package let changes = ChangeCounter()

    /// Begins a task; takes that are there already count as done.
    func begin(_ task: StoredTask) {
        parts.withLock { $0[task.number] = task.takes.map { $0.outcome == .open ? 0 : 1 } }
        changes.raise()
    }

    func set(_ task: Int64, take: Int, _ part: Double) {
        let isNews = parts.withLock { parts in
            guard let old = parts[task]?[take], old != part else { return false }
            parts[task]?[take] = part
            return true
        }
        if isNews { changes.raise() }
    }

    func end(_ task: Int64) {
        parts.withLock { $0[task] = nil }
        changes.raise()
    }

    /// Of a task, in parts of 1; `nil` for one that is not in work.
    func part(of task: Int64) -> Double? {
        parts.withLock { $0[task] }.map { $0.reduce(0, +) / Double(max($0.count, 1)) }
    }
}
