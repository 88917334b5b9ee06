import AuroraCore
import AuroraFiles
import AuroraHosted
import AuroraTesting
import Glibc
import Testing

struct JobJournalTests {
    @Test func theOneInMemoryKeepsTheContract() throws {
        try JobJournalSuite { MemoryJobJournal() }.run()
    }

    @Test func theOneOnDiskKeepsTheContract() throws {
        let folder = try TemporaryFolder()
        var count = 0
        try JobJournalSuite {
            count += 1
            return try DiskJobJournal(folder.path("\(count)/jobs.sqlite"))
        }.run()
    }

    @Test func whatIsWrittenIsThereForTheNextProcess() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("state/jobs.sqlite")
        let job = Sample.job("a", created: 10)
        do {
            let journal = try DiskJobJournal(path)
            _ = try journal.reserve(job, caps: [])
            try journal.remember(
                StoredMedia(uuid: "m", url: nil, used: 5), of: Digest(hashing: "picture"), at: "service")
        }
        let journal = try DiskJobJournal(path)
        #expect(try journal.jobs(of: nil) == [job])
        let media = try journal.media(of: Digest(hashing: "picture"), at: "service")
        #expect(media == StoredMedia(uuid: "m", url: nil, used: 5))
        #expect(try journal.media(of: Digest(hashing: "picture"), at: "another") == nil)
        for file in [path, "\(path)-wal"] {
            var status = stat()
            #expect(stat(file, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600, "\(file) is the user's alone")
        }
    }

    @Test func oneOfALaterVersionIsRefusedInWords() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("jobs.sqlite")
        do { _ = try DiskJobJournal(path) }
        try Self.setVersion(2, path)
        #expect(throws: JournalError.tooNew(path: path)) { try DiskJobJournal(path) }
        #expect(try !Files.read(path).isEmpty, "and left as it is")
    }

    @Test func whatIsNoDatabaseIsRefusedInWords() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("jobs.sqlite")
        try Files.write(Array("this is no database, and long enough to look at\n".utf8), to: path)
        #expect {
            _ = try DiskJobJournal(path)
        } throws: { error in
            if case .unusable(path, let reason) = error as? JournalError { !reason.isEmpty } else { false }
        }
    }

    /// The version is four bytes of the file's head, by the file format of SQLite.
    private static func setVersion(_ version: UInt8, _ path: String) throws {
        var bytes = try Files.read(path)
        bytes[63] = version
        try Files.write(bytes, to: path)
    }
}
