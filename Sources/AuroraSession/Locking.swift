import AuroraBuild
import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraGraph

/// Who may do what while other processes work in the same workspace. Readers take no lock, and wait for nobody.
extension Session {
    /// Held by whoever runs an action.
    var actionLocks: any ActionLocks { DiskActionLocks(layout) }

    /// Takes the lock under which records are put away and committed, and the index is written. An interrupted build
    /// waits for nobody, and goes without it: `nil`. Throws `CancellationError` when interrupted meanwhile.
    func lockToFinish(_ report: BuildReport, _ observer: some BuildObserver) async throws -> FileLock? {
        let locks = workspaceLocks
        if report.isInterrupted { return try locks.acquire(Self.workspaceNumber) }
        let start = ContinuousClock.now
        var hasTold = false
        while true {
            if let lock = try locks.acquire(Self.workspaceNumber) { return lock }
            // Others have it for a moment, unless there is very much to commit.
            if !hasTold, ContinuousClock.now - start > .seconds(1) {
                let holder = locks.holder(Self.workspaceNumber).map { " (process \($0))" } ?? ""
                observer.observe(
                    .warned(Diagnostic("waiting for another build to commit its records\(holder)", severity: .warning)))
                hasTold = true
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// The same lock, or `nil` if somebody has it.
    func tryWorkspaceLock() throws -> FileLock? { try workspaceLocks.acquire(Self.workspaceNumber) }

    /// Takes the lock of an action, waiting for whoever runs it. Throws `CancellationError` when interrupted meanwhile.
    func waitForLock(of action: Action, _ key: ActionKey, _ observer: some BuildObserver) async throws -> ActionLock {
        let locks = actionLocks
        var hasTold = false
        while true {
            if let lock = try locks.acquire(key) { return lock }
            if !hasTold { observer.observe(.waiting(name: action.name, process: locks.holder(of: key))) }
            hasTold = true
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private var workspaceLocks: NumberedLocks { NumberedLocks(layout.workspaceLock) }

    /// There is one workspace in the file.
    private static let workspaceNumber: UInt64 = 0
}
