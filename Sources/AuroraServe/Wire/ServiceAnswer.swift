package import AuroraHosted

/// What a request is answered by: items for what succeeded, problems for what did not.
package struct ServiceAnswer: Sendable {
    package var items: [JSONValue] = []
    package var problems: [ServiceProblem] = []
    /// Seconds after which it may be worth another try.
    package var retryAfterSeconds: Int?

    package init(items: [JSONValue] = [], problems: [ServiceProblem] = []) {
        self.items = items
        self.problems = problems
    }

    package init(_ problem: ServiceProblem) { problems = [problem] }

    package mutating func add(_ other: ServiceAnswer) {
        items += other.items
        problems += other.problems
        retryAfterSeconds = retryAfterSeconds ?? other.retryAfterSeconds
    }

    /// Of HTTP: 200 if anything succeeded, else that of the first problem.
    package var status: Int { items.isEmpty ? problems.first?.status ?? 200 : 200 }

    /// The document. A key is there only if there is something in it: clients take the mere presence of `errors` for a failure.
    package var value: JSONValue {
        var members: [String: JSONValue] = [:]
        if !items.isEmpty || problems.isEmpty { members["data"] = .list(items) }
        if !problems.isEmpty { members["errors"] = .list(problems.map(\.value)) }
        // Of a wrong key some clients understand only the one, some only the other.
        if let refused = problems.first(where: { $0.taskType == "authentication" }) { members["error"] = refused.value }
        return .object(members)
    }

    package var bytes: [UInt8] { Array(value.line.utf8) }
}
