import AuroraCore
package import AuroraHosted
import AuroraWorkspace

/// What the page shows.
extension Service {
    /// Tasks that the page shows.
    private static let shownTasks = 50

    /// How busy the server is, what was made, and the newest tasks: of one account, or of everybody for `nil`. One document,
    /// which is the same as long as nothing has changed.
    package func overview(of account: String?) async throws -> JSONValue {
        let counts = try await store.counts()
        let use = try await store.use(of: account, since: 0)
        let tasks = try await store.latest(Self.shownTasks, of: account)
        return .object([
            "counts": .object([
                "waiting": .number(Double(counts[.waiting] ?? 0)), "running": .number(Double(counts[.running] ?? 0)),
            ]),
            "use": .object([
                "videos": .number(Double(use.count)), "costMicroDollars": .number(Double(use.cost.microDollars)),
            ]),
            "prices": .object(prices), "tasks": .list(tasks.map { Self.card($0, line.progress.part(of: $0.number)) }),
        ])
    }

    /// Millionths of a dollar for a second, by model.
    private var prices: [String: JSONValue] {
        var found: [String: JSONValue] = [:]
        for model in HostedTask.models {
            if let price = settings.prices[model] { found[model] = .number(Double(price.perSecond.microDollars)) }
        }
        return found
    }

    private static func card(_ stored: StoredTask, _ progress: Double?) -> JSONValue {
        let task = stored.task
        var members: [String: JSONValue] = [
            "number": .number(Double(stored.number)), "task": .text(task.shownID), "model": .text(task.model),
            "prompt": .text(task.prompt), "state": .text(stored.state.rawValue),
            "created": .number(Double(stored.created)), "takes": .list(stored.takes.map { card($0, task.format) }),
        ]
        if let progress { members["progress"] = .number((progress * 100).rounded() / 100) }
        return .object(members)
    }

    private static func card(_ take: StoredTake, _ format: String) -> JSONValue {
        switch take.outcome {
        case .open: return .object(["state": .text("open")])
        case .made(let cost, let bytes):
            return .object([
                "state": .text("made"), "url": .text("/media/\(take.videoUUID).\(format)"),
                "costMicroDollars": .number(Double(cost.microDollars)), "bytes": .number(Double(bytes)),
            ])
        case .failed(let problem):
            return .object([
                "state": .text("failed"), "code": .text(problem.code), "message": .text(problem.message),
            ])
        }
    }
}
