import AuroraCore
import AuroraDatabase

/// Jobs as rows of a table.
enum JobTable {
    static let schema = [
        """
        CREATE TABLE IF NOT EXISTS jobs (
            id TEXT PRIMARY KEY, provider TEXT NOT NULL, request TEXT NOT NULL, attempt INTEGER NOT NULL,
            action TEXT NOT NULL, workspace TEXT NOT NULL, name TEXT NOT NULL, scene TEXT NOT NULL, campaign TEXT,
            build TEXT NOT NULL, model TEXT NOT NULL, milliseconds INTEGER NOT NULL, estimate INTEGER NOT NULL,
            reservation INTEGER NOT NULL, task TEXT NOT NULL, state TEXT NOT NULL, created INTEGER NOT NULL,
            updated INTEGER NOT NULL, spending INTEGER NOT NULL, charged INTEGER, video TEXT, url TEXT, cost INTEGER,
            seed TEXT, flagged INTEGER, output TEXT, bytes INTEGER, problem TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX IF NOT EXISTS jobs_by_request ON jobs (request)",
        "CREATE INDEX IF NOT EXISTS jobs_by_time ON jobs (created)",
        """
        CREATE TABLE IF NOT EXISTS media (
            digest TEXT NOT NULL, service TEXT NOT NULL, uuid TEXT NOT NULL, url TEXT NOT NULL, used INTEGER NOT NULL,
            PRIMARY KEY (digest, service)
        ) STRICT
        """,
    ]

    private static let names = [
        "id", "provider", "request", "attempt", "action", "workspace", "name", "scene", "campaign", "build", "model",
        "milliseconds", "estimate", "reservation", "task", "state", "created", "updated", "spending", "charged",
        "video", "url", "cost", "seed", "flagged", "output", "bytes", "problem",
    ]

    static let columns = names.joined(separator: ", ")

    /// Puts a job in the place of the one of its name, if there is one.
    static func insertion(of job: Job) -> (statement: String, values: [Database.Value]) {
        let marks = names.map { _ in "?" }.joined(separator: ", ")
        let order = job.order
        return (
            "INSERT OR REPLACE INTO jobs (\(columns)) VALUES (\(marks))",
            [
                .text(job.id.text), .text(order.provider), .text(order.request.description),
                .integer(Int64(job.attempt)), .text(order.action.description), .text(order.workspace),
                .text(order.name), .text(order.scene), .init(order.campaign), .text(order.build), .text(order.model),
                .integer(Int64(order.milliseconds)), .integer(order.estimate.microDollars),
                .integer(order.reservation.microDollars), .text(job.task), .text(job.state.rawValue),
                .integer(job.created), .integer(job.updated), .integer(job.spending.microDollars),
                .init(job.charged?.microDollars), .init(job.generation?.videoUUID), .init(job.generation?.videoURL),
                .init(job.generation?.cost?.microDollars), .init(job.generation?.seed),
                .init(job.generation.map { $0.isFlagged ? Int64(1) : 0 }), .init(job.output?.digest.hexadecimal),
                .init(job.output?.bytes), .text(job.problem),
            ]
        )
    }

    /// The jobs that a cap is about, and the values for it.
    static func condition(of scope: SpendingCap.Scope) -> (String, [Database.Value]) {
        switch scope {
        case .build(let build): ("build = ?", [.text(build)])
        case .scene(let scene, let build): ("build = ? AND scene = ?", [.text(build), .text(scene)])
        case .campaign(let campaign, let build): ("build = ? AND campaign = ?", [.text(build), .text(campaign)])
        case .since(let moment, _): ("created >= ?", [.integer(moment)])
        }
    }

    /// `nil` for a row that is none of this version's.
    static func job(_ row: [Database.Value]) -> Job? {
        guard row.count == names.count else { return nil }
        let values = Dictionary(uniqueKeysWithValues: zip(names, row))
        func text(_ name: String) -> String? { values[name]?.text }
        func integer(_ name: String) -> Int64? { values[name]?.integer }
        guard let id = text("id").flatMap({ TaskID($0) }), let state = text("state").flatMap(JobState.init(rawValue:)),
            let order = order(text, integer), let attempt = integer("attempt"), let task = text("task"),
            let created = integer("created"), let updated = integer("updated"), let problem = text("problem")
        else { return nil }
        var job = Job(id: id, order: order, attempt: Int(attempt), task: task, state: state, created: created)
        job.updated = updated
        job.problem = problem
        job.charged = integer("charged").map { Cost(microDollars: $0) }
        if let video = text("video"), let url = text("url") {
            job.generation = Generation(
                videoUUID: video, videoURL: url, cost: integer("cost").map { Cost(microDollars: $0) },
                seed: text("seed"), isFlagged: integer("flagged") == 1)
        }
        if let digest = text("output").flatMap({ Digest(hexadecimal: $0) }), let bytes = integer("bytes") {
            job.output = Artifact(digest: digest, bytes: bytes)
        }
        return job
    }

    private static func order(_ text: (String) -> String?, _ integer: (String) -> Int64?) -> JobOrder? {
        guard let provider = text("provider"), let request = text("request").flatMap({ Digest(hexadecimal: $0) }),
            let action = text("action").flatMap({ Digest(hexadecimal: $0) }), let workspace = text("workspace"),
            let name = text("name"), let scene = text("scene"), let build = text("build"), let model = text("model"),
            let milliseconds = integer("milliseconds"), let estimate = integer("estimate"),
            let reservation = integer("reservation"), reservation >= estimate
        else { return nil }
        return JobOrder(
            provider: provider, request: RequestKey(request), action: ActionKey(action), workspace: workspace,
            name: name, scene: scene, campaign: text("campaign"), build: build, model: model,
            milliseconds: Int(milliseconds), estimate: Cost(microDollars: estimate),
            reservation: Cost(microDollars: reservation))
    }
}
