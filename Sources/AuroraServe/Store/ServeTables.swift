import AuroraCore
import AuroraDatabase
import AuroraHosted
import Foundation

/// Tasks as rows.
enum ServeTables {
    static let schema = [
        """
        CREATE TABLE IF NOT EXISTS tasks (
            number INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, id TEXT NOT NULL, task TEXT NOT NULL,
            fingerprint TEXT NOT NULL, request TEXT NOT NULL, origin TEXT NOT NULL, state TEXT NOT NULL,
            created INTEGER NOT NULL, ended INTEGER, expires INTEGER, input_bytes INTEGER NOT NULL DEFAULT 0,
            UNIQUE (account, id)
        ) STRICT
        """,
        "CREATE INDEX IF NOT EXISTS tasks_by_state ON tasks (state, expires)",
        """
        CREATE TABLE IF NOT EXISTS takes (
            task INTEGER NOT NULL, position INTEGER NOT NULL, video TEXT NOT NULL, seed INTEGER NOT NULL, cost INTEGER,
            bytes INTEGER, problem TEXT, PRIMARY KEY (task, position)
        ) STRICT
        """,
        """
        CREATE TABLE IF NOT EXISTS uploads (
            uuid TEXT PRIMARY KEY, account TEXT NOT NULL, suffix TEXT NOT NULL, bytes INTEGER NOT NULL, used INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE IF NOT EXISTS calls (
            number INTEGER PRIMARY KEY AUTOINCREMENT, task INTEGER NOT NULL, position INTEGER NOT NULL, url TEXT NOT NULL,
            tries INTEGER NOT NULL, due INTEGER NOT NULL
        ) STRICT
        """,
        // What tasks that are forgotten came to, by the day (of UTC) on which they came.
        """
        CREATE TABLE IF NOT EXISTS totals (
            account TEXT NOT NULL, day INTEGER NOT NULL, videos INTEGER NOT NULL, cost INTEGER NOT NULL,
            PRIMARY KEY (account, day)
        ) STRICT
        """,
    ]

    static let columns =
        "number, account, task, fingerprint, request, origin, state, created, ended, expires, input_bytes"

    static func insertion(of task: StoredTask) -> (statement: String, values: [Database.Value]) {
        (
            """
            INSERT INTO tasks (account, id, task, fingerprint, request, origin, state, created, ended, expires, input_bytes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(task.account), .text(task.task.id), .text(encoded(task.task)), .text(task.fingerprint),
                .text(task.request.line), .text(task.origin), .text(task.state.rawValue), .integer(task.created),
                .init(task.ended), .init(task.expires), .integer(task.inputBytes),
            ]
        )
    }

    /// `nil` for what this version does not understand.
    static func task(_ row: [Database.Value], takes: [StoredTake]) -> StoredTask? {
        guard let number = row[0].integer, let account = row[1].text,
            let task = row[2].text.flatMap({ try? JSONDecoder().decode(VideoTask.self, from: Data($0.utf8)) }),
            let fingerprint = row[3].text, let request = row[4].text.flatMap({ JSONParser.value(of: Array($0.utf8)) }),
            let origin = row[5].text, let state = row[6].text.flatMap(StoredTask.State.init),
            let created = row[7].integer
        else { return nil }
        var found = StoredTask(
            account: account, task: task, fingerprint: fingerprint, request: request, origin: origin, created: created,
            takes: takes, inputBytes: row[10].integer ?? 0)
        (found.number, found.state, found.ended, found.expires) = (number, state, row[8].integer, row[9].integer)
        return found
    }

    /// Of `video, seed, cost, bytes, problem`.
    static func take(_ row: [Database.Value]) -> StoredTake? {
        guard let video = row[0].text, let seed = row[1].integer else { return nil }
        var take = StoredTake(videoUUID: video, seed: UInt64(seed))
        if let cost = row[2].integer, let bytes = row[3].integer {
            take.outcome = .made(cost: Cost(microDollars: cost), bytes: bytes)
        } else if let problem = row[4].text.flatMap({ JSONParser.value(of: Array($0.utf8)) }) {
            take.outcome = .failed(ServiceProblem(kept: problem))
        }
        return take
    }

    static func values(of outcome: StoredTake.Outcome) -> [Database.Value] {
        switch outcome {
        case .open: [.null, .null, .null]
        case .made(let cost, let bytes): [.integer(cost.microDollars), .integer(bytes), .null]
        case .failed(let problem): [.null, .null, .text(problem.value.line)]
        }
    }

    private static func encoded(_ task: VideoTask) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(task) else { preconditionFailure("a task is numbers and text") }
        return String(decoding: data, as: UTF8.self)
    }
}

extension ServiceProblem {
    /// Out of what `value` gave of one that ended a task. Whoever asks for it is answered, so that its status is 200.
    init(kept value: JSONValue) {
        self.init(
            value["code"]?.text ?? "inferenceError", value["message"]?.text ?? "", parameter: value["parameter"]?.text,
            type: value["type"]?.text, status: 200)
        endsTask = true
        isFlagged = value["NSFWContent"]?.flag ?? false
        taskType = value["taskType"]?.text
        taskUUID = value["taskUUID"]?.text
    }
}
