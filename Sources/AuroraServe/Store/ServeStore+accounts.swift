package import AuroraCore
package import AuroraDatabase

/// What accounts take up, and have had made.
extension ServeStore {
    /// Why a task is not taken; `nil` if it may be.
    func refusal(of task: StoredTask, within quotas: Quotas) throws(Database.Failure) -> Acceptance? {
        let waiting = try database.run(
            "SELECT COUNT(*), SUM(account = ?) FROM tasks WHERE state = 'waiting'", [.text(task.account)]
        ).first
        if waiting?[0].integer ?? 0 >= quotas.queue { return .full }
        if waiting?[1].integer ?? 0 >= quotas.accountQueue { return .tooMany }
        let kept = try keptBytes(of: task.account) + task.inputBytes
        return kept > quotas.accountBytes ? .noRoom : nil
    }

    /// Bytes of an account's uploads, results, and inputs of tasks that are not done.
    package func keptBytes(of account: String) throws(Database.Failure) -> Int64 {
        try database.run(
            """
            SELECT (SELECT COALESCE(SUM(bytes), 0) FROM uploads WHERE account = ?1)
                + (SELECT COALESCE(SUM(input_bytes), 0) FROM tasks WHERE account = ?1 AND state IN ('waiting', 'running'))
                + (SELECT COALESCE(SUM(takes.bytes), 0) FROM tasks JOIN takes ON takes.task = tasks.number
                    WHERE account = ?1 AND state != 'expired')
            """, [.text(account)]
        ).first?.first?.integer ?? 0
    }

    /// What an account, or everybody for `nil`, has had made since the beginning of a day: videos, and what they cost.
    package func use(of account: String?, since time: Int64) throws(Database.Failure) -> (count: Int, cost: Cost) {
        let row = try database.run(
            """
            SELECT SUM(videos), SUM(cost) FROM (
                SELECT COUNT(*) AS videos, SUM(takes.cost) AS cost FROM takes JOIN tasks ON takes.task = tasks.number
                WHERE (?1 IS NULL OR tasks.account = ?1) AND tasks.created >= ?2 AND takes.cost IS NOT NULL
                UNION ALL
                SELECT SUM(videos), SUM(cost) FROM totals WHERE (?1 IS NULL OR account = ?1) AND day >= ?2
            )
            """, [.init(account), .integer(time)]
        ).first
        return (Int(row?[0].integer ?? 0), Cost(microDollars: row?[1].integer ?? 0))
    }

    /// How many tasks there are in each state.
    package func counts() throws(Database.Failure) -> [StoredTask.State: Int] {
        var found: [StoredTask.State: Int] = [:]
        for row in try database.run("SELECT state, COUNT(*) FROM tasks GROUP BY state") {
            if let state = row[0].text.flatMap(StoredTask.State.init) { found[state] = Int(row[1].integer ?? 0) }
        }
        return found
    }

    /// Forgets tasks whose results were deleted before a moment. What they came to stays in the totals of their account.
    package func forget(expiredBefore time: Int64) throws(Database.Failure) {
        let condition = "state = 'expired' AND expires < ?"
        guard try database.run("SELECT 1 FROM tasks WHERE \(condition) LIMIT 1", [.integer(time)]).count > 0 else {
            return
        }
        defer { changes.raise() }
        try database.transaction(failing: { $0 }) { () throws(Database.Failure) in
            try database.run(
                """
                INSERT INTO totals (account, day, videos, cost)
                SELECT account, created - created % \(UTCTime.dayMilliseconds) AS start, COUNT(*), SUM(cost)
                FROM tasks JOIN takes ON takes.task = tasks.number
                WHERE \(condition) AND cost IS NOT NULL GROUP BY account, start
                ON CONFLICT (account, day) DO UPDATE SET videos = videos + excluded.videos, cost = cost + excluded.cost
                """, [.integer(time)])
            for table in ["takes", "calls"] {
                try database.run(
                    "DELETE FROM \(table) WHERE task IN (SELECT number FROM tasks WHERE \(condition))", [.integer(time)]
                )
            }
            try database.run("DELETE FROM tasks WHERE \(condition)", [.integer(time)])
        }
    }
}
