package import AuroraCore
import AuroraFiles
import Synchronization

/// Who makes what just now: whoever runs an action holds its lock, so that nobody else who shares the cache runs it a
/// second time.
///
/// An implementation is finished when it passes `ActionLocksSuite`.
package protocol ActionLocks: Sendable {
    /// Takes the lock of an action at once, or returns `nil` when somebody has it.
    func acquire(_ key: ActionKey) throws -> ActionLock?

    /// The process that holds the lock of an action, as far as it can be named.
    func holder(of key: ActionKey) -> Int?
}

/// The right to run one action, until it is given up or its process ends.
package struct ActionLock: ~Copyable, Sendable {
    private let release: @Sendable () -> Void

    package init(release: @escaping @Sendable () -> Void) { self.release = release }

    deinit { release() }
}

/// Locks among the processes of this machine that share a cache folder.
package struct DiskActionLocks: ActionLocks {
    private let locks: NumberedLocks

    package init(_ layout: DiskLayout) { locks = NumberedLocks(layout.actionLocks) }

    package func acquire(_ key: ActionKey) throws -> ActionLock? {
        guard let lock = try locks.acquire(Self.number(key)) else { return nil }
        let holding = Holding(lock)
        return ActionLock { holding.end() }
    }

    package func holder(of key: ActionKey) -> Int? { locks.holder(Self.number(key)) }

    /// The first digits of the key. Two actions whose keys begin alike would wait for each other, and be made all the
    /// same.
    private static func number(_ key: ActionKey) -> UInt64 { key.digest.leadingBits }

    /// Keeps a lock for a closure.
    private final class Holding: Sendable {
        private let lock: Mutex<FileLock?>

        init(_ lock: consuming sending FileLock) { self.lock = Mutex(lock) }

        func end() { lock.withLock { $0 = nil } }
    }
}

/// Locks that only one process knows of; for tests of what stands above them.
package final class MemoryActionLocks: ActionLocks {
    private let held = Mutex<Set<ActionKey>>([])

    package init() {}

    package func acquire(_ key: ActionKey) throws -> ActionLock? {
        guard held.withLock({ $0.insert(key).inserted }) else { return nil }
        return ActionLock { self.held.withLock { _ = $0.remove(key) } }
    }

    package func holder(of key: ActionKey) -> Int? { nil }
}
