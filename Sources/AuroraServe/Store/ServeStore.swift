import AuroraCore
package import AuroraDatabase
import AuroraFiles
import AuroraHosted

/// What the server remembers: tasks with their takes, uploads, and calls that are still to be made. In a database that is
/// synced with every change, by a thread of its own.
package actor ServeStore {
    /// Raised when the meaning of a table changes.
    private static let format: Int64 = 2

    let database: Database
    /// Raised with everything that is written down.
    package nonisolated let changes = ChangeCounter()
    private let executor = ThreadExecutor("store")

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Opens or makes the database at `path`. What ran when the last server ended waits again.
    package init(_ path: String) throws {
        if try FileFacts.of(path) == nil { try Files.createPrivate(path) }
        let database = try Database(path)
        let found = try database.run("PRAGMA user_version").first?.first?.integer ?? 0
        guard found <= Self.format else { throw Database.Failure(reason: "it is of a later version") }
        for statement in ServeTables.schema { try database.run(statement) }
        if found == 1 { try database.run("ALTER TABLE tasks ADD COLUMN input_bytes INTEGER NOT NULL DEFAULT 0") }
        if found < Self.format { try database.run("PRAGMA user_version = \(Self.format)") }
        try database.run("UPDATE tasks SET state = 'waiting' WHERE state = 'running'")
        self.database = database
    }

    // MARK: - Tasks

    /// Takes a task in, unless that goes beyond what may wait or be kept: on disk when this returns.
    package func accept(_ task: StoredTask, within quotas: Quotas) throws(Database.Failure) -> Acceptance {
        defer { changes.raise() }
        return try database.transaction(failing: { $0 }) { () throws(Database.Failure) in
            let known = try database.run(
                "SELECT fingerprint FROM tasks WHERE account = ? AND id = ?",
                [.text(task.account), .text(task.task.id)])
            if let known = known.first { return known[0].text == task.fingerprint ? .known : .conflict }
            if let refusal = try refusal(of: task, within: quotas) { return refusal }
            let (statement, values) = ServeTables.insertion(of: task)
            try database.run(statement, values)
            var stored = task
            stored.number = try database.run("SELECT last_insert_rowid()").first?.first?.integer ?? 0
            for (position, take) in task.takes.enumerated() {
                try database.run(
                    "INSERT INTO takes (task, position, video, seed) VALUES (?, ?, ?, ?)",
                    [
                        .integer(stored.number), .integer(Int64(position)), .text(take.videoUUID),
                        .integer(Int64(take.seed)),
                    ])
            }
            return .accepted(stored)
        }
    }

    /// What became of a task; `nil` if this account has none of this name.
    package func task(_ id: String, of account: String) throws(Database.Failure) -> StoredTask? {
        try tasks("WHERE account = ? AND id = ?", [.text(account), .text(id)]).first
    }

    /// Whether a name of this account's is taken, and whether for the same.
    package func acceptance(_ id: String, of account: String, fingerprint: String) throws(Database.Failure)
        -> Acceptance?
    {
        let known = try database.run(
            "SELECT fingerprint FROM tasks WHERE account = ? AND id = ?", [.text(account), .text(id)])
        return known.first.map { $0[0].text == fingerprint ? .known : .conflict }
    }

    /// All that wait, in the order in which they came.
    package func waiting() throws(Database.Failure) -> [StoredTask] {
        try tasks("WHERE state = 'waiting' ORDER BY number", [])
    }

    /// The newest tasks of an account, or of everybody for `nil`; the newest first.
    package func latest(_ count: Int, of account: String? = nil) throws(Database.Failure) -> [StoredTask] {
        guard let account else { return try tasks("ORDER BY number DESC LIMIT ?", [.integer(Int64(count))]) }
        return try tasks("WHERE account = ? ORDER BY number DESC LIMIT ?", [.text(account), .integer(Int64(count))])
    }

    package func begin(_ number: Int64) throws(Database.Failure) {
        defer { changes.raise() }
        try database.run("UPDATE tasks SET state = 'running' WHERE number = ?", [.integer(number)])
    }

    /// It waits again: its work was cut off.
    package func putBack(_ number: Int64) throws(Database.Failure) {
        defer { changes.raise() }
        try database.run("UPDATE tasks SET state = 'waiting' WHERE number = ?", [.integer(number)])
    }

    /// Writes down what came of a take.
    package func settle(_ number: Int64, take: Int, _ outcome: StoredTake.Outcome) throws(Database.Failure) {
        defer { changes.raise() }
        try database.run(
            "UPDATE takes SET cost = ?, bytes = ?, problem = ? WHERE task = ? AND position = ?",
            ServeTables.values(of: outcome) + [.integer(number), .integer(Int64(take))])
    }

    /// A task has ended: its results are kept until `expires`, and whoever asked to be called is.
    package func end(_ task: StoredTask, at time: Int64, expires: Int64) throws(Database.Failure) {
        defer { changes.raise() }
        try database.transaction(failing: { $0 }) { () throws(Database.Failure) in
            try database.run(
                "UPDATE tasks SET state = 'ended', ended = ?, expires = ? WHERE number = ?",
                [.integer(time), .integer(expires), .integer(task.number)])
            guard let url = task.task.webhookURL else { return }
            for position in task.takes.indices {
                try database.run(
                    "INSERT INTO calls (task, position, url, tries, due) VALUES (?, ?, ?, 0, ?)",
                    [.integer(task.number), .integer(Int64(position)), .text(url), .integer(time)])
            }
        }
    }

    /// Tasks whose results have had their time.
    package func outdated(at time: Int64) throws(Database.Failure) -> [StoredTask] {
        try tasks("WHERE state = 'ended' AND expires <= ?", [.integer(time)])
    }

    package func expire(_ number: Int64) throws(Database.Failure) {
        defer { changes.raise() }
        try database.run("UPDATE tasks SET state = 'expired' WHERE number = ?", [.integer(number)])
    }

    /// A task by one of its videos.
    package func task(ofVideo uuid: String) throws(Database.Failure) -> StoredTask? {
        try tasks("WHERE number IN (SELECT task FROM takes WHERE video = ?)", [.text(uuid)]).first
    }

    private func tasks(_ condition: String, _ values: [Database.Value]) throws(Database.Failure) -> [StoredTask] {
        var found: [StoredTask] = []
        for row in try database.run("SELECT \(ServeTables.columns) FROM tasks \(condition)", values) {
            let takes = try database.run(
                "SELECT video, seed, cost, bytes, problem FROM takes WHERE task = ? ORDER BY position", [row[0]])
            guard let task = ServeTables.task(row, takes: takes.compactMap(ServeTables.take)) else {
                throw Database.Failure(reason: "it holds what this version does not understand")
            }
            found.append(task)
        }
        return found
    }
}

// MARK: - Uploads

extension ServeStore {
    /// Keeps a file that was uploaded; false if its account keeps as much as it may.
    package func add(_ upload: StoredUpload, within quotas: Quotas) throws(Database.Failure) -> Bool {
        defer { changes.raise() }
        return try database.transaction(failing: { $0 }) { () throws(Database.Failure) in
            guard try keptBytes(of: upload.account) + upload.bytes <= quotas.accountBytes else { return false }
            try database.run(
                "INSERT INTO uploads (uuid, account, suffix, bytes, used) VALUES (?, ?, ?, ?, ?)",
                [
                    .text(upload.uuid), .text(upload.account), .text(upload.suffix), .integer(upload.bytes),
                    .integer(upload.used),
                ])
            return true
        }
    }

    /// An upload is used once more.
    package func use(_ upload: String, at time: Int64) throws(Database.Failure) {
        try database.run("UPDATE uploads SET used = ? WHERE uuid = ?", [.integer(time), .text(upload)])
    }

    package func upload(_ uuid: String) throws(Database.Failure) -> StoredUpload? {
        try uploads("WHERE uuid = ?", [.text(uuid)]).first
    }

    /// Uploads that nobody has used since a moment.
    package func unusedUploads(since time: Int64) throws(Database.Failure) -> [StoredUpload] {
        try uploads("WHERE used < ?", [.integer(time)])
    }

    package func removeUpload(_ uuid: String) throws(Database.Failure) {
        defer { changes.raise() }
        try database.run("DELETE FROM uploads WHERE uuid = ?", [.text(uuid)])
    }

    private func uploads(_ condition: String, _ values: [Database.Value]) throws(Database.Failure) -> [StoredUpload] {
        try database.run("SELECT uuid, account, suffix, bytes, used FROM uploads \(condition)", values).compactMap {
            row in
            guard let uuid = row[0].text, let account = row[1].text, let suffix = row[2].text,
                let bytes = row[3].integer,
                let used = row[4].integer
            else { return nil }
            return StoredUpload(uuid: uuid, account: account, suffix: suffix, bytes: bytes, used: used)
        }
    }
}

// MARK: - Calls

/// A webhook that is to be called.
package struct DueCall: Hashable, Sendable {
    package let number: Int64
    package let task: Int64
    package let position: Int
    package let url: String
    /// So often it was tried.
    package let tries: Int
    /// Milliseconds since 1970.
    package let due: Int64
}

extension ServeStore {
    /// What is to be called, the most urgent first.
    package func calls() throws(Database.Failure) -> [DueCall] {
        try database.run("SELECT number, task, position, url, tries, due FROM calls ORDER BY due LIMIT 100").compactMap
        {
            row in
            guard let number = row[0].integer, let task = row[1].integer, let position = row[2].integer,
                let url = row[3].text, let tries = row[4].integer, let due = row[5].integer
            else { return nil }
            return DueCall(
                number: number, task: task, position: Int(position), url: url, tries: Int(tries), due: due)
        }
    }

    package func task(number: Int64) throws(Database.Failure) -> StoredTask? {
        try tasks("WHERE number = ?", [.integer(number)]).first
    }

    package func remove(_ call: DueCall) throws(Database.Failure) {
        defer { changes.raise() }
        try database.run("DELETE FROM calls WHERE number = ?", [.integer(call.number)])
    }

    package func postpone(_ call: DueCall, to time: Int64) throws(Database.Failure) {
        defer { changes.raise() }
        try database.run(
            "UPDATE calls SET tries = tries + 1, due = ? WHERE number = ?", [.integer(time), .integer(call.number)])
    }
}
