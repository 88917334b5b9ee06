package import AuroraHosted

/// An error in the shape that the API documents, with the status by which HTTP tells it.
package struct ServiceProblem: Error, Hashable, Sendable {
    /// In camel case, as `invalidApiKey`.
    package var code: String
    /// For people.
    package var message: String
    /// The member that it is about, with dots: `inputs.audio`.
    package var parameter: String?
    /// What the member must be: `string`, `integer`, `float`, `boolean`, `object`.
    package var type: String?
    package var allowedValues: [String] = []
    package var minimum: Double?
    package var maximum: Double?
    /// Numbers have to be multiples of it.
    package var multiplier: Double?
    /// Of HTTP, if nothing of the request succeeds.
    package var status: Int
    /// Whether it ends a task that was accepted.
    package var endsTask = false
    /// Whether the safety check flagged the content.
    package var isFlagged = false
    package var taskType: String?
    /// As the client wrote it.
    package var taskUUID: String?

    package init(_ code: String, _ message: String, parameter: String? = nil, type: String? = nil, status: Int = 400) {
        self.code = code
        self.message = message
        self.parameter = parameter
        self.type = type
        self.status = status
    }

    /// The same, about a task.
    package func about(_ task: JSONValue) -> ServiceProblem {
        var problem = self
        problem.taskType = task["taskType"]?.text.map { String($0.prefix(100)) }
        problem.taskUUID = task["taskUUID"]?.text.map { String($0.prefix(100)) }
        return problem
    }

    /// The member of `errors`.
    package var value: JSONValue {
        var members: [String: JSONValue] = ["code": .text(code), "message": .text(message)]
        for (name, text) in [
            ("parameter", parameter), ("type", type), ("taskType", taskType), ("taskUUID", taskUUID),
        ] {
            if let text { members[name] = .text(text) }
        }
        for (name, number) in [("min", minimum), ("max", maximum), ("multiplier", multiplier)] {
            if let number { members[name] = .number(number) }
        }
        if !allowedValues.isEmpty { members["allowedValues"] = .list(allowedValues.map { .text($0) }) }
        if endsTask { members["status"] = .text("error") }
        if isFlagged { members["NSFWContent"] = .flag(true) }
        return .object(members)
    }
}

extension ServiceProblem {
    package static let invalidKey = ServiceProblem(
        "invalidApiKey", "Invalid API key. Use one of the keys that this server was started with.",
        parameter: "apiKey", type: "string", status: 401
    ).authentication

    package static let missingKey = ServiceProblem(
        "missingApiKey",
        "No API key. Send it as 'Authorization: Bearer KEY', or as the first task: {\"taskType\":\"authentication\",\"apiKey\":\"KEY\"}.",
        parameter: "apiKey", type: "string", status: 401
    ).authentication

    package static let noTasks = ServiceProblem(
        "invalidRequest", "The body must be a JSON array of task objects.", type: "array")

    package static let tooManyTasks = ServiceProblem(
        "invalidRequest", "An array may have so many tasks and no more: 100.", type: "array")

    package static let queueIsFull = ServiceProblem(
        "rateLimitExceeded", "Too many tasks are waiting. Send it again later.", status: 429)

    package static let ownQueueIsFull = ServiceProblem(
        "rateLimitExceeded", "Too many tasks of this key are waiting. Send it again later.", status: 429)

    /// An account keeps as much as it may.
    static func noRoom(_ bytes: Int64) -> ServiceProblem {
        ServiceProblem(
            "storageQuotaExceeded",
            "This key keeps as much as it may, \(bytes >> 20) MiB. Delete uploads, or give results a shorter 'ttl'.")
    }

    package static let stopping = ServiceProblem(
        "serviceUnavailable", "The server is being stopped. Send it again later.", status: 503)

    package static let internalError = ServiceProblem(
        "internalServerError", "The server could not do this. Its own log tells why.", status: 500)

    private var authentication: ServiceProblem {
        var problem = self
        problem.taskType = "authentication"
        return problem
    }

    /// A member that must be there is not.
    static func missing(_ parameter: String, type: String) -> ServiceProblem {
        ServiceProblem(
            "missing" + codeName(parameter), "Missing required parameter '\(parameter)'.", parameter: parameter,
            type: type)
    }

    /// A member is not what it has to be.
    static func invalid(_ parameter: String, type: String, expected: String) -> ServiceProblem {
        ServiceProblem(
            "invalid" + codeName(parameter), "Invalid value for '\(parameter)' parameter. Expected \(expected).",
            parameter: parameter, type: type)
    }

    /// A member that this task does not have.
    static func unsupported(_ parameter: String) -> ServiceProblem {
        ServiceProblem(
            "unsupportedParameter", "Unsupported use of '\(parameter)' parameter.", parameter: parameter)
    }

    /// An input cannot be had.
    static func notTransferred(_ parameter: String, _ reason: String) -> ServiceProblem {
        let thing = parameter == "inputs.image" ? "Image" : parameter == "inputs.audio" ? "Audio" : "Media"
        return ServiceProblem(
            "failedToTransfer" + thing, "The value of '\(parameter)' could not be transferred: \(reason).",
            parameter: parameter, type: "string")
    }

    /// `inputs.audio` is `InputsAudio` in the code of an error.
    private static func codeName(_ parameter: String) -> String {
        parameter.split(separator: ".").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
