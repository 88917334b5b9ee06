import AuroraFiles
import AuroraTesting
import Glibc
import Testing

/// Locks on numbers within one process; `ConcurrentBuildsTests` has several.
@Suite struct NumberedLocksTests {
    let folder: TemporaryFolder
    let locks: NumberedLocks

    init() throws {
        folder = try TemporaryFolder()
        locks = NumberedLocks(folder.path("locks/a"))
    }

    @Test func aLockIsExclusiveAndEndsWithItsOwner() throws {
        do {
            let first = try locks.acquire(7)
            #expect(try locks.isHeld(7))
            #expect(locks.holder(7) == Int(getpid()))
            #expect(try !isFree(7))
            #expect(try isFree(8), "another number is another lock")
            #expect(try locks.isHeld(7), "giving up one keeps the other")
            _ = consume first
        }
        #expect(try !locks.isHeld(7))
        #expect(locks.holder(7) == nil)
        #expect(try isFree(7))
    }

    @Test func askingMakesNoFile() throws {
        #expect(try !locks.isHeld(1))
        #expect(try Files.names(in: folder.path) == [])
    }

    @Test func everyNumberCanBeLocked() throws {
        for number in [0, 1, UInt64.max, UInt64.max >> 2] { #expect(try isFree(number)) }
    }

    @Test func aFileIsTheSameByEveryName() throws {
        try Files.createDirectories(folder.path("locks"))
        try #require(symlink("locks", folder.path("other")) == 0)
        let lock = try locks.acquire(3)
        #expect(try NumberedLocks(folder.path("other/a")).isHeld(3))
        _ = consume lock
    }

    @Test func aFolderThatWasRemovedIsMadeAgain() throws {
        let lock = try locks.acquire(1)
        try Files.removeTree(folder.path("locks"))
        #expect(try isFree(2))
        #expect(try locks.isHeld(1), "what was held is held in the new file")
        _ = consume lock
        #expect(try !locks.isHeld(1))
    }

    @Test func aLinkIsNoFileOfLocks() throws {
        try folder.write("mine", to: "precious")
        try Files.createDirectories(folder.path("locks"))
        try #require(symlink("../precious", folder.path("locks/a")) == 0)
        #expect(throws: FileError.self) { try isFree(1) }
        #expect(try folder.text(of: "precious") == "mine")
    }

    /// Whether the lock could be taken now.
    private func isFree(_ number: UInt64) throws -> Bool {
        switch try locks.acquire(number) {
        case .some: true
        case .none: false
        }
    }
}
