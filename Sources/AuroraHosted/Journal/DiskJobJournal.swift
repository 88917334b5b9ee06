package import AuroraCore
import AuroraDatabase
import AuroraFiles
import Synchronization

/// The journal in a database of the user's own: one for all workspaces, so that caps hold for all of them together and a
/// deleted cache forgets nothing that was paid.
package final class DiskJobJournal: JobJournal {
    /// Raised when the meaning of a table changes.
    private static let format: Int64 = 1

    /// Absolute path of the file.
    package let path: String
    private let database: Mutex<Database>

    /// Opens or makes the journal at `path`, for this user alone. Throws `JournalError`.
    package init(_ path: String) throws(JournalError) {
        self.path = path
        do throws(FileError) {
            try Files.createDirectories(Paths.parent(path) ?? "/")
            if try FileFacts.of(path) == nil { try Files.createPrivate(path) }
        } catch { throw .unusable(path: path, reason: error.reason) }
        do throws(Database.Failure) {
            let database = try Database(path)
            let found = try database.run("PRAGMA user_version").first?.first?.integer ?? 0
            guard found <= Self.format else { throw Database.Failure(reason: Self.tooNew) }
            for statement in JobTable.schema { try database.run(statement) }
            if found < Self.format { try database.run("PRAGMA user_version = \(Self.format)") }
            self.database = Mutex(database)
        } catch {
            throw error.reason == Self.tooNew ? .tooNew(path: path) : .unusable(path: path, reason: error.reason)
        }
    }

    private static let tooNew = "it is of a later version"

    package func attempts(at request: RequestKey, provider: String) throws(JournalError) -> [Job] {
        try rows(
            "WHERE request = ? AND provider = ? ORDER BY attempt, created",
            [
                .text(request.description), .text(provider),
            ])
    }

    package func jobs(of workspace: String?) throws(JournalError) -> [Job] {
        guard let workspace else { return try rows("ORDER BY created, id", []) }
        return try rows("WHERE workspace = ? ORDER BY created, id", [.text(workspace)])
    }

    package func reserve(_ job: Job, caps: [SpendingCap]) throws(JournalError) -> Job {
        try database.withLock { database throws(JournalError) in
            try database.transaction(failing: unusable) { () throws(JournalError) in
                let known = try rows("WHERE id = ?", [.text(job.id.text)], database).first
                if let known, !known.state.canBeReserved { return known }
                for cap in caps where cap.covers(job) { try check(cap, job, database) }
                try write(JobTable.insertion(of: job), database)
                return job
            }
        }
    }

    package func update(_ job: Job, from state: JobState) throws(JournalError) -> Bool {
        try database.withLock { database throws(JournalError) in
            try database.transaction(failing: unusable) { () throws(JournalError) in
                guard try rows("WHERE id = ?", [.text(job.id.text)], database).first?.state == state else {
                    return false
                }
                try write(JobTable.insertion(of: job), database)
                return true
            }
        }
    }

    /// Throws `.overCap` if a job would go beyond a cap.
    private func check(_ cap: SpendingCap, _ job: Job, _ database: Database) throws(JournalError) {
        let (condition, values) = JobTable.condition(of: cap.scope)
        let sum = try read(
            "SELECT SUM(spending) FROM jobs WHERE id <> ? AND \(condition)",
            [.text(job.id.text)] + values, database)
        let known = Cost(microDollars: sum.first?.first?.integer ?? 0)
        let spent =
            try known
            + cap.recorded { id throws(JournalError) in
                try !read("SELECT 1 FROM jobs WHERE id = ?", [.text(id.text)], database).isEmpty
            }
        guard spent + job.order.reservation <= cap.limit else {
            throw .overCap(cap, spent: spent, wanted: job.order.reservation)
        }
    }

    private func rows(_ condition: String, _ values: [Database.Value]) throws(JournalError) -> [Job] {
        try database.withLock { database throws(JournalError) in try rows(condition, values, database) }
    }

    private func rows(_ condition: String, _ values: [Database.Value], _ database: Database) throws(JournalError)
        -> [Job]
    {
        let found = try read("SELECT \(JobTable.columns) FROM jobs \(condition)", values, database)
        let jobs = found.compactMap { JobTable.job($0) }
        guard jobs.count == found.count else {
            throw .unusable(path: path, reason: "it holds what this version does not understand")
        }
        return jobs
    }

    private func write(_ change: (statement: String, values: [Database.Value]), _ database: Database)
        throws(JournalError)
    {
        _ = try read(change.statement, change.values, database)
    }

    private func read(_ statement: String, _ values: [Database.Value], _ database: Database) throws(JournalError)
        -> [[Database.Value]]
    {
        do throws(Database.Failure) { return try database.run(statement, values) } catch { throw unusable(error) }
    }

    private func unusable(_ failure: Database.Failure) -> JournalError {
        .unusable(path: path, reason: failure.reason)
    }
}

extension DiskJobJournal: MediaBook {
    package func media(of digest: Digest, at service: String) throws(JournalError) -> StoredMedia? {
        try database.withLock { database throws(JournalError) in
            try read(
                "SELECT uuid, url, used FROM media WHERE digest = ? AND service = ?",
                [.text(digest.hexadecimal), .text(service)], database
            ).first.flatMap { row in
                guard let uuid = row[0].text, let url = row[1].text, let used = row[2].integer else { return nil }
                return StoredMedia(uuid: uuid, url: url.isEmpty ? nil : url, used: used)
            }
        }
    }

    package func remember(_ media: StoredMedia, of digest: Digest, at service: String) throws(JournalError) {
        try database.withLock { database throws(JournalError) in
            _ = try read(
                "INSERT OR REPLACE INTO media (digest, service, uuid, url, used) VALUES (?, ?, ?, ?, ?)",
                [
                    .text(digest.hexadecimal), .text(service), .text(media.uuid), .text(media.url ?? ""),
                    .integer(media.used),
                ], database)
        }
    }
}
