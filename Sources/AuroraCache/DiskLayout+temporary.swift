import AuroraCore
package import AuroraFiles
import Synchronization

/// Work in progress: a folder for each process, and a lock that says whether the process still lives.
///
/// The lock is taken before there is a folder, so that a folder without a holder is always one that a killed process
/// left behind.
extension DiskLayout {
    /// The folder in `tmp` that is this process's own until it ends. It may not be there yet. Throws `FileError` if
    /// its lock cannot be taken.
    package var temporary: String {
        get throws(FileError) {
            try Self.claims.withLock { claims throws(FileError) in
                guard claims[folder] == nil else { return }
                guard let lock = try NumberedLocks(temporaryLocks).acquire(Self.number(Self.ownName)) else {
                    preconditionFailure("no other process has drawn the same name")
                }
                claims[folder] = Claim(lock)
            }
            return Paths.join(temporaries, Self.ownName)
        }
    }

    /// A path in this process's folder that nobody else uses.
    package func freshTemporary() throws(FileError) -> String { Paths.join(try temporary, Files.uniqueName()) }

    /// Removes this process's folder, if it has one: of use when nothing is in progress any more.
    package func removeTemporary() throws(FileError) {
        guard hasClaim else { return }
        try Files.removeTree(Paths.join(temporaries, Self.ownName))
    }

    /// Removes this process's folder if nothing is in it.
    package func leaveTemporary() {
        guard hasClaim else { return }
        // One that stays is swept by the next build.
        try? Files.removeDirectoryIfEmpty(Paths.join(temporaries, Self.ownName))
    }

    /// Removes what processes left behind that were killed. What cannot be removed yet is left for the next time.
    package func sweepTemporaries() throws(FileError) {
        let locks = NumberedLocks(temporaryLocks)
        for name in try Files.names(in: temporaries) where name != Self.ownName {
            guard let lock = try locks.acquire(Self.number(name)) else { continue }
            try? Files.removeTree(Paths.join(temporaries, name))
            _ = consume lock
        }
    }

    /// Whether no process that was killed left anything behind. Writes nothing.
    package var isTidy: Bool {
        get throws(FileError) {
            let locks = NumberedLocks(temporaryLocks)
            for name in try Files.names(in: temporaries) {
                guard try locks.isHeld(Self.number(name)) else { return false }
            }
            return true
        }
    }

    private var hasClaim: Bool { Self.claims.withLock { $0[folder] != nil } }

    private static func number(_ name: String) -> UInt64 { Digest(hashing: name).leadingBits }

    private static let ownName = String(UInt64.random(in: 0...UInt64.max), radix: 36)

    /// The cache folders in which this process has a folder.
    private static let claims = Mutex<[String: Claim]>([:])

    /// Keeps a lock until the process ends.
    private final class Claim: Sendable {
        private let lock: FileLock

        init(_ lock: consuming FileLock) { self.lock = lock }
    }
}
