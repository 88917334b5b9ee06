import Foundation

/// Runs an actor's work on a thread of its own, so that waiting for the disk keeps nobody else from running.
package final class ThreadExecutor: SerialExecutor {
    private let line = Line()

    package init(_ name: String) {
        let line = line
        let thread = Thread { line.work() }
        thread.name = name
        thread.start()
    }

    deinit { line.close() }

    package func enqueue(_ job: consuming ExecutorJob) { line.add(UnownedJob(job), self) }

    /// What waits to be run. The thread holds it, and not the executor, whose end is the thread's.
    ///
    /// SAFETY: whatever changes is touched only while `condition` is locked.
    private final class Line: @unchecked Sendable {
        private let condition = NSCondition()
        private var jobs: [(UnownedJob, ThreadExecutor)] = []
        private var isClosed = false

        func add(_ job: UnownedJob, _ executor: ThreadExecutor) {
            condition.lock()
            jobs.append((job, executor))
            condition.signal()
            condition.unlock()
        }

        func close() {
            condition.lock()
            isClosed = true
            condition.signal()
            condition.unlock()
        }

        func work() {
            while let taken = take() {
                for (job, executor) in taken { job.runSynchronously(on: executor.asUnownedSerialExecutor()) }
            }
        }

        /// All that waits; `nil` at the end.
        private func take() -> [(UnownedJob, ThreadExecutor)]? {
            condition.lock()
            defer { condition.unlock() }
            while jobs.isEmpty, !isClosed { condition.wait() }
            defer { jobs = [] }
            return jobs.isEmpty ? nil : jobs
        }
    }
}
