package import AuroraCache
import AuroraCore
import Testing

/// What all locks of actions have to do.
package struct ActionLocksSuite {
    private let locks: any ActionLocks

    package init(_ locks: any ActionLocks) { self.locks = locks }

    package func run() throws {
        let key = ActionKey(Digest(hashing: "a key"))
        do {
            let lock = try locks.acquire(key)
            #expect(try !isFree(key), "it is taken")
            #expect(try isFree(ActionKey(Digest(hashing: "another"))))
            _ = consume lock
        }
        #expect(try isFree(key), "it was given up")
        #expect(try isFree(key), "and can be taken again")
    }

    /// Whether the lock could be taken now.
    private func isFree(_ key: ActionKey) throws -> Bool {
        switch try locks.acquire(key) {
        case .some: true
        case .none: false
        }
    }
}
