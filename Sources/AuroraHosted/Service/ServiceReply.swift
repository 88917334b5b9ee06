import AuroraCore
import AuroraNet

/// An answer of the service, taken apart: what it says of tasks, and what is wrong.
struct ServiceReply {
    let items: [JSONValue]
    let errors: [Trouble]

    /// An error with the task it is about, if it names one.
    struct Trouble {
        let error: ServiceError
        let task: TaskID?
        /// Whether it says that a task has ended so, and not only that a request could not be served.
        let endsTask: Bool
        let charged: Cost?
    }

    /// `nil` for what the service does not say: no JSON, or JSON of another shape.
    init?(_ answer: HTTPAnswer) {
        guard let body = JSONValue(answer.body) else { return nil }
        self.init(body, status: answer.status)
    }

    init?(_ body: JSONValue, status: Int) {
        let errors = body["errors"]?.list ?? []
        if body["data"] == nil, errors.isEmpty {
            // The shape of earlier versions: one error, and nothing else.
            guard body["error"] != nil, let error = ServiceError(body, status: status) else { return nil }
            items = []
            self.errors = [Trouble(error: error, task: nil, endsTask: false, charged: nil)]
            return
        }
        guard let items = body["data"].map({ $0.list ?? ($0 == .null ? [] : nil) }) ?? [] else { return nil }
        self.items = items
        self.errors = errors.compactMap { value in
            ServiceError(value, status: status).map { error in
                Trouble(
                    error: error, task: value["taskUUID"]?.text.flatMap { TaskID($0) },
                    endsTask: value["status"]?.text == "error", charged: Self.cost(value["cost"]))
            }
        }
    }

    /// What it says of one task, which is the only one that was asked about.
    func items(of id: TaskID) -> [JSONValue] {
        items.filter { $0["taskUUID"]?.text.flatMap { TaskID($0) } == id }
    }

    /// The first error that is about a task, or about none in particular.
    func trouble(with id: TaskID) -> Trouble? { errors.first { $0.task == nil || $0.task == id } }

    /// US dollars as a number. `nil` for what cannot be a price of one video: negative, or more than a million.
    static func cost(_ value: JSONValue?) -> Cost? {
        guard let dollars = value?.number, (0...1_000_000).contains(dollars) else { return nil }
        return Cost(microDollars: Int64((dollars * 1_000_000).rounded()))
    }
}

extension ServiceReply {
    /// How far a task is, by what the service answers when asked.
    func report(on id: TaskID, retryAfterSeconds: Int? = nil) -> TaskReport {
        if let item = items(of: id).first { return Self.report(item) }
        guard let trouble = trouble(with: id) else {
            return items.isEmpty ? .missing : .unclear("the answer is about another task", retryAfterSeconds: nil)
        }
        if trouble.error.consequence == .isUnknownTask, !trouble.endsTask { return .missing }
        if trouble.endsTask { return .failed(trouble.error, charged: trouble.charged) }
        switch trouble.error.consequence {
        case .stopsEverything: return .stopped(trouble.error)
        case .comesTooSoon, .leavesOpen:
            return .unclear(trouble.error.message, retryAfterSeconds: retryAfterSeconds)
        // About this very task, and nothing that passes: it has ended.
        case .rejectsTask, .nameIsTaken, .isUnknownTask:
            return trouble.task == id
                ? .failed(trouble.error, charged: trouble.charged)
                : .unclear(trouble.error.message, retryAfterSeconds: nil)
        }
    }

    private static func report(_ item: JSONValue) -> TaskReport {
        let url = item["videoURL"]?.text
        switch item["status"]?.text {
        case "error":
            let error = ServiceError(item, status: 200)
            return .failed(
                error ?? ServiceError(code: "", message: "the service gives no reason", status: 200),
                charged: cost(item["cost"]))
        case "processing": break
        case _ where url?.isEmpty == false:
            return .finished(
                Generation(
                    videoUUID: item["videoUUID"]?.text ?? "", videoURL: url ?? "", cost: cost(item["cost"]),
                    seed: item["seed"]?.number.flatMap { UInt64(exactly: $0) }.map { String($0) },
                    isFlagged: item["NSFWContent"]?.flag == true))
        case "success": return .unclear("the service says that it is done, and not where", retryAfterSeconds: nil)
        default: break
        }
        let progress = item["progress"]?.number.map { min(max($0 / 100, 0), 1) }
        return .processing(fraction: progress)
    }
}
